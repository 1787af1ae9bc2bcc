/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-tempo-curve-private.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-fft-plan-private.h"

/* Half the window of the autocorrelation: 4 s. */
#define REACH 344
#define WINDOW (2 * REACH)
/* A beat's period shows at its multiples, too. */
#define MAX_LAG (2 * CT_PERIOD_MAX)
/* Long enough that a window does not meet itself at the longest lag. */
#define FFT_SIZE 1000
_Static_assert(FFT_SIZE >= WINDOW + MAX_LAG, "lags would wrap around");
/* The prior is normal in octaves around this tempo. */
#define PRIOR_BPM 112.0
#define PRIOR_OCTAVES 1.0
/* A known tempo is left by less than this; what it costs to leave it by an octave. */
#define KNOWN_OCTAVES 0.1
#define KNOWN_COST 0.75

typedef struct
{
  float fade[WINDOW];
  float priors[CT_N_PERIODS];
  float costs[CT_N_PERIODS];
  float *samples;          /* [FFT_SIZE]: a window and zeros, and then its autocorrelation by lag */
  fftwf_complex *spectrum; /* [FFT_SIZE / 2 + 1] */
  fftwf_plan forward;
  fftwf_plan backward;
} Correlator;

/* The onsets around @centre without their mean, faded at the ends, and zeros. */
static void
cut_window (Correlator *self, const float *strength, size_t n_frames, ptrdiff_t centre)
{
  double sum = 0, weight = 0;

  memset (self->samples, 0, FFT_SIZE * sizeof *self->samples);
  for (ptrdiff_t i = 0; i < WINDOW; i++)
    {
      ptrdiff_t t = centre - REACH + i;

      if (t < 0 || t >= (ptrdiff_t) n_frames)
        continue;
      sum += (double) (self->fade[i] * strength[t]);
      weight += (double) self->fade[i];
    }
  for (ptrdiff_t i = 0; i < WINDOW && weight > 0; i++)
    {
      ptrdiff_t t = centre - REACH + i;

      if (t >= 0 && t < (ptrdiff_t) n_frames)
        self->samples[i] = self->fade[i] * (strength[t] - (float) (sum / weight));
    }
}

/* The autocorrelation of the window, through its power spectrum. */
static void
correlate (Correlator *self)
{
  fftwf_execute (self->forward);
  for (size_t i = 0; i <= FFT_SIZE / 2; i++)
    {
      self->spectrum[i][0] = self->spectrum[i][0] * self->spectrum[i][0] + self->spectrum[i][1] * self->spectrum[i][1];
      self->spectrum[i][1] = 0;
    }
  fftwf_execute (self->backward);
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
  return fmaxf (sums[lag], fmaxf (sums[lag - 1], sums[lag < MAX_LAG ? lag + 1 : lag]));
}

static void
fill_point (const Correlator *self, float *salience)
{
  const float *sums = self->samples;
  float scale = sums[0] > 1e-6f ? 1.0f / sums[0] : 0.0f;

  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      size_t lag = CT_PERIOD_MIN + i;
      float once = scale * sums[lag], twice = scale * largest_near (sums, 2 * lag);

      salience[i] = self->priors[i] * fmaxf (0.0f, 0.65f * once + 0.35f * twice) - self->costs[i];
    }
}

static CtStatus
begin (Correlator *self, double period)
{
  for (size_t i = 0; i < WINDOW; i++)
    self->fade[i] = (float) (0.5 - 0.5 * cos (2 * M_PI * ((double) i + 0.5) / WINDOW));
  for (size_t i = 0; i < CT_N_PERIODS; i++)
    {
      self->priors[i] = (float) prior ((double) (CT_PERIOD_MIN + i), period);
      self->costs[i] = (float) known_cost ((double) (CT_PERIOD_MIN + i), period);
    }
  self->samples = fftwf_alloc_real (FFT_SIZE);
  self->spectrum = fftwf_alloc_complex (FFT_SIZE / 2 + 1);
  if (!self->samples || !self->spectrum)
    return CT_STATUS_NO_MEMORY;
  self->forward = ct_fft_plan_forward (FFT_SIZE, self->samples, self->spectrum);
  self->backward = ct_fft_plan_backward (FFT_SIZE, self->spectrum, self->samples);
  return self->forward && self->backward ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static void
end (Correlator *self)
{
  ct_fft_plan_free (self->forward);
  ct_fft_plan_free (self->backward);
  fftwf_free (self->samples);
  fftwf_free (self->spectrum);
}

CtStatus
ct_tempo_curve_new (const float *strength, size_t n_frames, double period, CtTempoCurve **out)
{
  CtTempoCurve *self = calloc (1, sizeof *self);
  Correlator *correlator = calloc (1, sizeof *correlator);
  CtStatus status = self && correlator ? begin (correlator, period) : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    {
      self->n_points = n_frames / CT_TEMPO_CURVE_HOP + 2;
      self->salience = malloc (self->n_points * CT_N_PERIODS * sizeof *self->salience);
      status = self->salience ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  for (size_t point = 0; status == CT_STATUS_OK && point < self->n_points; point++)
    {
      cut_window (correlator, strength, n_frames, (ptrdiff_t) (point * CT_TEMPO_CURVE_HOP));
      correlate (correlator);
      fill_point (correlator, self->salience + point * CT_N_PERIODS);
    }
  if (correlator)
    end (correlator);
  free (correlator);
  if (status != CT_STATUS_OK)
    {
      ct_tempo_curve_free (self);
      return status;
    }
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
