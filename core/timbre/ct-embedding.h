/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * How alike two timbres are. */
#ifndef CT_EMBEDDING_H
#define CT_EMBEDDING_H

#ifdef __cplusplus
extern "C" {
#endif

/** The cosine of the angle between two embeddings, or sums of embeddings.
 *
 * @param a  [CT_EMBEDDING_SIZE], of any length
 * @param b  [CT_EMBEDDING_SIZE], of any length
 * @return in [-1, 1] to rounding; -1 where one of them is zero or not finite: it is like nothing */
float ct_embedding_cosine (const float *a, const float *b);

#ifdef __cplusplus
}
#endif

#endif
