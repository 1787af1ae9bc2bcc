/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transform/ct-stft-private.h"

#include <fftw3.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-fft-plan-private.h"

#define ALIGNMENT 64
#define WINDOW_S 0.093
#define OVERLAP 4

static size_t
rounded (size_t bytes)
{
  return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

float *
ct_stft_alloc_real (const CtStft *self)
{
  return aligned_alloc (ALIGNMENT, rounded (self->size * sizeof (float)));
}

float *
ct_stft_alloc_complex (const CtStft *self)
{
  size_t bytes = rounded (2 * self->n_bins * sizeof (float));
  float *spectrum = aligned_alloc (ALIGNMENT, bytes);

  if (spectrum)
    memset (spectrum, 0, bytes);
  return spectrum;
}

static CtStatus
make_plans (CtStft *self)
{
  float *samples = ct_stft_alloc_real (self), *spectrum = ct_stft_alloc_complex (self);

  if (samples && spectrum)
    {
      self->forward = ct_fft_plan_forward ((int) self->size, samples, (fftwf_complex *) spectrum);
      self->backward = ct_fft_plan_backward ((int) self->size, (fftwf_complex *) spectrum, samples);
    }
  free (samples);
  free (spectrum);
  return self->forward && self->backward ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

/* The Hann window's spectrum, sin (pi x) / (pi x (1 - x^2)), x bins from its middle. */
static double
hann_lobe (double x)
{
  if (x < 1e-9)
    return 1.0;
  if (fabs (x - 1.0) < 1e-9)
    return 0.5;
  return fabs (sin (M_PI * x) / (M_PI * x * (1.0 - x * x)));
}

CtStatus
ct_stft_init (CtStft *self, int rate_hz)
{
  *self = (CtStft){ .rate_hz = rate_hz, .size = 256 };
  while ((double) self->size * M_SQRT2 < WINDOW_S * rate_hz)
    self->size *= 2;
  self->hop = self->size / OVERLAP;
  self->n_bins = self->size / 2 + 1;
  self->hz_per_bin = (double) rate_hz / (double) self->size;
  self->synthesis = 1.0f / (1.5f * (float) self->size); /* the squares of four Hann windows add up to 3/2 */
  self->amplitude = 4.0f / (float) self->size;
  for (size_t i = 0; i < sizeof self->lobe / sizeof *self->lobe; i++)
    self->lobe[i] = (float) hann_lobe ((double) i / CT_STFT_LOBE_STEPS);
  self->window = ct_stft_alloc_real (self);
  if (!self->window)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->size; i++)
    self->window[i] = (float) (0.5 - 0.5 * cos (2.0 * M_PI * (double) i / (double) self->size));
  return make_plans (self);
}

void
ct_stft_clear (CtStft *self)
{
  ct_fft_plan_free (self->forward);
  ct_fft_plan_free (self->backward);
  free (self->window);
  *self = (CtStft){ 0 };
}

void
ct_stft_forward (const CtStft *self, const float *samples, size_t stride, float *scratch, float *spectrum)
{
  const float *window = self->window;

  if (stride == 1)
    for (size_t i = 0; i < self->size; i++)
      scratch[i] = samples[i] * window[i];
  else
    for (size_t i = 0; i < self->size; i++)
      scratch[i] = samples[i * stride] * window[i];
  fftwf_execute_dft_r2c (self->forward, scratch, (fftwf_complex *) spectrum);
}

void
ct_stft_add_backward (const CtStft *self, float *spectrum, float *scratch, float *out, size_t stride)
{
  const float *window = self->window;
  float scale = self->synthesis;

  fftwf_execute_dft_c2r (self->backward, (fftwf_complex *) spectrum, scratch);
  if (stride == 1)
    for (size_t i = 0; i < self->size; i++)
      out[i] += scratch[i] * window[i] * scale;
  else
    for (size_t i = 0; i < self->size; i++)
      out[i * stride] += scratch[i] * window[i] * scale;
}
