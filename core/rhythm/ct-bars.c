/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-bars-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/rhythm/ct-beat-path-private.h"
#include "core/rhythm/ct-strength-near-private.h"
#include "core/transform/ct-cqt.h"

#define MIN_BAR 2
/* The third of four beats is stronger than the second and the fourth. */
#define MIDDLE_WEIGHT 0.25
/* What it costs to cut a bar short, in deviations. */
#define BREAK_COST 10.0
/* Places in a beat whose onsets are its pattern. */
#define PLACES 4
#define PATTERN (2 * PLACES)
/* What repetition after a bar counts beside accents. */
#define REPEAT_WEIGHT 6.0
/* Triplets decide for 6/8 where they outweigh halves by this much and beats are slow enough. */
#define COMPOUND_MARGIN 0.1
#define COMPOUND_MAX_BPM 110.0
#define FIXED_WORTH 1000.0
/* How common bars of each length are: fitted on pieces of the half that chooses. */
static const double priors[CT_BAR_MAX + 1] = { [2] = -0.16, [3] = 0.01, [4] = 0.16 };

typedef struct
{
  const CtOnsetStrength *strength;
  double start_s;
  size_t n;         /* beats */
  double *downs;    /* [n]: how much like a downbeat each is */
  double *patterns; /* [n][PATTERN], of unit length */
  double *scores;   /* [n][CT_BAR_MAX] of the search */
  int *backs;       /* [n][CT_BAR_MAX] */
  int *numbers;     /* [n] of the search */
} Bars;

static double
frame_at (const Bars *self, double time_s)
{
  return (time_s - self->start_s) * CT_CQT_FRAME_RATE_HZ;
}

static size_t
frame_of (const Bars *self, double time_s)
{
  return (size_t) fmin (fmax (round (frame_at (self, time_s)), 0), (double) self->strength->n_frames - 1);
}

/* The largest of @values near @time_s. */
static double
largest (const Bars *self, const float *values, double time_s)
{
  return ct_strength_near (self->strength, values, frame_at (self, time_s), CT_NEAR_FRAMES);
}

static void
fill_pattern (const Bars *self, const CtBeats *beats, size_t beat, double *pattern)
{
  double time_s = beats->beats[beat].time_s, power = 0;
  double period_s = beat + 1 < self->n ? beats->beats[beat + 1].time_s - time_s
                                       : time_s - beats->beats[beat - 1].time_s;

  for (int place = 0; place < PLACES; place++)
    {
      double at_s = time_s + period_s * place / PLACES;

      pattern[place] = largest (self, self->strength->onset, at_s);
      pattern[PLACES + place] = largest (self, self->strength->bass, at_s);
    }
  for (int k = 0; k < PATTERN; k++)
    power += pattern[k] * pattern[k];
  for (int k = 0; k < PATTERN && power > 0; k++)
    pattern[k] /= sqrt (power);
}

/* How alike beats are that lie @lag beats apart, in [0, 1]. */
static double
likeness (const Bars *self, size_t lag)
{
  double sum = 0;

  for (size_t i = lag; i < self->n; i++)
    for (int k = 0; k < PATTERN; k++)
      sum += self->patterns[i * PATTERN + (size_t) k] * self->patterns[(i - lag) * PATTERN + (size_t) k];
  return self->n > lag ? sum / (double) (self->n - lag) : 0;
}

/* How much more alike beats are after bars of this length than after others. */
static double
repetition (const Bars *self, int bar)
{
  double all = 0, own = 0.5 * (likeness (self, (size_t) bar) + likeness (self, 2 * (size_t) bar));

  for (size_t lag = 1; lag <= 8; lag++)
    all += likeness (self, lag) / 8;
  return own - all;
}

/* How much a beat speaks for being number @number of its bar. */
static double
worth (const Bars *self, const CtBeat *beat, size_t i, int bar, int number)
{
  double value = number == 0 ? self->downs[i] : bar == 4 && number == 2 ? MIDDLE_WEIGHT * self->downs[i] : 0;

  if (beat->fixed && (beat->number == 0) != (number == 0))
    value -= FIXED_WORTH;
  return value;
}

/* Numbers the beats for bars of @bar beats, so that downbeats are worth most; returns how sure that is: the difference
 * between downbeats and others, in deviations of its error. */
