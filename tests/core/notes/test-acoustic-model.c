/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model-private.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/acoustic-weights.h"
#include "tests/support/blob-builder.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/tone-spectrogram.h"

static CtStatus
make_model (void *data)
{
  CtAcousticModel *model;
  CtStatus status = ct_acoustic_model_new (data, CT_SIMD_SCALAR, &model);

  if (status == CT_STATUS_OK)
    ct_acoustic_model_free (model);
  return status;
}

static void
test_input (void)
{
  CtSpectrogram *spectrogram = tone_spectrogram_new (60);
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

/* What the weights say of the network's shape: reach in time and multiply-adds by hand. */
static void
test_shapes (void)
{
  static const struct
  {
    AcousticShape shape;
    gsize reach, macs;
  } shapes[] = {
    { { 1, FALSE, 0 }, 6, 2688 + 6400 + 2304 + 864 },
    { { 3, FALSE, 0 }, 18, 2688 + 6400 + 3 * 2304 + 864 },
    { { 6, FALSE, 24 }, 31, 2688 + 6400 + 6 * 2304 + 864 + 3264 },
    { { 6, TRUE, 24 }, 31, 2688 + 2 * 6400 + 6 * 2304 + 864 + 3264 },
    { { 12, TRUE, 64 }, 57, 2688 + 2 * 6400 + 12 * 2304 + 864 + (16 + 64) * 192 + 64 * 16 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      CtWeights *weights = acoustic_weights_new (shapes[i].shape, 1);
      CtAcousticModel *model;

      g_assert_cmpint (ct_acoustic_model_new (weights, CT_SIMD_SCALAR, &model), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_acoustic_model_reach (model), ==, shapes[i].reach);
      g_assert_cmpuint (ct_acoustic_model_macs (model), ==, CT_N_PITCHES * shapes[i].macs);
      ct_acoustic_model_free (model);
      ct_weights_free (weights);
    }
}

/* The network with the tensor @name in other @dims ([n_dims]); without it where there are none. */
static void
assert_bad (const char *name, gsize n_dims, const gsize *dims)
{
  g_autofree float *values = g_new0 (float, 1 << 20);
  BlobBuilder builder;
  CtWeights *weights;

  blob_builder_init (&builder);
  acoustic_weights_add (&builder, (AcousticShape){ 4, TRUE, 24 }, 1, name);
  if (n_dims > 0)
    blob_builder_add (&builder, name, (guint32) n_dims, dims, values);
  weights = blob_builder_finish (&builder);
  g_assert_cmpint (make_model (weights), ==, CT_STATUS_BAD_WEIGHTS);
  ct_weights_free (weights);
}

static void
test_bad_weights (void)
{
  static const char *const layers[] = { "stack",  "octave", "octave2", "block1", "block2", "block3",
                                        "block4", "input",  "state",   "recall", "output" };

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree char *weight = g_strdup_printf ("acoustic.%s.weight", layers[i]);
      g_autofree char *bias = g_strdup_printf ("acoustic.%s.bias", layers[i]);

      assert_bad (bias, 0, NULL);
      assert_bad (bias, 1, (gsize[]){ 17 });
      assert_bad (weight, 1, (gsize[]){ 16 });
      assert_bad (weight, 2, (gsize[]){ 16, 17 });
      assert_bad (weight, 4, (gsize[]){ 3, 3, 16, 17 });
      /* without its last block it is a network, too */
      if (g_strcmp0 (layers[i], "block4") != 0)
        assert_bad (weight, 0, NULL);
    }
  assert_bad ("acoustic.block5.weight", 4, (gsize[]){ 3, 3, 16, 15 });
  assert_bad ("acoustic.state.weight", 2, (gsize[]){ 25, 75 });
}

static void
test_bounds (void)
{
  static const AcousticShape shapes[] = { { 0, FALSE, 24 }, { 13, FALSE, 24 }, { 6, FALSE, 65 }, { 2, TRUE, 24 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      CtWeights *weights = acoustic_weights_new (shapes[i], 1);

      g_assert_cmpint (make_model (weights), ==, CT_STATUS_BAD_WEIGHTS);
      ct_weights_free (weights);
    }
}

static void
test_bad_level (void)
{
  CtWeights *weights = acoustic_weights_new ((AcousticShape){ 1, FALSE, 0 }, 1);
  CtAcousticModel *model;

  g_assert_cmpint (ct_acoustic_model_new (weights, CT_N_SIMD_LEVELS, &model), ==, CT_STATUS_BAD_ARGUMENT);
  ct_weights_free (weights);
  ct_acoustic_model_free (NULL);
}

static void
test_no_memory (void)
{
  CtWeights *weights = acoustic_weights_new ((AcousticShape){ 6, TRUE, 24 }, 1);

  failing_allocator_try_all (make_model, weights);
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acoustic-model/input", test_input);
  g_test_add_func ("/acoustic-model/shapes", test_shapes);
  g_test_add_func ("/acoustic-model/bad-weights", test_bad_weights);
  g_test_add_func ("/acoustic-model/bounds", test_bounds);
  g_test_add_func ("/acoustic-model/bad-level", test_bad_level);
  g_test_add_func ("/acoustic-model/no-memory", test_no_memory);
  return g_test_run ();
}
