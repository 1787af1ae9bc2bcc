/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <glib.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "core/network/ct-simd-private.h"
#include "core/network/ct-simd.h"

#define CHANNELS CT_SIMD_CHANNELS
#define UNTOUCHED 1234.5f

static float *
random_floats (GRand *rand, size_t n)
{
  float *floats = g_new (float, n + 1);

  for (size_t i = 0; i < n; i++)
    floats[i] = (float) g_rand_double_range (rand, -1, 1);
  return floats;
}

/* A convolution over @n positions, with room for what its taps read. */
typedef struct
{
  CtConvolution layer;
  ptrdiff_t taps[3];
  size_t n, in_stride, out_stride;
  float *in, *weights, *bias, *residual, *out;
} Case;

static Case *
new_case (GRand *rand, size_t n, size_t n_taps, size_t length, size_t n_weights)
{
  Case *self = g_new0 (Case, 1);
  size_t reach = 0;

  self->n = n;
  self->in_stride = 1 + (size_t) g_rand_int_range (rand, 0, 40);
  self->out_stride = CHANNELS + (size_t) g_rand_int_range (rand, 0, 8);
  for (size_t i = 0; i < n_taps; i++)
    {
      self->taps[i] = g_rand_int_range (rand, 0, 50);
      reach = MAX (reach, (size_t) self->taps[i] + length);
    }
  self->in = random_floats (rand, n * self->in_stride + reach);
  self->weights = random_floats (rand, n_taps * length * n_weights);
  self->bias = random_floats (rand, CHANNELS);
  self->residual = random_floats (rand, n * self->out_stride);
  self->out = g_new (float, n * self->out_stride + 1);
  for (size_t i = 0; i <= n * self->out_stride; i++)
    self->out[i] = UNTOUCHED;
  self->layer = (CtConvolution){ self->weights, self->bias, self->taps, n_taps, length };
  return self;
}

static void
free_case (Case *self)
{
  g_free (self->in);
  g_free (self->weights);
  g_free (self->bias);
  g_free (self->residual);
  g_free (self->out);
  g_free (self);
}

static void
check_convolution (CtSimdLevel level, const Case *self, gboolean residual, gboolean rectified)
{
  const CtConvolution *layer = &self->layer;
  const CtSimdKernels *kernels = ct_simd_kernels (level);

  (rectified ? kernels->convolve : kernels->transform) (layer, self->in, self->in_stride,
                                                        residual ? self->residual : NULL, self->out, self->out_stride,
                                                        self->n);
  for (size_t p = 0; p < self->n; p++)
    for (size_t c = 0; c < self->out_stride; c++)
      {
        double sum = c < CHANNELS ? (double) self->bias[c] : 0;

        if (c >= CHANNELS)
          {
            g_assert_cmpfloat (self->out[p * self->out_stride + c], ==, UNTOUCHED);
            continue;
          }
        if (residual)
          sum += (double) self->residual[p * self->out_stride + c];
        for (size_t tap = 0; tap < layer->n_taps; tap++)
          for (size_t i = 0; i < layer->length; i++)
            sum += (double) self->in[p * self->in_stride + (size_t) self->taps[tap] + i]
                   * (double) self->weights[(tap * layer->length + i) * CHANNELS + c];
        g_assert_cmpfloat_with_epsilon (self->out[p * self->out_stride + c], rectified ? MAX (sum, 0) : sum, 2e-5);
      }
  g_assert_cmpfloat (self->out[self->n * self->out_stride], ==, UNTOUCHED);
}

/* The sum may lie where the residual was. */
static void
check_in_place (CtSimdLevel level, const Case *self)
{
  const CtSimdKernels *kernels = ct_simd_kernels (level);
  float *both = self->residual;

  kernels->transform (&self->layer, self->in, self->in_stride, both, self->out, self->out_stride, self->n);
  kernels->transform (&self->layer, self->in, self->in_stride, both, both, self->out_stride, self->n);
  for (size_t p = 0; p < self->n; p++)
    g_assert_cmpmem (both + p * self->out_stride, CHANNELS * sizeof *both, self->out + p * self->out_stride,
                     CHANNELS * sizeof *both);
}

/* Every number of positions up to more than two blocks of any level, against the sum itself. */
static void
test_convolve (gconstpointer data)
{
  CtSimdLevel level = (CtSimdLevel) GPOINTER_TO_INT (data);
  GRand *rand = g_rand_new_with_seed (1);

  if (!ct_simd_level_supported (level))
    g_test_skip ("this processor lacks it");
  for (size_t n = 0; n < 30 && ct_simd_level_supported (level); n++)
    for (size_t n_taps = 1; n_taps <= 3; n_taps++)
      {
        Case *each = new_case (rand, n, n_taps, (size_t) g_rand_int_range (rand, 1, 20), CHANNELS);

        check_convolution (level, each, n % 2 == 0, TRUE);
        check_convolution (level, each, n % 2 == 0, FALSE);
        check_in_place (level, each);
        free_case (each);
      }
  g_rand_free (rand);
}

