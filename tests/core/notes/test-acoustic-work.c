/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-state-private.h"
#include "core/notes/ct-acoustic-work-private.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/acoustic-definition.h"
#include "tests/support/acoustic-run.h"
#include "tests/support/acoustic-weights.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-data.h"
#include "tests/support/tone-spectrogram.h"

#define GOLDEN_FRAMES 40
#define N_FRAMES 540

/* one step of the posteriors' 1/255, and half a step of rounding */
#define TOLERANCE (1.5f / 255)

static const AcousticShape shapes[] = { { 3, FALSE, 0 },
                                        { 6, FALSE, 24 },
                                        { 2, FALSE, 1 },
                                        { 6, TRUE, 32 },
                                        { 12, TRUE, 64 } };

#define N_BLOCK_SHAPES 4 /* the last one takes long, for nothing new */

static CtPosteriorgram *
new_posteriors (size_t n_frames)
{
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  return posteriors;
}

static CtAcousticModel *
new_model (const CtWeights *weights, CtSimdLevel level)
{
  CtAcousticModel *model;

  g_assert_cmpint (ct_acoustic_model_new (weights, level, &model), ==, CT_STATUS_OK);
  return model;
}

/* The posteriors of @input, the whole recording. */
static CtPosteriorgram *
run_input (const CtWeights *weights, CtSimdLevel level, const float *input, size_t n_frames)
{
  CtPosteriorgram *posteriors = new_posteriors (n_frames);
  CtAcousticModel *model = new_model (weights, level);
  CtAcousticState *state;
  CtAcousticWork *work;

  g_assert_cmpint (ct_acoustic_state_new (model, &state), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_acoustic_work_new (model, n_frames, &work), ==, CT_STATUS_OK);
  ct_acoustic_work_convolve_input (work, input, n_frames);
  ct_acoustic_work_recur (work, state);
  ct_acoustic_work_output (work, posteriors);
  ct_acoustic_work_free (work);
  ct_acoustic_state_free (state);
  ct_acoustic_model_free (model);
  return posteriors;
}

/* At every level: the network of @weights makes @output ([n_frames][CT_N_PITCHES][2]) of @input. */
static void
assert_makes (const CtWeights *weights, const float *input, const float *output, size_t n_frames)
{
  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtPosteriorgram *posteriors;
      float largest = 0;

      if (!ct_simd_level_supported (level))
        {
          g_test_message ("skipped: no %s here", ct_simd_level_name (level));
          continue;
        }
      posteriors = run_input (weights, level, input, n_frames);
      for (size_t i = 0; i < n_frames * CT_N_PITCHES; i++)
        {
          largest = MAX (largest, fabsf (posteriors->onset[i] / 255.0f - output[2 * i]));
          largest = MAX (largest, fabsf (posteriors->frame[i] / 255.0f - output[2 * i + 1]));
        }
      g_test_message ("%s: largest difference %g", ct_simd_level_name (level), largest);
      g_assert_cmpfloat (largest, <=, TOLERANCE);
      ct_posteriorgram_free (posteriors);
    }
}

/* The PyTorch twin's output. */
static void
test_golden (void)
{
  g_autofree float *input = test_data_floats ("golden-acoustic-input.f32", GOLDEN_FRAMES * CT_CQT_BINS);
  g_autofree float *output = test_data_floats ("golden-acoustic-output.f32", GOLDEN_FRAMES * CT_N_PITCHES * 2);
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  assert_makes (weights, input, output, GOLDEN_FRAMES);
  ct_weights_free (weights);
}

static float *
random_input (size_t n_frames)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  float *input = g_new (float, n_frames *CT_CQT_BINS);

  for (size_t i = 0; i < n_frames * CT_CQT_BINS; i++)
    input[i] = (float) MAX (0, g_rand_double_range (rand, -2, 1.5));
  return input;
}

static void
test_definition (gconstpointer data)
{
  const AcousticShape *shape = data;
  CtWeights *weights = acoustic_weights_new (*shape, 2);
  g_autofree float *input = random_input (GOLDEN_FRAMES);
  g_autofree float *output = acoustic_definition (weights, *shape, input, GOLDEN_FRAMES);
  float least = 1, largest = 0;

  for (gsize i = 0; i < GOLDEN_FRAMES * CT_N_PITCHES * 2; i++)
    {
      least = MIN (least, output[i]);
      largest = MAX (largest, output[i]);
    }
  g_assert_cmpfloat (least, <, 0.4f); /* there is something to compare */
  g_assert_cmpfloat (largest, >, 0.6f);
  assert_makes (weights, input, output, GOLDEN_FRAMES);
  ct_weights_free (weights);
}

