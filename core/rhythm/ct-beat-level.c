/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-level-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/rhythm/ct-strength-near-private.h"
#include "core/transform/ct-cqt.h"

/* Shorter rows say too little. */
#define MIN_BEATS 8
#define MAX_PERIOD_FRAMES 140
#define MIN_PERIOD_FRAMES 20
#define MAX_BAR 4
#define MIDDLE_BPM 110.0

/* The ways to count. */
typedef enum
{
  LEVEL_SAME,
  LEVEL_MIDDLES,
  LEVEL_DOUBLE,
  LEVEL_EVEN,
  LEVEL_ODD,
  N_LEVELS,
} Level;

/* A logistic regression, fitted on pieces of the half that chooses (core/training/MODEL.md says how): what speaks for a
 * row of beats. Each of the first four is by how much beats exceed the middles between them. */
static const double biases[N_LEVELS] = { 0.23, 0.52, -0.35, -0.24, -0.16 };

/* What tells a downbeat. */
static const CtStrengthWeights bar_weights = { .onset = 0.3, .accent = 0.6, .bass = 1.0, .chord = 1.2 };

#define ONSET_WEIGHT 0.196
#define ACCENT_WEIGHT (-0.16)
#define BASS_WEIGHT 0.334
#define CHORD_WEIGHT 0.667
#define TEMPO_WEIGHT 0.072
#define EXTREME_WEIGHT (-0.764)
#define BAR_WEIGHT 1.061
#define EVEN_WEIGHT 1.485
/* Music has few places where nothing ever begins. Where it has, as a metronome does, beats are not there (which is not
 * fitted, but outweighs all else), rather the middles between them are. */
#define EMPTY 0.08
#define EMPTY_BEATS_WEIGHT (-4.0)
#define EMPTY_MIDDLES_WEIGHT 2.2

static CtStatus
make_row (const CtBeatRow *row, Level level, CtBeatRow *out)
{
  out->n = 0;
  out->frames = malloc (2 * row->n * sizeof *out->frames);
  if (!out->frames)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < row->n; i++)
    {
      bool last = i + 1 == row->n;

      if (level == LEVEL_SAME || level == LEVEL_DOUBLE || (level == LEVEL_EVEN && i % 2 == 0)
          || (level == LEVEL_ODD && i % 2 == 1))
        out->frames[out->n++] = row->frames[i];
      if (!last && (level == LEVEL_MIDDLES || level == LEVEL_DOUBLE))
        out->frames[out->n++] = 0.5 * (row->frames[i] + row->frames[i + 1]);
    }
  return CT_STATUS_OK;
}

static double
emptiness (double strength, double other)
{
  return fmax (0, EMPTY - strength / fmax (other, 1e-6)) / EMPTY;
}

/* What the onsets at every second beat, at the others and between them say. */
static double
evenness (const CtOnsetStrength *strength, const CtBeatRow *row)
{
  double sums[2] = { 0, 0 }, middles = 0, weaker, stronger;

  for (size_t i = 0; i < row->n; i++)
    {
      sums[i % 2] += ct_strength_near (strength, strength->onset, row->frames[i], CT_NEAR_FRAMES);
      if (i + 1 < row->n)
        middles += ct_strength_near (strength, strength->onset, 0.5 * (row->frames[i] + row->frames[i + 1]),
                                     CT_NEAR_FRAMES);
    }
  weaker = fmin (sums[0], sums[1]);
  stronger = fmax (sums[0], sums[1]);
  return EVEN_WEIGHT * weaker / fmax (stronger, 1e-6) + EMPTY_MIDDLES_WEIGHT * emptiness (middles, sums[0] + sums[1])
         + EMPTY_BEATS_WEIGHT * emptiness (weaker, stronger);
}

/* By how much @values are larger at beats than between them. */
static double
contrast (const CtOnsetStrength *strength, const float *values, const CtBeatRow *row, int reach)
{
  double beats = 0, middles = 0;

  for (size_t i = 0; i < row->n; i++)
    {
      beats += ct_strength_near (strength, values, row->frames[i], reach);
      if (i + 1 < row->n)
        middles += ct_strength_near (strength, values, 0.5 * (row->frames[i] + row->frames[i + 1]), reach);
    }
  return beats / (double) row->n - middles / (double) (row->n - 1);
}

/* How clearly some bar of two to four beats stands out: the difference between downbeats and others, in deviations of
 * its error, by the root of the number of beats. @downs: ct_strength_downs(). */
static double
bar_clarity (const double *downs, size_t n)
{
  double best = 0;

  for (size_t bar = 2; bar <= MAX_BAR; bar++)
    for (size_t first = 0; first < bar; first++)
      {
        double sums[2] = { 0, 0 }, counts[2] = { 0, 0 };

        for (size_t i = 0; i < n; i++)
          {
            sums[i % bar == first] += downs[i];
            counts[i % bar == first] += 1;
          }
        best = fmax (best,
                     (sums[1] / counts[1] - sums[0] / counts[0]) / sqrt ((1 / counts[0] + 1 / counts[1]) * (double) n));
      }
  return best;
}

static CtStatus
judge (const CtOnsetStrength *strength, const CtBeatRow *row, Level level, double *score)
{
  double period = (row->frames[row->n - 1] - row->frames[0]) / (double) (row->n - 1);
  double octaves = log2 (60 * CT_CQT_FRAME_RATE_HZ / period / MIDDLE_BPM);
  double *downs;

  *score = -INFINITY;
  if (period < MIN_PERIOD_FRAMES || period > MAX_PERIOD_FRAMES)
    return CT_STATUS_OK;
  downs = malloc (2 * row->n * sizeof *downs);
  if (!downs)
    return CT_STATUS_NO_MEMORY;
  ct_strength_downs (strength, &bar_weights, row->frames, row->n, downs, downs + row->n);
  *score = biases[level] + evenness (strength, row)
           + ONSET_WEIGHT * contrast (strength, strength->onset, row, CT_NEAR_FRAMES)
           + ACCENT_WEIGHT * contrast (strength, strength->accent, row, CT_NEAR_FRAMES)
           + BASS_WEIGHT * contrast (strength, strength->bass, row, CT_NEAR_FRAMES)
           + CHORD_WEIGHT * contrast (strength, strength->chord, row, CT_NEAR_FRAMES + 1) + TEMPO_WEIGHT * octaves
           + EXTREME_WEIGHT * octaves * octaves + BAR_WEIGHT * bar_clarity (downs, row->n);
  free (downs);
  return CT_STATUS_OK;
}

CtStatus
ct_beat_level_choose (const CtOnsetStrength *strength, CtBeatRow *row)
{
  CtBeatRow best = { 0 };
  double best_score = -INFINITY;
  CtStatus status = CT_STATUS_OK;

  if (row->n < MIN_BEATS)
    return CT_STATUS_OK;
  for (int level = 0; level < N_LEVELS && status == CT_STATUS_OK; level++)
    {
      CtBeatRow other;
      double score = -INFINITY;

      status = make_row (row, (Level) level, &other);
      if (status == CT_STATUS_OK)
        status = judge (strength, &other, (Level) level, &score);
      if (score > best_score)
        {
          free (best.frames);
          best = other;
          best_score = score;
        }
      else
        free (other.frames);
    }
  if (status == CT_STATUS_OK && best.frames)
    {
      free (row->frames);
      *row = best;
    }
  else
    free (best.frames);
  return status;
}
