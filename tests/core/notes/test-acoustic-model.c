/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model-private.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-data.h"

#define GOLDEN_FRAMES 40
#define N_FRAMES 700

static CtWeights *
builtin (void)
{
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  return weights;
}

static CtPosteriorgram *
new_posteriors (size_t n_frames)
{
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  return posteriors;
}

/* The PyTorch twin's output, at every level: within one step of the posteriors' 1/255, and half a step of rounding. */
static void
test_golden (void)
{
  g_autofree float *input = test_data_floats ("golden-acoustic-input.f32", GOLDEN_FRAMES * CT_CQT_BINS);
  g_autofree float *output = test_data_floats ("golden-acoustic-output.f32", GOLDEN_FRAMES * CT_N_PITCHES * 2);
  CtWeights *weights = builtin ();

  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtPosteriorgram *posteriors = new_posteriors (GOLDEN_FRAMES);
      CtAcousticModel *model;
      CtAcousticWork *work;
      float largest = 0;

      if (!ct_simd_level_supported (level))
        {
          g_test_message ("skipped: no %s here", ct_simd_level_name (level));
          ct_posteriorgram_free (posteriors);
          continue;
        }
      g_assert_cmpint (ct_acoustic_model_new (weights, level, &model), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_acoustic_work_new (model, GOLDEN_FRAMES, &work), ==, CT_STATUS_OK);
      ct_acoustic_model_execute_input (work, input, GOLDEN_FRAMES, posteriors);
      for (int i = 0; i < GOLDEN_FRAMES * CT_N_PITCHES; i++)
        {
          largest = MAX (largest, fabsf (posteriors->onset[i] / 255.0f - output[2 * i]));
          largest = MAX (largest, fabsf (posteriors->frame[i] / 255.0f - output[2 * i + 1]));
        }
      g_test_message ("%s: largest difference %g", ct_simd_level_name (level), largest);
      g_assert_cmpfloat (largest, <=, 1.5f / 255);
      ct_acoustic_work_free (work);
      ct_acoustic_model_free (model);
      ct_posteriorgram_free (posteriors);
    }
  ct_weights_free (weights);
}

/* A spectrogram of some tones in noise. */
static CtSpectrogram *
make_spectrogram (size_t n_frames)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree float *cells = g_new (float, CT_SPECTROGRAM_BLOCK_FRAMES *CT_CQT_BINS * 2);
  CtSpectrogram *spectrogram;

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  for (size_t first = 0; first < n_frames; first += CT_SPECTROGRAM_BLOCK_FRAMES)
    {
      size_t n = MIN (CT_SPECTROGRAM_BLOCK_FRAMES, n_frames - first), block = first / CT_SPECTROGRAM_BLOCK_FRAMES;

      for (size_t i = 0; i < n * CT_CQT_BINS; i++)
        {
          size_t frame = first + i / CT_CQT_BINS, bin = i % CT_CQT_BINS;
          gboolean tone = bin % 36 == 1 + 3 * (frame / 50 % 12) && frame % 50 < 40;

          cells[2 * i] = (float) g_rand_double_range (rand, -1e-3, 1e-3) + (tone ? 0.2f : 0.0f);
          cells[2 * i + 1] = 0;
        }
      g_assert_cmpint (ct_spectrogram_reserve (spectrogram, block), ==, CT_STATUS_OK);
      ct_spectrogram_store (spectrogram, block, cells, n);
    }
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}

static CtPosteriorgram *
run_in_blocks (const CtAcousticModel *model, const CtSpectrogram *spectrogram, size_t block)
{
  size_t n_frames = ct_spectrogram_n_frames (spectrogram);
  CtPosteriorgram *posteriors = new_posteriors (n_frames);
  CtAcousticWork *work;

  g_assert_cmpint (ct_acoustic_work_new (model, block, &work), ==, CT_STATUS_OK);
  for (size_t first = 0; first < n_frames; first += block)
    ct_acoustic_model_execute (work, spectrogram, first, MIN (block, n_frames - first), posteriors);
  ct_acoustic_work_free (work);
  return posteriors;
}

static void
test_blocks (void)
{
  static const size_t blocks[] = { 1, 16, 17, 250, 512 };
  CtWeights *weights = builtin ();
  CtSpectrogram *spectrogram = make_spectrogram (N_FRAMES);
  CtAcousticModel *model;
  CtPosteriorgram *whole;

  g_assert_cmpint (ct_acoustic_model_new (weights, ct_simd_best_level (), &model), ==, CT_STATUS_OK);
  whole = run_in_blocks (model, spectrogram, N_FRAMES);
  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      CtPosteriorgram *parts = run_in_blocks (model, spectrogram, blocks[i]);

      g_assert_cmpmem (parts->onset, N_FRAMES * CT_N_PITCHES, whole->onset, N_FRAMES * CT_N_PITCHES);
      g_assert_cmpmem (parts->frame, N_FRAMES * CT_N_PITCHES, whole->frame, N_FRAMES * CT_N_PITCHES);
      ct_posteriorgram_free (parts);
    }
  ct_posteriorgram_free (whole);
  ct_acoustic_model_free (model);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (weights);
}

static void
test_input (void)
{
  CtSpectrogram *spectrogram = make_spectrogram (60);
  float input[CT_CQT_BINS];

  ct_acoustic_model_input (spectrogram, 10, input);
  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    {
      double over = ct_level_to_db (ct_spectrogram_frame (spectrogram, 10)[bin]) - ct_spectrogram_mean_db (spectrogram);

      g_assert_cmpfloat_with_epsilon (input[bin], MAX (0, (over + 60) / 40), 1e-5);
    }
  g_assert_cmpfloat (input[1], >, 1.5);
  ct_spectrogram_free (spectrogram);
}

static void
test_bad_weights (void)
{
  static const unsigned char nothing[24] = "CTWEIGHT\1\0\0\0\0\0\0\0\x25\x23\x22\x84\xe4\x9c\xf2\xcb";
  CtWeights *weights;
  CtAcousticModel *model;

  g_assert_cmpint (ct_weights_new_from_data (nothing, sizeof nothing, &weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_acoustic_model_new (weights, CT_SIMD_SCALAR, &model), ==, CT_STATUS_BAD_WEIGHTS);
  ct_weights_free (weights);
}

static CtStatus
make_model (void *data)
{
  CtAcousticModel *model;
  CtAcousticWork *work;
  CtStatus status = ct_acoustic_model_new (data, CT_SIMD_SCALAR, &model);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_acoustic_work_new (model, 8, &work);
  if (status == CT_STATUS_OK)
    ct_acoustic_work_free (work);
  ct_acoustic_model_free (model);
  return status;
}

static void
test_no_memory (void)
{
  CtWeights *weights = builtin ();

  failing_allocator_try_all (make_model, weights);
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acoustic-model/golden", test_golden);
  g_test_add_func ("/acoustic-model/blocks", test_blocks);
  g_test_add_func ("/acoustic-model/input", test_input);
  g_test_add_func ("/acoustic-model/bad-weights", test_bad_weights);
  g_test_add_func ("/acoustic-model/no-memory", test_no_memory);
  return g_test_run ();
}
