/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built once for every level: CT_SIMD_WIDTH is the number of floats of a vector register, CT_SIMD_POSITIONS how many
 * positions are summed at once (their sums must fit the registers), CT_SIMD_TABLE the name of the table of kernels.
 * Every position is summed in the same order whatever its neighbours, so that the size of blocks changes nothing. */
#include "core/network/ct-simd-private.h"

#define ALWAYS_INLINE inline __attribute__ ((always_inline))
#define UNROLL _Pragma ("GCC unroll 16")
#define N_VECTORS (CT_SIMD_CHANNELS / CT_SIMD_WIDTH)

#if CT_SIMD_WIDTH == 1
typedef float Vec;
#else
typedef float Vec __attribute__ ((vector_size (4 * CT_SIMD_WIDTH), aligned (4), may_alias));
typedef int Bits __attribute__ ((vector_size (4 * CT_SIMD_WIDTH)));
#endif

static ALWAYS_INLINE Vec
load (const float *from)
{
  return *(const Vec *) from;
}

static ALWAYS_INLINE void
store (float *to, Vec value)
{
  *(Vec *) to = value;
}

static ALWAYS_INLINE Vec
rectify (Vec value)
{
#if CT_SIMD_WIDTH == 1
  return value > 0.0f ? value : 0.0f;
#else
  Vec zero = { 0 };

  return (Vec) ((Bits) value & (value > zero));
#endif
}

static ALWAYS_INLINE float
add_up (Vec value)
{
#if CT_SIMD_WIDTH == 1
  return value;
#else
  float sum = 0.0f;

  for (int i = 0; i < CT_SIMD_WIDTH; i++)
    sum += value[i];
  return sum;
#endif
}

static ALWAYS_INLINE void
convolve_positions (const CtConvolution *self,
                    const float *in,
                    size_t in_stride,
                    const float *residual,
                    float *out,
                    size_t out_stride,
                    const int rectified,
                    const int n_positions)
{
  Vec sums[CT_SIMD_POSITIONS][N_VECTORS];
  const float *w = self->weights;

  UNROLL for (int p = 0; p < n_positions; p++) UNROLL for (int v = 0; v < N_VECTORS; v++) sums[p][v] = load (
      self->bias + v * CT_SIMD_WIDTH);
  if (residual)
    UNROLL for (int p = 0; p < n_positions; p++) UNROLL for (int v = 0; v < N_VECTORS; v++) sums[p][v] += load (
        residual + p * out_stride + v * CT_SIMD_WIDTH);
  for (size_t tap = 0; tap < self->n_taps; tap++)
    {
      const float *x = in + self->taps[tap];

      for (size_t i = 0; i < self->length; i++, w += CT_SIMD_CHANNELS)
        UNROLL for (int p = 0; p < n_positions; p++)
        {
          float factor = x[p * in_stride + i];

          UNROLL for (int v = 0; v < N_VECTORS; v++) sums[p][v] += load (w + v * CT_SIMD_WIDTH) * factor;
        }
    }
  UNROLL for (int p = 0; p < n_positions; p++) UNROLL for (int v = 0; v < N_VECTORS; v++)
      store (out + p * out_stride + v * CT_SIMD_WIDTH, rectified ? rectify (sums[p][v]) : sums[p][v]);
}

static ALWAYS_INLINE void
convolve_all (const CtConvolution *self,
              const float *in,
              size_t in_stride,
              const float *residual,
              float *out,
              size_t out_stride,
              const int rectified,
              size_t n)
{
  size_t p = 0;

#define RESIDUAL_AT(p) (residual ? residual + (p) *out_stride : NULL)
  for (; p + CT_SIMD_POSITIONS <= n; p += CT_SIMD_POSITIONS)
    convolve_positions (self, in + p * in_stride, in_stride, RESIDUAL_AT (p), out + p * out_stride, out_stride,
                        rectified, CT_SIMD_POSITIONS);
#if CT_SIMD_POSITIONS > 4
  for (; p + 4 <= n; p += 4)
    convolve_positions (self, in + p * in_stride, in_stride, RESIDUAL_AT (p), out + p * out_stride, out_stride,
                        rectified, 4);
#endif
  for (; p < n; p++)
    convolve_positions (self, in + p * in_stride, in_stride, RESIDUAL_AT (p), out + p * out_stride, out_stride,
                        rectified, 1);
#undef RESIDUAL_AT
}

static void
convolve (const CtConvolution *self,
          const float *in,
          size_t in_stride,
          const float *residual,
          float *out,
          size_t out_stride,
          size_t n)
{
  convolve_all (self, in, in_stride, residual, out, out_stride, 1, n);
}

static void
transform (const CtConvolution *self,
           const float *in,
           size_t in_stride,
           const float *residual,
           float *out,
           size_t out_stride,
           size_t n)
{
  convolve_all (self, in, in_stride, residual, out, out_stride, 0, n);
}

static ALWAYS_INLINE void
project_positions (const CtProjection *self, const float *in, size_t in_stride, float *out, const int n_positions)
{
  Vec sums[4][2];
  const float *w0 = self->weights, *w1 = self->weights + self->n_taps * self->length;

  UNROLL for (int p = 0; p < n_positions; p++) sums[p][0] = sums[p][1] = (Vec){ 0 };
  for (size_t tap = 0; tap < self->n_taps; tap++)
    for (size_t i = 0; i < self->length; i += CT_SIMD_WIDTH, w0 += CT_SIMD_WIDTH, w1 += CT_SIMD_WIDTH)
      UNROLL for (int p = 0; p < n_positions; p++)
      {
        Vec x = load (in + p * in_stride + self->taps[tap] + i);

        sums[p][0] += x * load (w0);
        sums[p][1] += x * load (w1);
      }
  UNROLL for (int p = 0; p < n_positions; p++) UNROLL for (int o = 0; o < 2; o++) out[2 * p + o] = self->bias[o]
                                                                                                   + add_up (
                                                                                                       sums[p][o]);
}

static void
project2 (const CtProjection *self, const float *in, size_t in_stride, float *out, size_t n)
{
  size_t p = 0;

  for (; p + 4 <= n; p += 4)
    project_positions (self, in + p * in_stride, in_stride, out + 2 * p, 4);
  for (; p < n; p++)
    project_positions (self, in + p * in_stride, in_stride, out + 2 * p, 1);
}

extern const CtSimdKernels CT_SIMD_TABLE;
const CtSimdKernels CT_SIMD_TABLE = { convolve, transform, project2 };
