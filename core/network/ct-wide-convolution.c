/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/network/ct-wide-convolution-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/network/ct-network-private.h"

#define CHANNELS CT_SIMD_CHANNELS

CtStatus
ct_wide_convolution_init (CtWideConvolution *self,
                          const CtWeights *weights,
                          const char *name,
                          size_t n_dims,
                          const size_t *dims,
                          size_t n_out,
                          const ptrdiff_t *taps,
                          size_t n_taps)
{
  CtConvolution whole;
  size_t n_parts = n_out / CHANNELS, n;

  if (n_parts < 1 || n_parts > CT_WIDE_MAX_PARTS || n_out % CHANNELS != 0
      || !ct_network_layer (weights, name, n_dims, dims, n_out, taps, n_taps, &whole))
    return CT_STATUS_BAD_WEIGHTS;
  n = whole.n_taps * whole.length;
  self->weights = malloc (n * n_out * sizeof *self->weights);
  if (!self->weights)
    return CT_STATUS_NO_MEMORY;
  self->n_parts = n_parts;
  for (size_t part = 0; part < n_parts; part++)
    {
      float *own = self->weights + part * n * CHANNELS;

      self->parts[part] = whole;
      self->parts[part].weights = own;
      self->parts[part].bias = whole.bias + part * CHANNELS;
      for (size_t i = 0; i < n; i++)
        memcpy (own + i * CHANNELS, whole.weights + i * n_out + part * CHANNELS, CHANNELS * sizeof *own);
    }
  return CT_STATUS_OK;
}

void
ct_wide_convolution_clear (CtWideConvolution *self)
{
  free (self->weights);
  *self = (CtWideConvolution){ 0 };
}

void
ct_wide_convolution_execute (const CtWideConvolution *self,
                             const CtSimdKernels *kernels,
                             const float *in,
                             size_t in_stride,
                             const float *residual,
                             float *out,
                             size_t out_stride,
                             size_t n)
{
  for (size_t part = 0; part < self->n_parts; part++)
    kernels->convolve (&self->parts[part], in, in_stride, residual ? residual + part * CHANNELS : NULL,
                       out + part * CHANNELS, out_stride, n);
}
