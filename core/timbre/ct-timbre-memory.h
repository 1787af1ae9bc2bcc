/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The associative memory of a recording, whose attractors are its timbres. */
#ifndef CT_TIMBRE_MEMORY_H
#define CT_TIMBRE_MEMORY_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-patterns.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A sharpness of recall that tells timbres apart. */
#define CT_TIMBRE_RECALL_BETA 32.0f

/** An associative memory on the unit sphere (H. Ramsauer et al. 2020), built from the notes of one recording. Retrieval
 * is e <- normalise (sum_j w_j softmax_j (beta e.e_j) e_j), equal to mean shift with a von Mises-Fisher kernel.
 * Immutable; threads may share it. */
typedef struct _CtTimbreMemory CtTimbreMemory;

/** Makes a memory.
 *
 * @param embeddings  [n][width] of all notes, unit vectors; what is needed of them is copied
 * @param width       1 to CT_EMBEDDING_SIZE
 * @param notes       [n]
 * @param patterns    which of the notes it remembers
 * @param[out] out    the memory; free it with ct_timbre_memory_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_memory_new (const float *embeddings,
                               size_t width,
                               const CtNote *notes,
                               const CtTimbrePatterns *patterns,
                               CtTimbreMemory **out) CT_MUST_USE;

/** Frees a memory.
 *
 * @param self  the memory, or NULL */
void ct_timbre_memory_free (CtTimbreMemory *self);

/** Takes one step of retrieval. Without patterns the query comes back.
 *
 * @param self           the memory
 * @param beta           sharpness
 * @param query          [width]
 * @param[out] recalled  [width]; may be @p query */
void ct_timbre_memory_recall (const CtTimbreMemory *self, float beta, const float *query, float *recalled);

/** Finds the nearest pattern.
 *
 * @param self   the memory, which must have patterns
 * @param query  [width]
 * @return the pattern */
size_t ct_timbre_memory_nearest (const CtTimbreMemory *self, const float *query);

/** Lets every pattern converge to its attractor.
 *
 * @param self              the memory
 * @param beta              sharpness
 * @param[out] attractor    [as many as there are patterns]; those whose attractors meet get the same number, from 0 by
 * decreasing weight
 * @param[out] n_attractors  how many attractors
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus
ct_timbre_memory_attractors (const CtTimbreMemory *self, float beta, int *attractor, size_t *n_attractors) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
