/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_PROJECTION_H
#define CT_TIMBRE_PROJECTION_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Attractors that a projection names at most: the strongest. */
#define CT_TIMBRE_PROJECTION_ATTRACTORS 32

/** A place of the plane and the share (0 to 1) that its attractor has of all patterns' weight. */
typedef struct
{
  float x;
  float y;
  float share;
} CtTimbreAttractor;

/** The plane in which a recording's timbres lie farthest apart, for a map of them: the two principal components of what
 * the patterns of its memory recall (recall gathers the notes of a timbre, so that the plane parts timbres rather than
 * the notes of the most frequent one). A plain value. */
typedef struct
{
  float mean[CT_EMBEDDING_SIZE];
  float axes[2][CT_EMBEDDING_SIZE]; /**< unit vectors at right angles, or 0 where there is no second direction */
  CtTimbreAttractor attractors[CT_TIMBRE_PROJECTION_ATTRACTORS]; /**< [n_attractors], the heaviest first */
  size_t n_attractors;
} CtTimbreProjection;

/** Makes *@out from @n notes, in time linear in @n. @embeddings is [n][CT_EMBEDDING_SIZE], unit vectors; those that are
 * not finite do not count. @beta: sharpness of recall. Deterministic.
 *
 * @before (may be NULL, may be @out) is the projection shown until now: the plane is turned so that its axes lie as
 * near to those as they can, and nothing flips when notes come and go. Without it high pitches lie to the right and on
 * top, as far as timbre follows pitch. */
CtStatus ct_timbre_projection_fit (const float *embeddings,
                                   const CtNote *notes,
                                   size_t n,
                                   float beta,
                                   const CtTimbreProjection *before,
                                   CtTimbreProjection *out) CT_MUST_USE;

/** Where @embedding ([CT_EMBEDDING_SIZE]) lies: @x to the right, @y upwards, both in [-2, 2]; 0 for what is not finite.
 */
void ct_timbre_projection_apply (const CtTimbreProjection *self, const float *embedding, float *x, float *y);

#ifdef __cplusplus
}
#endif

#endif
