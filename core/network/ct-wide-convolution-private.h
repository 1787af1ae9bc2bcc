/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_WIDE_CONVOLUTION_PRIVATE_H
#define CT_WIDE_CONVOLUTION_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd-private.h"
#include "core/network/ct-weights.h"

/* At most so many times the channels that the kernels have come out at once. */
#define CT_WIDE_MAX_PARTS 4

/* A convolution of 16 channels or a multiple of it, taken apart as the kernels want it. */
typedef struct
{
  CtConvolution parts[CT_WIDE_MAX_PARTS];
  size_t n_parts;
  float *weights; /* of all parts, one after another */
} CtWideConvolution;

/* Makes it of the tensors NAME.weight (of @n_dims @dims, the last of them @n_out) and NAME.bias (of @n_out), its
 * weights shared out among @n_taps taps. CT_STATUS_BAD_WEIGHTS where @weights lack one of them in just these
 * dimensions, or @n_out is no such number; else CT_STATUS_OK or CT_STATUS_NO_MEMORY. */
CtStatus ct_wide_convolution_init (CtWideConvolution *self,
                                   const CtWeights *weights,
                                   const char *name,
                                   size_t n_dims,
                                   const size_t *dims,
                                   size_t n_out,
                                   const ptrdiff_t *taps,
                                   size_t n_taps);

/* One that was never made is all zeros. */
void ct_wide_convolution_clear (CtWideConvolution *self);

/* As the `convolve` of @kernels, for all channels; @out overlaps neither @in nor @residual. */
void ct_wide_convolution_execute (const CtWideConvolution *self,
                                  const CtSimdKernels *kernels,
                                  const float *in,
                                  size_t in_stride,
                                  const float *residual,
                                  float *out,
                                  size_t out_stride,
                                  size_t n);

#endif
