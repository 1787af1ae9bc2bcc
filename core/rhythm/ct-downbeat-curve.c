/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-downbeat-curve-private.h"

#include <math.h>

#include "core/rhythm/ct-strength-near-private.h"

/* A chord changes when its last note has begun. */
#define CHORD_FRAMES (CT_NEAR_FRAMES + 2)
/* What each counts: fitted on pieces of the half that chooses. */
#define HEARD_WEIGHT 1.5
#define ONSET_WEIGHT 0.3
#define ACCENT_WEIGHT 0.2
#define BASS_WEIGHT 0.6
#define CHORD_WEIGHT 2.0
#define ALIKE_STRENGTHS 0.2
#define ALIKE_LOGITS 0.5
/* Beyond this the network is as sure. */
#define LEAST_HEARD 0.005

static double
value_at (const CtDownbeatClue *self, const CtOnsetStrength *strength, double frame)
{
  double value = ct_strength_near (strength, self->values, frame, self->reach);

  if (!self->is_probability)
    return value;
  value = fmin (fmax (value, LEAST_HEARD), 1 - LEAST_HEARD);
  return log (value / (1 - value));
}

static void
measure (CtDownbeatClue *self, const CtOnsetStrength *strength, const double *frames, size_t n)
{
  double sum = 0, squares = 0;

  for (size_t i = 0; i < n; i++)
    {
      double value = value_at (self, strength, frames[i]);

      sum += value;
      squares += value * value;
    }
  self->mean = sum / (double) n;
  self->deviation = fmax (sqrt (fmax (squares / (double) n - self->mean * self->mean, 0)), self->alike);
}

void
ct_downbeat_curve_init (CtDownbeatCurve *self,
                        const CtOnsetStrength *strength,
                        const CtBeatActivation *activation,
                        const double *frames,
                        size_t n)
{
  *self = (CtDownbeatCurve){
    .strength = strength,
    .clues = { { strength->onset, CT_NEAR_FRAMES, ONSET_WEIGHT, ALIKE_STRENGTHS, false, 0, 0 },
               { strength->accent, CT_NEAR_FRAMES, ACCENT_WEIGHT, ALIKE_STRENGTHS, false, 0, 0 },
               { strength->bass, CT_NEAR_FRAMES, BASS_WEIGHT, ALIKE_STRENGTHS, false, 0, 0 },
               { strength->chord, CHORD_FRAMES, CHORD_WEIGHT, ALIKE_STRENGTHS, false, 0, 0 },
               { activation->downbeats, CT_NEAR_FRAMES, HEARD_WEIGHT, ALIKE_LOGITS, true, 0, 0 } },
  };
  for (size_t i = 0; i < CT_DOWNBEAT_CLUES; i++)
    measure (&self->clues[i], strength, frames, n);
}

float
ct_downbeat_curve_at (const CtDownbeatCurve *self, size_t frame)
{
  float sum = 0;

  for (size_t i = 0; i < CT_DOWNBEAT_CLUES; i++)
    {
      const CtDownbeatClue *clue = &self->clues[i];
      double value = value_at (clue, self->strength, (double) frame);

      sum += (float) (clue->weight * (value - clue->mean) / clue->deviation);
    }
  return sum;
}