static void
test_project (gconstpointer data)
{
  CtSimdLevel level = (CtSimdLevel) GPOINTER_TO_INT (data);
  GRand *rand = g_rand_new_with_seed (2);

  if (!ct_simd_level_supported (level))
    g_test_skip ("this processor lacks it");
  for (size_t n = 0; n < 14 && ct_simd_level_supported (level); n++)
    for (size_t length = 16; length <= 48; length += 16)
      {
        size_t n_taps = 1 + n % 3, width = n_taps * length;
        Case *each = new_case (rand, n, n_taps, length, 2);
        float out[2 * 14 + 1];

        out[2 * n] = UNTOUCHED;
        ct_simd_kernels (level)->project2 (&each->layer, each->in, each->in_stride, out, n);
        for (size_t p = 0; p < n; p++)
          for (size_t o = 0; o < 2; o++)
            {
              double sum = (double) each->bias[o];

              for (size_t i = 0; i < width; i++)
                sum += (double) each->weights[o * width + i]
                       * (double) each->in[p * each->in_stride + (size_t) each->taps[i / length] + i % length];
              g_assert_cmpfloat_with_epsilon (out[2 * p + o], sum, 2e-5);
            }
        g_assert_cmpfloat (out[2 * n], ==, UNTOUCHED);
        free_case (each);
      }
  g_rand_free (rand);
}

#define LANES (2 * CT_SIMD_LANES)

/* A recurrent layer in the middle of its recording. */
typedef struct
{
  CtRecurrence layer;
  size_t n; /* lanes */
  float *weights, *in, *state;
} RecurrentCase;

static RecurrentCase *
new_recurrent_case (GRand *rand, size_t n, size_t n_state)
{
  RecurrentCase *self = g_new0 (RecurrentCase, 1);
  size_t n_sums = 3 * n_state;

  self->n = n;
  self->weights = random_floats (rand, (CHANNELS + 1 + n_state + 1) * n_sums);
  self->layer = (CtRecurrence){ .input_weights = self->weights,
                                .input_bias = self->weights + CHANNELS * n_sums,
                                .state_weights = self->weights + (CHANNELS + 1) * n_sums,
                                .state_bias = self->weights + (CHANNELS + 1 + n_state) * n_sums,
                                .n_state = n_state };
  self->in = random_floats (rand, CHANNELS * LANES);
  self->state = random_floats (rand, n_state * LANES);
  return self;
}

static void
free_recurrent_case (RecurrentCase *self)
{
  g_free (self->weights);
  g_free (self->in);
  g_free (self->state);
  g_free (self);
}

