/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STRENGTH_NEAR_PRIVATE_H
#define CT_STRENGTH_NEAR_PRIVATE_H

#include <stddef.h>

#include "core/rhythm/ct-onset-strength.h"

/* Frames around a place where what belongs to it is looked for. */
#define CT_NEAR_FRAMES 3

/* The largest of @values, one of those of @self, within @reach of a frame. */
double ct_strength_near (const CtOnsetStrength *self, const float *values, double frame, int reach);

/* Adds to @downs ([n]) @weight times by how many deviations each of @values ([n]) is from their mean. */
void ct_strength_add_deviations (const double *values, size_t n, double weight, double *downs);

/* What onsets, accents, bass and changes of chord count. */
typedef struct
{
  double onset, accent, bass, chord;
} CtStrengthWeights;

/* How much like a downbeat each of [n] beats is, in @downs: each of what is weighed in deviations from its mean over
 * all beats. @scratch: [n]. */
void ct_strength_downs (const CtOnsetStrength *self,
                        const CtStrengthWeights *weights,
                        const double *frames,
                        size_t n,
                        double *downs,
                        double *scratch);

#endif
