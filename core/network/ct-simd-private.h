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

/* Lanes of a recurrent layer are computed this many at a time, or fewer. */
#define CT_SIMD_LANES 48

/* A gated recurrent layer (K. Cho et al. 2014) holds at most this many numbers. */
#define CT_SIMD_MAX_STATE 64

/* Its gates reset and update, then what is new, n_state numbers of each: the order of the rows of weights. */
typedef struct
{
  const float *input_weights; /* [16][3 * n_state] */
  const float *input_bias;    /* [3 * n_state] */
  const float *state_weights; /* [n_state][3 * n_state] */
  const float *state_bias;    /* [3 * n_state] */
  size_t n_state;
} CtRecurrence;

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

  /* Takes @state a step on by what goes @in, in lanes 0 to n - 1, each by itself:
   *   reset, update = sigmoid (bias + sum of weights and in + the same of state)
   *   fresh = tanh (input_bias + sum of input_weights and in + reset (state_bias + sum of state_weights and state))
   *   state = fresh + update (state - fresh)
   * Lanes are neighbours: @in is [16][stride], @state [n_state][stride]. Lanes from n on up to a multiple of
   * CT_SIMD_LANES, which @stride must not fall short of, hold anything finite. */
  void (*recur) (const CtRecurrence *self, const float *in, float *state, size_t stride, size_t n);

  /* Turns @n numbers, a multiple of 16 and none of them NaN, into powers of e, up to a common factor so that the
   * largest is 1, each to 1e-5 of its value or to 1e-34. Returns their sum. */
  float (*soften) (float *exponents, size_t n);
} CtSimdKernels;

/* The kernels of @level; those of the next lower level that this build has where it lacks them. Static. */
const CtSimdKernels *ct_simd_kernels (CtSimdLevel level);

#endif
