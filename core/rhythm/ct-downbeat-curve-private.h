/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_DOWNBEAT_CURVE_PRIVATE_H
#define CT_DOWNBEAT_CURVE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-onset-strength.h"

#define CT_DOWNBEAT_CLUES 5

/* Something that tells downbeats, and how it is spread over the beats. */
typedef struct
{
  const float *values; /* of each frame */
  int reach;           /* how many frames from a beat it may lie */
  double weight;
  double alike;        /* beats whose deviation is less than this are all alike */
  bool is_probability; /* and counts as its logit */
  double mean, deviation;
} CtDownbeatClue;

/* How much more like a downbeat than a beat at large each frame is: the network's opinion, onsets, accents, bass and
 * changes of chord near it, each in deviations from its mean over the beats. */
typedef struct
{
  const CtOnsetStrength *strength;
  CtDownbeatClue clues[CT_DOWNBEAT_CLUES];
} CtDownbeatCurve;

/* Of the beats at @frames ([n]). Keeps @strength and @activation, which must outlive it. */
void ct_downbeat_curve_init (CtDownbeatCurve *self,
                             const CtOnsetStrength *strength,
                             const CtBeatActivation *activation,
                             const double *frames,
                             size_t n);
float ct_downbeat_curve_at (const CtDownbeatCurve *self, size_t frame);

#endif
