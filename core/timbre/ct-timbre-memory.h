/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_MEMORY_H
#define CT_TIMBRE_MEMORY_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An associative memory on the unit sphere (H. Ramsauer et al. 2020): retrieval is
 * e <- normalise (sum_j w_j softmax_j (beta e.e_j) e_j), equal to mean shift with a von Mises-Fisher kernel. It is
 * built from the notes of one recording; its attractors are the recording's timbres. */
typedef struct _CtTimbreMemory CtTimbreMemory;

/** Patterns it holds at most, so that its cost does not grow with the square of the recording. */
#define CT_TIMBRE_MEMORY_PATTERNS 512

/** Chooses patterns from @n notes deterministically: strata of time and pitch, the most confident of each first.
 * @embeddings is [n][CT_EMBEDDING_SIZE], unit vectors. Copies what it keeps. @n may be 0. */
CtStatus
ct_timbre_memory_new (const float *embeddings, const CtNote *notes, size_t n, CtTimbreMemory **out) CT_MUST_USE;
void ct_timbre_memory_free (CtTimbreMemory *self);

size_t ct_timbre_memory_n_patterns (const CtTimbreMemory *self);

/** The index, among the notes given to ct_timbre_memory_new(), of @pattern. */
size_t ct_timbre_memory_note (const CtTimbreMemory *self, size_t pattern);

/** One retrieval step of sharpness @beta from @query into @recalled ([CT_EMBEDDING_SIZE] each, may be the same). With
 * no pattern the query comes back. */
void ct_timbre_memory_recall (const CtTimbreMemory *self, float beta, const float *query, float *recalled);

/** The pattern that @query recalls: the one nearest to it. Undefined without patterns. */
size_t ct_timbre_memory_nearest (const CtTimbreMemory *self, const float *query);

/** Lets every pattern fall into its attractor; patterns whose attractors meet get the same number, counted from 0 by
 * decreasing weight. @attractor is [n_patterns], @n_attractors their number. */
CtStatus
ct_timbre_memory_attractors (const CtTimbreMemory *self, float beta, int *attractor, size_t *n_attractors) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
