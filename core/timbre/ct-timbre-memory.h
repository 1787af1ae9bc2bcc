/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The associative memory of a recording, whose attractors are its timbres. */
#ifndef CT_TIMBRE_MEMORY_H
#define CT_TIMBRE_MEMORY_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most patterns that a memory keeps, so that its cost does not grow with the square of the recording. */
#define CT_TIMBRE_MEMORY_PATTERNS 512

/** An associative memory on the unit sphere (H. Ramsauer et al. 2020), built from the notes of one recording. Retrieval
 * is e <- normalise (sum_j w_j softmax_j (beta e.e_j) e_j), equal to mean shift with a von Mises-Fisher kernel.
 * Immutable. */
typedef struct _CtTimbreMemory CtTimbreMemory;

/** Chooses patterns, deterministically: the most confident note of each stratum of time and pitch.
 *
 * @param embeddings  [n][CT_EMBEDDING_SIZE], unit vectors; copied
 * @param notes       [n]
 * @param n           how many notes; may be 0
 * @param[out] out    the memory; free it with ct_timbre_memory_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus
ct_timbre_memory_new (const float *embeddings, const CtNote *notes, size_t n, CtTimbreMemory **out) CT_MUST_USE;

/** Frees a memory.
 *
 * @param self  the memory, or NULL */
void ct_timbre_memory_free (CtTimbreMemory *self);

/** Counts the patterns.
 *
 * @param self  the memory
 * @return how many, at most CT_TIMBRE_MEMORY_PATTERNS */
size_t ct_timbre_memory_n_patterns (const CtTimbreMemory *self);

/** Which note a pattern was made from.
 *
 * @param self     the memory
 * @param pattern  a pattern
 * @return the index of the note among those given to ct_timbre_memory_new() */
size_t ct_timbre_memory_note (const CtTimbreMemory *self, size_t pattern);

/** Takes one step of retrieval. Without patterns the query comes back.
 *
 * @param self           the memory
 * @param beta           sharpness
 * @param query          [CT_EMBEDDING_SIZE]
 * @param[out] recalled  [CT_EMBEDDING_SIZE]; may be @p query */
void ct_timbre_memory_recall (const CtTimbreMemory *self, float beta, const float *query, float *recalled);

/** Finds the nearest pattern.
 *
 * @param self   the memory, which must have patterns
 * @param query  [CT_EMBEDDING_SIZE]
 * @return the pattern */
size_t ct_timbre_memory_nearest (const CtTimbreMemory *self, const float *query);

/** Lets every pattern converge to its attractor.
 *
 * @param self              the memory
 * @param beta              sharpness
 * @param[out] attractor    [n_patterns]; patterns whose attractors meet get the same number, from 0 by decreasing
 * weight
 * @param[out] n_attractors  how many attractors
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus
ct_timbre_memory_attractors (const CtTimbreMemory *self, float beta, int *attractor, size_t *n_attractors) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
