/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-network.h"

#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "tests/support/drum-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define FIRST_TAPS 7
#define BLOCKS 4
/* More than two blocks of time. */
#define FRAMES 2100

typedef struct
{
  CtWeights *weights;
  size_t channels;
  CtSpectrogram *spectrogram;
  CtPosteriorgram *posteriors;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  g_assert_cmpint (ct_weights_new_builtin (&fixture->weights), ==, CT_STATUS_OK);
  fixture->channels = ct_weights_length (fixture->weights, "hits.first.bias");
  fixture->spectrogram = drum_spectrogram_new (FRAMES);
  fixture->posteriors = drum_spectrogram_posteriors_new (FRAMES);
  for (size_t i = 0; i < FRAMES * CT_N_PITCHES; i++)
    {
      fixture->posteriors->onset[i] = (uint8_t) (g_rand_boolean (random) ? g_rand_int_range (random, 0, 256) : 0);
      fixture->posteriors->frame[i] = (uint8_t) g_rand_int_range (random, 0, 256);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_posteriorgram_free (fixture->posteriors);
  ct_spectrogram_free (fixture->spectrogram);
  ct_weights_free (fixture->weights);
}

/* A convolution by its definition over all of [n][n_in]; zeros lie before and behind. */
static float *
convolve (const Fixture *fixture, const char *name, const float *in, size_t n, size_t n_in, size_t taps, int dilation)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL), *bias_name = g_strconcat (name, ".bias", NULL);
  size_t channels = fixture->channels;
  const float *weight = ct_weights_get (fixture->weights, weight_name, 3, (size_t[]){ taps, n_in, channels });
  const float *bias = ct_weights_get (fixture->weights, bias_name, 1, &channels);
  float *out = g_new (float, n *channels);

  g_assert_true (weight && bias);
  for (size_t t = 0; t < n; t++)
    for (size_t k = 0; k < channels; k++)
      {
        double sum = (double) bias[k];

        for (size_t tap = 0; tap < taps; tap++)
          {
            long from = (long) t + ((long) tap - (long) taps / 2) * dilation;

            for (size_t i = 0; i < n_in && from >= 0 && from < (long) n; i++)
              sum += (double) (weight[(tap * n_in + i) * channels + k] * in[(size_t) from * n_in + i]);
          }
        out[t * channels + k] = (float) sum;
      }
  return out;
}

static void
rectify (float *out, const float *residual, size_t n)
{
  for (size_t i = 0; i < n; i++)
    out[i] = fmaxf (out[i] + (residual ? residual[i] : 0), 0);
}

/* The activation by the definition, [frames][2]. */
static float *
define (const Fixture *fixture)
{
  g_autofree float *input = g_new (float, FRAMES *CT_HIT_INPUTS);
  g_autofree float *layer = NULL;
  size_t kinds = CT_N_HIT_KINDS, channels = fixture->channels;
  const float *weight = ct_weights_get (fixture->weights, "hits.output.weight", 2, (size_t[]){ kinds, channels });
  const float *bias = ct_weights_get (fixture->weights, "hits.output.bias", 1, &kinds);
  float *out = g_new (float, FRAMES *CT_N_HIT_KINDS);

  for (size_t t = 0; t < FRAMES; t++)
    ct_hit_network_input (fixture->spectrogram, fixture->posteriors, t, input + t * CT_HIT_INPUTS);
  layer = convolve (fixture, "hits.first", input, FRAMES, CT_HIT_INPUTS, FIRST_TAPS, 1);
  rectify (layer, NULL, FRAMES * channels);
  for (int i = 0; i < BLOCKS; i++)
    {
      g_autofree char *name = g_strdup_printf ("hits.block%d", i + 1);
      g_autofree float *before = layer;

      layer = convolve (fixture, name, before, FRAMES, channels, 3, 1 << i);
      rectify (layer, before, FRAMES * channels);
    }
  for (size_t t = 0; t < FRAMES; t++)
    for (size_t kind = 0; kind < kinds; kind++)
      {
        double sum = (double) bias[kind];

        for (size_t k = 0; k < channels; k++)
          sum += (double) (weight[kind * channels + k] * layer[t * channels + k]);
        out[t * kinds + kind] = (float) (1 / (1 + exp (-sum)));
      }
  return out;
}

/* Whatever the instructions, and where blocks of time meet. */
static void
test_definition (Fixture *fixture, gconstpointer data)
{
  g_autofree float *defined = define (fixture);

  for (int level = 0; level <= (int) ct_simd_best_level (); level++)
    {
      CtHitNetwork *network;
      CtHitActivation activation;

      if (!ct_simd_level_supported ((CtSimdLevel) level))
        continue;
      g_assert_cmpint (ct_hit_network_new (fixture->weights, (CtSimdLevel) level, &network), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_hit_network_run (network, fixture->spectrogram, fixture->posteriors, &activation), ==,
                       CT_STATUS_OK);
      g_assert_cmpuint (activation.n_frames, ==, FRAMES);
      for (size_t t = 0; t < FRAMES; t++)
        for (int kind = 0; kind < CT_N_HIT_KINDS; kind++)
          g_assert_cmpfloat_with_epsilon (activation.strikes[kind][t], defined[t * CT_N_HIT_KINDS + (size_t) kind],
                                          1e-3);
      ct_hit_activation_clear (&activation);
      g_assert_null (activation.strikes[0]);
      ct_hit_network_free (network);
    }
}

/* The numbers say how loud bands are over the mean, and what notes begin and sound. */
static void
test_input (Fixture *fixture, gconstpointer data)
{
  float input[CT_HIT_INPUTS], *onsets = input + 48;
  uint8_t *onset = fixture->posteriors->onset + 5 * CT_N_PITCHES,
          *frame = fixture->posteriors->frame + 5 * CT_N_PITCHES;

  for (size_t i = 0; i < CT_N_PITCHES; i++)
    onset[i] = frame[i] = 0;
  onset[6] = onset[7] = 255;
  frame[0] = frame[CT_N_PITCHES - 1] = 255;
  ct_hit_network_input (fixture->spectrogram, fixture->posteriors, 5, input);
  for (int i = 0; i < 48; i++)
    g_assert_true (input[i] >= 0 && input[i] < 0.5f);
  g_assert_cmpfloat (onsets[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (onsets[1], sqrtf (2), 1e-6);
  g_assert_cmpfloat (onsets[2], ==, 0);
  g_assert_cmpfloat (onsets[14], ==, 0.25f);
  g_assert_cmpfloat (onsets[15], ==, 0.25f);
  ct_hit_network_input (fixture->spectrogram, fixture->posteriors, DRUM_SPECTROGRAM_FIRST, input);
  g_assert_cmpfloat (input[1], >, 1);
}

static CtStatus
make_and_run (void *data)
{
  const Fixture *fixture = data;
  CtHitNetwork *network = NULL;
  CtHitActivation activation = { 0 };
  CtStatus status = ct_hit_network_new (fixture->weights, CT_SIMD_SCALAR, &network);

  if (status == CT_STATUS_OK)
    status = ct_hit_network_run (network, fixture->spectrogram, fixture->posteriors, &activation);
  ct_hit_activation_clear (&activation);
  ct_hit_network_free (network);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (make_and_run, fixture);
}

#define ADD(name, function) g_test_add ("/hit-network/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("definition", test_definition);
  ADD ("input", test_input);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
