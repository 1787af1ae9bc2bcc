/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STFT_PRIVATE_H
#define CT_STFT_PRIVATE_H

#include <complex.h>
#include <fftw3.h>
#include <stddef.h>

#include "core/base/ct-status.h"

/* Samples between the main lobe's ends are tabulated this finely. */
#define CT_STFT_LOBE_STEPS 32
/* A partial reaches this many bins to either side: the main lobe of the Hann window. */
#define CT_STFT_LOBE_REACH 2

/* A short-time Fourier transform with Hann windows of about 93 ms, four of which overlap; the same windows are used on
 * the way back. Frame i is centred on sample i * hop. The plan: immutable once made, threads may share it. */
typedef struct
{
  int rate_hz;
  size_t size; /* of the window, a power of two */
  size_t hop;
  size_t n_bins;
  double hz_per_bin;
  float *window;   /* [size] */
  float synthesis; /* what the overlapping windows and FFTW's transform there and back multiply by, inverted */
  float amplitude; /* from a bin's modulus to the amplitude of a sine on that bin */
  float lobe[2 * CT_STFT_LOBE_REACH * CT_STFT_LOBE_STEPS + 1]; /* modulus of the window's spectrum, 1 at the middle */
  fftwf_plan forward, backward;
} CtStft;

CtStatus ct_stft_init (CtStft *self, int rate_hz) CT_MUST_USE;
void ct_stft_clear (CtStft *self);

/* Buffers for FFTW, one set for each thread; free them with free(). */
float *ct_stft_alloc_real (const CtStft *self);
float *ct_stft_alloc_complex (const CtStft *self); /* [n_bins][2], rounded up to whole vectors */

/* Windows [size] samples @stride apart and transforms them. @scratch [size] and @spectrum come from the above. */
void ct_stft_forward (const CtStft *self, const float *samples, size_t stride, float *scratch, float *spectrum);

/* Transforms @spectrum back (which overwrites it), windows it and adds it to the [size] samples at @out, @stride
 * apart. */
void ct_stft_add_backward (const CtStft *self, float *spectrum, float *scratch, float *out, size_t stride);

/* The modulus of the lobe @bins from its middle; 0 beyond its ends. */
static inline float
ct_stft_lobe (const CtStft *self, float bins)
{
  float at = (bins < 0 ? -bins : bins) * CT_STFT_LOBE_STEPS;
  int step = (int) at;

  if (step >= CT_STFT_LOBE_REACH * CT_STFT_LOBE_STEPS)
    return 0.0f;
  return self->lobe[step] + (at - (float) step) * (self->lobe[step + 1] - self->lobe[step]);
}

#endif
