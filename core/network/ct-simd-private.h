/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SIMD_PRIVATE_H
#define CT_SIMD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/network/ct-simd.h"

/* Every convolution of the networks has its channels innermost and a multiple of 16 of them come out. */
#define CT_SIMD_CHANNELS 16

/* At a position, a tap reads `length` neighbouring floats at its offset; the weights are [n_taps][length][16]. */
typedef struct
{
  const float *weights;
  const float *bias;     /* [16] */
  const ptrdiff_t *taps; /* [n_taps] */
  size_t n_taps;
  size_t length;
} CtConvolution;

/* A row of sums over 16 channels: weights [n_out][n_taps * length], every length a multiple of 16. */
typedef CtConvolution CtProjection;

typedef struct
{
  /* out[p][0..15] = relu (bias + residual[p] + sum of weights and in[p]) for positions p = 0 to n - 1, each a stride
   * after the one before; @residual may be NULL and has the strides of @out; @out may be @residual, but overlaps
   * nothing else. */
  void (*convolve) (const CtConvolution *self,
                    const float *in,
                    size_t in_stride,
                    const float *residual,
                    float *out,
                    size_t out_stride,
                    size_t n);

  /* The same without rectifier. */
  void (*transform) (const CtConvolution *self,
                     const float *in,
                     size_t in_stride,
                     const float *residual,
                     float *out,
                     size_t out_stride,
                     size_t n);

  /* out[p][0..1] = bias[0..1] + sums of weights and in[p], for n positions, without rectifier: [n][2]. */
  void (*project2) (const CtProjection *self, const float *in, size_t in_stride, float *out, size_t n);
} CtSimdKernels;

/* The kernels of @level; those of the next lower level that this build has where it lacks them. Static. */
const CtSimdKernels *ct_simd_kernels (CtSimdLevel level);

#endif
