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
typedef int Bits;
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

static ALWAYS_INLINE Vec
limit_to_8 (Vec x)
{
#if CT_SIMD_WIDTH == 1
  return x > 8.0f ? 8.0f : x < -8.0f ? -8.0f : x;
#else
  Vec limit = (Vec){ 0 } + 8.0f;
  Bits above = x > limit, below = x < -limit;

  return (Vec) (((Bits) limit & above) | ((Bits) -limit & below) | ((Bits) x & ~(above | below)));
#endif
}

/* tanh (x) to 5e-7: x p (x^2) / q (x^2) with the least largest error from -8 to 8, beyond which tanh is 1 to 3e-7. */
static ALWAYS_INLINE Vec
tanh_of (Vec x)
{
  Vec limited = limit_to_8 (x), u = limited * limited;
  Vec p = 0.999999065f + u * (0.126997589f + u * (2.68447183e-3f + u * (7.08327268e-6f + u * -6.01967432e-9f)));
  Vec q = 1.0f + u * (0.460327516f + u * (2.27972912e-2f + u * 1.95296059e-4f));

  return limited * p / q;
}

static ALWAYS_INLINE Vec
sigmoid_of (Vec x)
{
  return 0.5f + 0.5f * tanh_of (0.5f * x);
}

#define LANE_VECTORS 3 /* with four sums of each: what 16 registers hold */
#define EACH_LANE UNROLL for (int v = 0; v < LANE_VECTORS; v++)

/* Adds what @n inputs weigh in a number's three sums, whose weights lie @n_state apart, in rows of all sums. */
static ALWAYS_INLINE void
add_inputs (const float *w,
            size_t n_state,
            const float *in,
            size_t stride,
            size_t n,
            Vec *reset,
            Vec *update,
            Vec *fresh)
{
  for (size_t i = 0; i < n; i++, w += 3 * n_state, in += stride)
    EACH_LANE
    {
      Vec x = load (in + v * CT_SIMD_WIDTH);

      reset[v] += x * w[0];
      update[v] += x * w[n_state];
      fresh[v] += x * w[2 * n_state];
    }
}

/* Number @s of the state's next: of what is new, the part that the state makes is apart. */
static ALWAYS_INLINE void
recur_number (const CtRecurrence *self, size_t s, const float *in, const float *state, size_t stride, float *next)
{
  const size_t n = self->n_state;
  const float *input_bias = self->input_bias + s, *state_bias = self->state_bias + s;
  Vec reset[LANE_VECTORS], update[LANE_VECTORS], fresh[LANE_VECTORS], kept[LANE_VECTORS];

  EACH_LANE
  {
    reset[v] = (Vec){ 0 } + (input_bias[0] + state_bias[0]);
    update[v] = (Vec){ 0 } + (input_bias[n] + state_bias[n]);
    fresh[v] = (Vec){ 0 } + input_bias[2 * n];
    kept[v] = (Vec){ 0 } + state_bias[2 * n];
  }
  add_inputs (self->input_weights + s, n, in, stride, CT_SIMD_CHANNELS, reset, update, fresh);
  add_inputs (self->state_weights + s, n, state, stride, n, reset, update, kept);
  EACH_LANE
  {
    Vec new = tanh_of (fresh[v] + sigmoid_of (reset[v]) * kept[v]);
    Vec old = load (state + s * stride + v * CT_SIMD_WIDTH);

    store (next + v * CT_SIMD_WIDTH, new + sigmoid_of (update[v]) * (old - new));
  }
}

static void
recur (const CtRecurrence *self, const float *in, float *state, size_t stride, size_t n)
{
  enum
  {
    N = LANE_VECTORS * CT_SIMD_WIDTH
  };
  float next[CT_SIMD_MAX_STATE][N];

  for (size_t lane = 0; lane < n; lane += N)
    {
      for (size_t s = 0; s < self->n_state; s++)
        recur_number (self, s, in + lane, state + lane, stride, next[s]);
      for (size_t s = 0; s < self->n_state; s++)
        EACH_LANE store (state + s * stride + lane + v * CT_SIMD_WIDTH, load (next[s] + v * CT_SIMD_WIDTH));
    }
}

static ALWAYS_INLINE Vec
larger (Vec x, Vec y)
{
#if CT_SIMD_WIDTH == 1
  return x > y ? x : y;
#else
  Bits above = x > y;

  return (Vec) (((Bits) x & above) | ((Bits) y & ~above));
#endif
}

/* Adds @whole to the exponents of @x, which is from 1 / 2 to 2. */
static ALWAYS_INLINE Vec
scale (Vec x, Bits whole)
{
#if CT_SIMD_WIDTH == 1
  union
  {
    float value;
    int bits;
  } scaled = { x };

  scaled.bits += whole * (1 << 23);
  return scaled.value;
#else
  return (Vec) ((Bits) x + (whole << 23));
#endif
}

/* As ct_vec4_exp(): e^x for x from -80 to 0; below, e^-80, which is nothing. */
static ALWAYS_INLINE Vec
power_of_e (Vec x)
{
  Vec log2 = larger (x, (Vec){ 0 } - 80.0f) * 1.44269504f, t;
#if CT_SIMD_WIDTH == 1
  Bits whole = (int) (log2 - 0.5f); /* rounds towards zero */

  t = log2 - (float) whole;
#else
  Bits whole = __builtin_convertvector(log2 - 0.5f, Bits);

  t = log2 - __builtin_convertvector(whole, Vec);
#endif
  return scale (1.0f + t * (0.69314718f + t * (0.24022651f + t * (0.0555041f + t * (0.0096181f + t * 0.0013333f)))),
                whole);
}

static float
soften (float *exponents, size_t n)
{
  Vec most = load (exponents), sum = { 0 };
  float highest;

  for (size_t i = CT_SIMD_WIDTH; i < n; i += CT_SIMD_WIDTH)
    most = larger (load (exponents + i), most);
#if CT_SIMD_WIDTH == 1
  highest = most;
#else
  highest = most[0];
  for (int i = 1; i < CT_SIMD_WIDTH; i++)
    highest = most[i] > highest ? most[i] : highest;
#endif
  for (size_t i = 0; i < n; i += CT_SIMD_WIDTH)
    {
      Vec power = power_of_e (load (exponents + i) - highest);

      sum += power;
      store (exponents + i, power);
    }
  return add_up (sum);
}

extern const CtSimdKernels CT_SIMD_TABLE;
const CtSimdKernels CT_SIMD_TABLE = { convolve, transform, project2, recur, soften };