/* Two sums of the layer, of the input's part and of the state's: number @sum of 3 n_state. */
static double
sum_of (const float *weights, const float *bias, size_t n_sums, const float *values, size_t n, size_t lane, size_t sum)
{
  double result = (double) bias[sum];

  for (size_t i = 0; i < n; i++)
    result += (double) weights[i * n_sums + sum] * (double) values[i * LANES + lane];
  return result;
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

/* By the definition, in double precision. */
static double
next_state (const RecurrentCase *self, const float *before, size_t number, size_t lane)
{
  const CtRecurrence *layer = &self->layer;
  size_t n = layer->n_state;
  double in[3], kept[3], update, fresh;

  for (size_t i = 0; i < 3; i++)
    {
      in[i] = sum_of (layer->input_weights, layer->input_bias, 3 * n, self->in, CHANNELS, lane, i * n + number);
      kept[i] = sum_of (layer->state_weights, layer->state_bias, 3 * n, before, n, lane, i * n + number);
    }
  update = sigmoid (in[1] + kept[1]);
  fresh = tanh (in[2] + sigmoid (in[0] + kept[0]) * kept[2]);
  return (1 - update) * fresh + update * (double) before[number * LANES + lane];
}

static void
check_recurrence (CtSimdLevel level, const RecurrentCase *self)
{
  size_t n_state = self->layer.n_state;
  g_autofree float *before = g_memdup2 (self->state, n_state * LANES * sizeof *before);

  ct_simd_kernels (level)->recur (&self->layer, self->in, self->state, LANES, self->n);
  for (size_t i = 0; i < n_state; i++)
    for (size_t lane = 0; lane < self->n; lane++)
      g_assert_cmpfloat_with_epsilon (self->state[i * LANES + lane], next_state (self, before, i, lane), 3e-6);
}

/* Any number of lanes, states that fill no register, sums of any size. */
static void
test_recur (gconstpointer data)
{
  static const size_t states[] = { 1, 5, 24, 64 }, lanes[] = { 1, 3, 47, 48, 49, 84, 96 };
  CtSimdLevel level = (CtSimdLevel) GPOINTER_TO_INT (data);
  GRand *rand = g_rand_new_with_seed (3);

  if (!ct_simd_level_supported (level))
    g_test_skip ("this processor lacks it");
  for (size_t i = 0; i < G_N_ELEMENTS (states) && ct_simd_level_supported (level); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (lanes); j++)
      {
        RecurrentCase *each = new_recurrent_case (rand, lanes[j], states[i]);

        for (size_t k = 0; k < CHANNELS * LANES; k++)
          each->in[k] *= j % 2 ? 0.2f : 5.0f;
        check_recurrence (level, each);
        free_recurrent_case (each);
      }
  g_rand_free (rand);
}

/* A layer that only says how its one gate and its new number curve: far beyond where they saturate. */
static void
test_curves (gconstpointer data)
{
  static const float weights[CHANNELS * 3] = { 0, 0, 1, 0, 1, 0 }, nothing[3] = { 0 };
  CtSimdLevel level = (CtSimdLevel) GPOINTER_TO_INT (data);
  const CtRecurrence layer = { weights, nothing, nothing, nothing, 1 };

  if (!ct_simd_level_supported (level))
    {
      g_test_skip ("this processor lacks it");
      return;
    }
  for (int i = -5000; i <= 5000; i++)
    {
      float in[CHANNELS][CT_SIMD_LANES] = { { (float) i / 250 }, { (float) i / 100 } },
            state[CT_SIMD_LANES] = { 0.75f };
      double fresh = tanh (i / 250.0), update = sigmoid (i / 100.0);

      ct_simd_kernels (level)->recur (&layer, in[0], state, CT_SIMD_LANES, 1);
      g_assert_cmpfloat_with_epsilon (state[0], fresh + update * (0.75 - fresh), 1e-6);
      g_assert_cmpfloat (fabsf (state[0]), <=, 1);
    }
}

/* From all alike to far apart. */
static void
test_soften (gconstpointer data)
{
  static const double ranges[] = { 0, 1, 30, 500, 1e30 };
  CtSimdLevel level = (CtSimdLevel) GPOINTER_TO_INT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  if (!ct_simd_level_supported (level))
    g_test_skip ("this processor lacks it");
  for (size_t n = CHANNELS; n <= 3 * CHANNELS && ct_simd_level_supported (level); n += CHANNELS)
    for (size_t i = 0; i < G_N_ELEMENTS (ranges); i++)
      {
        float x[3 * CHANNELS], highest = -INFINITY;
        double expected[3 * CHANNELS], total = 0, sum;

        for (size_t j = 0; j < n; j++)
          {
            x[j] = 7 + (float) g_rand_double_range (rand, -ranges[i], ranges[i] + 1e-9);
            highest = MAX (highest, x[j]);
          }
        x[n - 1] = -FLT_MAX;
        for (size_t j = 0; j < n; j++)
          total += expected[j] = exp ((double) (x[j] - highest));
        sum = (double) ct_simd_kernels (level)->soften (x, n);
        g_assert_cmpfloat_with_epsilon (sum, total, 2e-5 * total);
        for (size_t j = 0; j < n; j++)
          g_assert_cmpfloat_with_epsilon ((double) x[j], expected[j], 1e-5 * expected[j] + 1e-34);
      }
}

static void
test_levels (void)
{
  g_assert_true (ct_simd_level_supported (CT_SIMD_SCALAR));
  g_assert_true (ct_simd_level_supported (CT_SIMD_BASELINE));
  g_assert_false (ct_simd_level_supported (CT_N_SIMD_LEVELS));
  g_assert_true (ct_simd_level_supported (ct_simd_best_level ()));
  for (int level = ct_simd_best_level () + 1; level < CT_N_SIMD_LEVELS; level++)
    g_assert_false (ct_simd_level_supported ((CtSimdLevel) level));
  for (int a = 0; a < CT_N_SIMD_LEVELS; a++)
    for (int b = 0; b < a; b++)
      g_assert_cmpstr (ct_simd_level_name ((CtSimdLevel) a), !=, ct_simd_level_name ((CtSimdLevel) b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simd/levels", test_levels);
  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      g_autofree char *convolve = g_strdup_printf ("/simd/convolve/%d", level);
      g_autofree char *project = g_strdup_printf ("/simd/project/%d", level);
      g_autofree char *recur = g_strdup_printf ("/simd/recur/%d", level);
      g_autofree char *curves = g_strdup_printf ("/simd/curves/%d", level);
      g_autofree char *soften = g_strdup_printf ("/simd/soften/%d", level);

      g_test_add_data_func (convolve, GINT_TO_POINTER (level), test_convolve);
      g_test_add_data_func (project, GINT_TO_POINTER (level), test_project);
      g_test_add_data_func (recur, GINT_TO_POINTER (level), test_recur);
      g_test_add_data_func (curves, GINT_TO_POINTER (level), test_curves);
      g_test_add_data_func (soften, GINT_TO_POINTER (level), test_soften);
    }
  return g_test_run ();
}
