/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A map of the timbres of a recording. */
#ifndef CT_TIMBRE_PROJECTION_H
#define CT_TIMBRE_PROJECTION_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most attractors that a projection names: the strongest. */
#define CT_TIMBRE_PROJECTION_ATTRACTORS 32

/** An attractor on the map. */
typedef struct
{
  float x;     /**< to the right */
  float y;     /**< upwards */
  float share; /**< its share of the weight of all patterns, 0 to 1 */
} CtTimbreAttractor;

/** The plane in which the timbres of a recording lie farthest apart: the two principal components of what the patterns
 * of its memory recall. Recall gathers the notes of a timbre, so that the plane separates timbres rather than the notes
 * of the most frequent one. Attractors with too small a share for a timbre are not named. A plain value. */
typedef struct
{
  size_t width;                     /**< of the vectors */
  float mean[CT_EMBEDDING_SIZE];    /**< [width], the origin */
  float axes[2][CT_EMBEDDING_SIZE]; /**< [width] each, unit vectors at right angles, or 0 where there is no second
                                       direction */
  CtTimbreAttractor attractors[CT_TIMBRE_PROJECTION_ATTRACTORS]; /**< [n_attractors], the heaviest first */
  size_t n_attractors;                                           /**< how many there are */
} CtTimbreProjection;

/** Fits the plane, deterministically and in time linear in @p n.
 *
 * @param timbres     [n][width], unit vectors; those that are not finite do not count
 * @param width       1 to CT_EMBEDDING_SIZE
 * @param notes       [n]
 * @param n           how many notes
 * @param beta        sharpness of recall
 * @param before      the projection of vectors as wide shown so far, or NULL; may be @p out. The new axes are turned to
 * lie as near as they can to its axes, so that nothing flips when notes come and go. Without it, high pitches lie to
 * the right and on top, as far as timbre follows pitch
 * @param[out] out    the projection
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_projection_fit (const float *timbres,
                                   size_t width,
                                   const CtNote *notes,
                                   size_t n,
                                   float beta,
                                   const CtTimbreProjection *before,
                                   CtTimbreProjection *out) CT_MUST_USE;

/** Where a vector lies on the map.
 *
 * @param self    the projection
 * @param timbre  [width]
 * @param[out] x  to the right, in [-2, 2]; 0 where it is not finite
 * @param[out] y  upwards, likewise */
void ct_timbre_projection_apply (const CtTimbreProjection *self, const float *timbre, float *x, float *y);

#ifdef __cplusplus
}
#endif

#endif
