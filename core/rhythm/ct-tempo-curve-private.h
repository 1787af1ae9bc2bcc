/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TEMPO_CURVE_PRIVATE_H
#define CT_TEMPO_CURVE_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"

/* The periods that are tried, in frames: 246 to 37 beats a minute. */
#define CT_PERIOD_MIN 21
#define CT_PERIOD_MAX 140
#define CT_N_PERIODS (CT_PERIOD_MAX - CT_PERIOD_MIN + 1)

/* Frames from one point of the curve to the next. */
#define CT_TEMPO_CURVE_HOP 86

/* How well each period explains the onsets around each point: their autocorrelation in a window of some seconds, times
 * a prior, less what it costs to leave a known tempo. */
typedef struct
{
  size_t n_points;
  float *salience; /* [n_points][CT_N_PERIODS] */
} CtTempoCurve;

/* @period: one that is known, in frames; 0: none is. */
CtStatus ct_tempo_curve_new (const float *strength, size_t n_frames, double period, CtTempoCurve **out) CT_MUST_USE;
void ct_tempo_curve_free (CtTempoCurve *self);

/* The salience at @frame, between two points: writes [CT_N_PERIODS]. */
void ct_tempo_curve_at (const CtTempoCurve *self, size_t frame, float *salience);

#endif
