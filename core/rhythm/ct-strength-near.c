/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-strength-near-private.h"

#include <math.h>

double
ct_strength_near (const CtOnsetStrength *self, const float *values, double frame, int reach)
{
  size_t first = (size_t) fmax (round (frame) - reach, 0);
  size_t end = (size_t) fmax (fmin (round (frame) + reach + 1, (double) self->n_frames), 0);
  float best = 0;

  for (size_t t = first; t < end; t++)
    best = values[t] > best ? values[t] : best;
  return (double) best;
}
