/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-strength-near-private.h"

#include <math.h>

#define CHORD_FRAMES (CT_NEAR_FRAMES + 2)

double
ct_strength_near (const CtOnsetStrength *self, const float *values, double frame, int reach)
{
  double first = fmax (round (frame) - reach, 0), end = fmin (round (frame) + reach + 1, (double) self->n_frames);
  float best = 0;

  for (double t = first; t < end; t++)
    best = fmaxf (best, values[(size_t) t]);
  return (double) best;
}

void
ct_strength_add_deviations (const double *values, size_t n, double weight, double *downs)
{
  double sum = 0, squares = 0, mean, deviation;

  for (size_t i = 0; i < n; i++)
    {
      sum += values[i];
      squares += values[i] * values[i];
    }
  mean = sum / (double) n;
  deviation = sqrt (fmax (squares / (double) n - mean * mean, 0));
  for (size_t i = 0; i < n && deviation > 1e-6; i++)
    downs[i] += weight * (values[i] - mean) / deviation;
}

static void
add_weighted (const CtOnsetStrength *self,
              const float *values,
              int reach,
              double weight,
              const double *frames,
              size_t n,
              double *downs,
              double *scratch)
{
  for (size_t i = 0; i < n; i++)
    scratch[i] = ct_strength_near (self, values, frames[i], reach);
  ct_strength_add_deviations (scratch, n, weight, downs);
}

void
ct_strength_downs (const CtOnsetStrength *self,
                   const CtStrengthWeights *weights,
                   const double *frames,
                   size_t n,
                   double *downs,
                   double *scratch)
{
  for (size_t i = 0; i < n; i++)
    downs[i] = 0;
  add_weighted (self, self->onset, CT_NEAR_FRAMES, weights->onset, frames, n, downs, scratch);
  add_weighted (self, self->accent, CT_NEAR_FRAMES, weights->accent, frames, n, downs, scratch);
  add_weighted (self, self->bass, CT_NEAR_FRAMES, weights->bass, frames, n, downs, scratch);
  add_weighted (self, self->chord, CHORD_FRAMES, weights->chord, frames, n, downs, scratch);
}