static double
number_beats (Bars *self, const CtBeats *beats, int bar)
{
  double sums[2] = { 0, 0 }, counts[2] = { 0, 0 };
  int number = 0;

  for (size_t i = 0; i < self->n; i++)
    for (int k = 0; k < bar; k++)
      {
        double *score = &self->scores[i * CT_BAR_MAX + (size_t) k];
        int back = (k + bar - 1) % bar;

        *score = i > 0 ? self->scores[(i - 1) * CT_BAR_MAX + (size_t) back] : 0;
        for (int other = 0; k == 0 && i > 0 && other < bar - 1; other++)
          if (self->scores[(i - 1) * CT_BAR_MAX + (size_t) other] - BREAK_COST > *score)
            {
              *score = self->scores[(i - 1) * CT_BAR_MAX + (size_t) other] - BREAK_COST;
              back = other;
            }
        *score += worth (self, &beats->beats[i], i, bar, k);
        self->backs[i * CT_BAR_MAX + (size_t) k] = back;
      }
  for (int k = 1; k < bar; k++)
    if (self->scores[(self->n - 1) * CT_BAR_MAX + (size_t) k]
        > self->scores[(self->n - 1) * CT_BAR_MAX + (size_t) number])
      number = k;
  for (size_t i = self->n; i-- > 0;)
    {
      self->numbers[i] = number;
      sums[number == 0] += self->downs[i];
      counts[number == 0] += 1;
      number = self->backs[i * CT_BAR_MAX + (size_t) number];
    }
  if (counts[0] < 1 || counts[1] < 1)
    return 0;
  return (sums[1] / counts[1] - sums[0] / counts[0]) / sqrt (1 / counts[0] + 1 / counts[1]);
}

/* Whether beats are divided into three. */
static bool
is_compound (const Bars *self, const CtBeats *beats)
{
  double thirds = 0, halves = 0, spans = 0;

  for (size_t i = 0; i + 1 < self->n; i++)
    {
      double time_s = beats->beats[i].time_s, period_s = beats->beats[i + 1].time_s - time_s;
      const float *onset = self->strength->onset;

      thirds += 0.5 * (largest (self, onset, time_s + period_s / 3) + largest (self, onset, time_s + 2 * period_s / 3));
      halves += largest (self, onset, time_s + period_s / 2);
      spans += period_s;
    }
  return self->n > 1 && spans / (double) (self->n - 1) > 60 / COMPOUND_MAX_BPM
         && thirds - halves > COMPOUND_MARGIN * (double) (self->n - 1);
}

static void
choose (Bars *self, CtBeats *beats, int bar_beats)
{
  double best = -INFINITY, second = -INFINITY;
  int low = bar_beats ? bar_beats : MIN_BAR, high = bar_beats ? bar_beats : CT_BAR_MAX;

  beats->compound = is_compound (self, beats);
  if (beats->compound && !bar_beats)
    low = high = 2;
  for (int bar = low; bar <= high; bar++)
    {
      double scale = sqrt ((double) self->n), score;

      score = number_beats (self, beats, bar) / scale + REPEAT_WEIGHT * repetition (self, bar) + priors[bar];
      if (score > best)
        {
          second = best;
          best = score;
          beats->bar_beats = bar;
        }
      else if (score > second)
        second = score;
    }
  number_beats (self, beats, beats->bar_beats);
  for (size_t i = 0; i < self->n; i++)
    beats->beats[i].number = self->numbers[i];
  beats->meter_confidence = (float) fmin (fmax (isfinite (second) ? 4 * (best - second) : best, 0), 1);
}

CtStatus
ct_bars_find (CtBeats *beats,
              const CtOnsetStrength *strength,
              const CtDownbeatCurve *downbeats,
              double start_s,
              int bar_beats)
{
  size_t n = beats->n;
  Bars self = { .strength = strength, .start_s = start_s, .n = n };
  CtStatus status = CT_STATUS_NO_MEMORY;

  self.downs = calloc (n * (1 + PATTERN + CT_BAR_MAX), sizeof *self.downs);
  self.backs = malloc (n * (CT_BAR_MAX + 1) * sizeof *self.backs);
  if (self.downs && self.backs)
    {
      self.patterns = self.downs + n;
      self.scores = self.patterns + n * PATTERN;
      self.numbers = self.backs + n * CT_BAR_MAX;
      for (size_t i = 0; i < n; i++)
        self.downs[i] = (double) ct_downbeat_curve_at (downbeats, frame_of (&self, beats->beats[i].time_s));
      for (size_t i = 0; i < n; i++)
        fill_pattern (&self, beats, i, self.patterns + i * PATTERN);
      choose (&self, beats, bar_beats);
      status = CT_STATUS_OK;
    }
  free (self.downs);
  free (self.backs);
  return status;
}