static void
test_blocks (gconstpointer data)
{
  static const size_t blocks[] = { 1, 3, 8, 17, 250, 512 };
  const AcousticShape *shape = data;
  CtWeights *weights = acoustic_weights_new (*shape, 3);
  CtSpectrogram *spectrogram = tone_spectrogram_new (N_FRAMES);
  CtAcousticModel *model = new_model (weights, ct_simd_best_level ());
  CtPosteriorgram *whole = acoustic_run (model, spectrogram, N_FRAMES);

  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      CtPosteriorgram *parts = acoustic_run (model, spectrogram, blocks[i]);

      g_assert_cmpmem (parts->onset, N_FRAMES * CT_N_PITCHES, whole->onset, N_FRAMES * CT_N_PITCHES);
      g_assert_cmpmem (parts->frame, N_FRAMES * CT_N_PITCHES, whole->frame, N_FRAMES * CT_N_PITCHES);
      ct_posteriorgram_free (parts);
    }
  ct_posteriorgram_free (whole);
  ct_acoustic_model_free (model);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (weights);
}

/* Whether @a and @b differ in frame @frame. */
static gboolean
differ (const CtPosteriorgram *a, const CtPosteriorgram *b, size_t frame)
{
  size_t at = frame * CT_N_PITCHES;

  return memcmp (a->onset + at, b->onset + at, CT_N_PITCHES) != 0
         || memcmp (a->frame + at, b->frame + at, CT_N_PITCHES) != 0;
}

/* What happens in frame 60 of 140 is heard 31 frames before; long after it is remembered where the network recurs. */
static void
test_memory (void)
{
  for (gsize n_state = 0; n_state <= 24; n_state += 24)
    {
      CtWeights *weights = acoustic_weights_new ((AcousticShape){ 6, TRUE, n_state }, 4);
      g_autofree float *input = random_input (140);
      CtPosteriorgram *without = run_input (weights, ct_simd_best_level (), input, 140), *with;
      guint n_later = 0;

      for (int bin = 0; bin < CT_CQT_BINS; bin++)
        input[60 * CT_CQT_BINS + bin] += 3;
      with = run_input (weights, ct_simd_best_level (), input, 140);
      for (size_t frame = 0; frame < 60 - 31; frame++)
        g_assert_false (differ (without, with, frame));
      for (size_t frame = 60; frame <= 60 + 5; frame++)
        g_assert_true (differ (without, with, frame));
      for (size_t frame = 60 + 32; frame < 140; frame++)
        n_later += differ (without, with, frame);
      g_assert_cmpint (n_later > 20, ==, n_state > 0);
      g_assert_true (n_state > 0 || n_later == 0);
      ct_posteriorgram_free (with);
      ct_posteriorgram_free (without);
      ct_weights_free (weights);
    }
}

static CtStatus
make_work (void *data)
{
  CtAcousticWork *work = NULL;
  CtAcousticState *state = NULL;
  CtStatus status = ct_acoustic_work_new (data, 8, &work);

  if (status == CT_STATUS_OK)
    status = ct_acoustic_state_new (data, &state);
  ct_acoustic_work_free (work);
  ct_acoustic_state_free (state);
  return status;
}

static void
test_no_memory (void)
{
  CtWeights *weights = acoustic_weights_new ((AcousticShape){ 6, TRUE, 24 }, 1);
  CtAcousticModel *model = new_model (weights, CT_SIMD_SCALAR);

  failing_allocator_try_all (make_work, model);
  ct_acoustic_model_free (model);
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acoustic-work/golden", test_golden);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *definition = g_strdup_printf ("/acoustic-work/definition/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (definition, &shapes[i], test_definition);
    }
  for (gsize i = 0; i < N_BLOCK_SHAPES; i++)
    {
      g_autofree char *blocks = g_strdup_printf ("/acoustic-work/blocks/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (blocks, &shapes[i], test_blocks);
    }
  g_test_add_func ("/acoustic-work/memory", test_memory);
  g_test_add_func ("/acoustic-work/no-memory", test_no_memory);
  return g_test_run ();
}
