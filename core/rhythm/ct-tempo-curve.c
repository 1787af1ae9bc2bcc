/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-tempo-curve-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

/* Half the window of the autocorrelation: 4 s. */
#define REACH 344
#define WINDOW (2 * REACH)
/* A beat's period shows at its multiples, too. */
#define MAX_LAG (2 * CT_PERIOD_MAX)
/* The prior is normal in octaves around this tempo. */
#define PRIOR_BPM 112.0
#define PRIOR_OCTAVES 1.0
/* A known tempo is left by less than this; what it costs to leave it by an octave. */
#define KNOWN_OCTAVES 0.1
#define KNOWN_COST 0.75

/* Sums x[t] x[t - lag] of the window for every lag, the longest first: the inner loop goes over lags, so that it has no
 * sum to carry. */
static void
correlate (const float *window, float *sums)
{
  memset (sums, 0, (MAX_LAG + 1) * sizeof *sums);
  for (size_t t = 0; t < WINDOW; t++)
    {
      const float *at = window + MAX_LAG + t;
      float value = at[0];

      if (value == 0.0f)
        continue;
      for (size_t i = 0; i <= MAX_LAG; i++)
        sums[i] += value * at[(ptrdiff_t) i - MAX_LAG];
    }
}

/* The onsets around @centre without their mean, faded at the ends, behind MAX_LAG zeros. */
static void
cut_window (const float *strength, size_t n_frames, ptrdiff_t centre, const float *fade, float *window)
{
  double sum = 0, weight = 0;

  memset (window, 0, (MAX_LAG + WINDOW) * sizeof *window);
  for (ptrdiff_t i = 0; i < WINDOW; i++)
    {
      ptrdiff_t t = centre - REACH + i;

      if (t < 0 || t >= (ptrdiff_t) n_frames)
        continue;
      sum += (double) (fade[i] * strength[t]);
      weight += (double) fade[i];
    }
  for (ptrdiff_t i = 0; i < WINDOW && weight > 0; i++)
    {
      ptrdiff_t t = centre - REACH + i;

      if (t >= 0 && t < (ptrdiff_t) n_frames)
        window[MAX_LAG + i] = fade[i] * (strength[t] - (float) (sum / weight));
    }
}

static double
prior (double period, double known)
{
  double octaves = known > 0 ? log2 (period / known) / KNOWN_OCTAVES
                             : log2 (60 * CT_CQT_FRAME_RATE_HZ / PRIOR_BPM / period) / PRIOR_OCTAVES;

  return exp (-0.5 * octaves * octaves);
}

/* What leaving a known tempo costs wherever nothing speaks for it, so that the path does not go to the slowest of all.
 */
static double
known_cost (double period, double known)
{
  double octaves = known > 0 ? log2 (period / known) : 0;

  return KNOWN_COST * octaves * octaves;
}

static float
largest_near (const float *sums, size_t lag)
{
  const float *at = sums + MAX_LAG - lag;

  return fmaxf (at[0], fmaxf (at[1], at[lag < MAX_LAG ? -1 : 0]));
}

static void
fill_point (const float *sums, const float *priors, const float *costs, float *salience)
{
  float scale = sums[MAX_LAG] > 1e-9f ? 1.0f / sums[MAX_LAG] : 0.0f;

  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      size_t lag = CT_PERIOD_MIN + i;
      float once = scale * sums[MAX_LAG - lag], twice = scale * largest_near (sums, 2 * lag);

      salience[i] = priors[i] * fmaxf (0.0f, 0.65f * once + 0.35f * twice) - costs[i];
    }
}

CtStatus
ct_tempo_curve_new (const float *strength, size_t n_frames, double period, CtTempoCurve **out)
{
  CtTempoCurve *self = calloc (1, sizeof *self);
  float *scratch = malloc ((WINDOW + MAX_LAG + WINDOW + MAX_LAG + 1 + 2 * CT_N_PERIODS) * sizeof *scratch);
  float *fade = scratch, *window, *sums, *priors, *costs;

  if (self)
    {
      self->n_points = n_frames / CT_TEMPO_CURVE_HOP + 2;
      self->salience = malloc (self->n_points * CT_N_PERIODS * sizeof (float));
    }
  if (!self || !scratch || !self->salience)
    {
      free (scratch);
      ct_tempo_curve_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  window = fade + WINDOW;
  sums = window + MAX_LAG + WINDOW;
  priors = sums + MAX_LAG + 1;
  costs = priors + CT_N_PERIODS;
  for (size_t i = 0; i < WINDOW; i++)
    fade[i] = (float) (0.5 - 0.5 * cos (2 * M_PI * ((double) i + 0.5) / WINDOW));
  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      priors[i] = (float) prior ((double) (CT_PERIOD_MIN + i), period);
      costs[i] = (float) known_cost ((double) (CT_PERIOD_MIN + i), period);
    }
  for (size_t point = 0; point < self->n_points; point++)
    {
      cut_window (strength, n_frames, (ptrdiff_t) (point * CT_TEMPO_CURVE_HOP), fade, window);
      correlate (window, sums);
      fill_point (sums, priors, costs, self->salience + point * CT_N_PERIODS);
    }
  free (scratch);
  *out = self;
  return CT_STATUS_OK;
}

void
ct_tempo_curve_free (CtTempoCurve *self)
{
  if (!self)
    return;
  free (self->salience);
  free (self);
}

void
ct_tempo_curve_at (const CtTempoCurve *self, size_t frame, float *salience)
{
  size_t point = frame / CT_TEMPO_CURVE_HOP;
  float share = (float) (frame % CT_TEMPO_CURVE_HOP) / CT_TEMPO_CURVE_HOP;
  const float *before = self->salience + point * CT_N_PERIODS, *after = before + CT_N_PERIODS;

  for (size_t i = 0; i < CT_N_PERIODS; i++)
    salience[i] = before[i] + share * (after[i] - before[i]);
}
