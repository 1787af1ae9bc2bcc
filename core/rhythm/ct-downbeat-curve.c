/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-downbeat-curve-private.h"

#include <math.h>
#include <stdbool.h>

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

/* Something that tells downbeats. */
typedef struct
{
  const float *values; /* of each frame */
  int reach;           /* how many frames from a beat it may lie */
  double weight;
  double alike;        /* beats whose deviation is less than this are all alike */
  bool is_probability; /* and counts as its logit */
} Evidence;

static double
evidence_at (const Evidence *self, const CtOnsetStrength *strength, double frame)
{
  double value = ct_strength_near (strength, self->values, frame, self->reach);

  if (!self->is_probability)
    return value;
  value = fmin (fmax (value, LEAST_HEARD), 1 - LEAST_HEARD);
  return log (value / (1 - value));
}

/* Adds to each frame of @out by how many deviations it is from the mean over the beats, weighted. */
static void
add_deviations (const Evidence *self, const CtOnsetStrength *strength, const double *frames, size_t n, float *out)
{
  double sum = 0, squares = 0, mean, deviation;

  for (size_t i = 0; i < n; i++)
    {
      double value = evidence_at (self, strength, frames[i]);

      sum += value;
      squares += value * value;
    }
  mean = sum / (double) n;
  deviation = fmax (sqrt (fmax (squares / (double) n - mean * mean, 0)), self->alike);
  for (size_t t = 0; t < strength->n_frames; t++)
    out[t] += (float) (self->weight * (evidence_at (self, strength, (double) t) - mean) / deviation);
}

void
ct_downbeat_curve (const CtOnsetStrength *strength,
                   const CtBeatActivation *activation,
                   const double *frames,
                   size_t n,
                   float *out)
{
  const Evidence all[] = { { strength->onset, CT_NEAR_FRAMES, ONSET_WEIGHT, ALIKE_STRENGTHS, false },
                           { strength->accent, CT_NEAR_FRAMES, ACCENT_WEIGHT, ALIKE_STRENGTHS, false },
                           { strength->bass, CT_NEAR_FRAMES, BASS_WEIGHT, ALIKE_STRENGTHS, false },
                           { strength->chord, CHORD_FRAMES, CHORD_WEIGHT, ALIKE_STRENGTHS, false },
                           { activation->downbeats, CT_NEAR_FRAMES, HEARD_WEIGHT, ALIKE_LOGITS, true } };

  for (size_t t = 0; t < strength->n_frames; t++)
    out[t] = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    add_deviations (&all[i], strength, frames, n, out);
}
