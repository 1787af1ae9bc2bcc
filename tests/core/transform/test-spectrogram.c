/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define FRAME_FLOATS (2 * CT_CQT_BINS)

static float *
make_transform (size_t n_frames, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *transform = g_new (float, n_frames *FRAME_FLOATS);

  for (size_t i = 0; i < n_frames * FRAME_FLOATS; i++)
    transform[i] = (float) (g_rand_double_range (rand, -1, 1) * pow (10, g_rand_double_range (rand, -9, 1)));
  return transform;
}

static double
power_of (const float *transform, size_t cell)
{
  double re = (double) transform[2 * cell], im = (double) transform[2 * cell + 1];

  return re * re + im * im;
}

static void
test_levels (void)
{
  g_autofree float *transform = make_transform (100, 1);
  CtSpectrogram *spectrogram;

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, 100);
  ct_spectrogram_finish (spectrogram, 100);
  g_assert_cmpuint (ct_spectrogram_n_frames (spectrogram), ==, 100);
  for (size_t i = 0; i < 100; i++)
    for (size_t bin = 0; bin < CT_CQT_BINS; bin++)
      {
        double db = 10 * log10 (power_of (transform, i * CT_CQT_BINS + bin));
        float level = ct_level_to_db (ct_spectrogram_frame (spectrogram, i)[bin]);

        /* half a step and the polynomial */
        g_assert_cmpfloat_with_epsilon ((double) level, MAX (db, CT_LEVEL_MIN_DB), 0.5 / 256 + 0.001);
      }
  ct_spectrogram_free (spectrogram);
}

static void
test_extremes (void)
{
  static const struct
  {
    float value;
    uint16_t level;
  } cases[] = {
    { 0.0f, 0 },          { -0.0f, 0 },    { 1e-10f, 0 },    { 1e-30f, 0 },       { 1.0f, 200 * 256 },
    { -1.0f, 200 * 256 }, { 1e9f, 65535 }, { 3e38f, 65535 }, { INFINITY, 65535 }, { 10.0f, 220 * 256 },
  };
  float transform[FRAME_FLOATS] = { 0 };
  CtSpectrogram *spectrogram;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    transform[2 * i] = cases[i].value;
  transform[FRAME_FLOATS - 1] = NAN;
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, 1);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ct_spectrogram_frame (spectrogram, 0)[i], ==, cases[i].level);
  g_assert_cmpfloat ((double) ct_level_to_db (200 * 256), ==, 0);
  ct_spectrogram_free (spectrogram);
}

static CtSpectrogram *
store_blocks (const float *transform, size_t n_frames, gboolean backwards)
{
  const size_t size = CT_SPECTROGRAM_BLOCK_FRAMES;
  size_t n_blocks = (n_frames + size - 1) / size;
  CtSpectrogram *spectrogram;

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, n_blocks - 1), ==, CT_STATUS_OK);
  for (size_t i = 0; i < n_blocks; i++)
    {
      size_t block = backwards ? n_blocks - 1 - i : i;

      ct_spectrogram_store (spectrogram, block, transform + block * size * FRAME_FLOATS,
                            MIN (size, n_frames - block * size));
    }
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}

static void
test_blocks (void)
{
  const size_t n_frames = 2 * CT_SPECTROGRAM_BLOCK_FRAMES + 77;
  g_autofree float *transform = make_transform (n_frames, 2);
  CtSpectrogram *forwards = store_blocks (transform, n_frames, FALSE);
  CtSpectrogram *backwards = store_blocks (transform, n_frames, TRUE);
  double sum = 0, half = 0;

  for (size_t cell = 0; cell < n_frames * CT_CQT_BINS; cell++)
    {
      sum += power_of (transform, cell);
      if (cell < 700 * CT_CQT_BINS)
        half += power_of (transform, cell);
    }
  g_assert_cmpfloat (ct_spectrogram_mean_db (forwards), ==, ct_spectrogram_mean_db (backwards));
  g_assert_cmpfloat_with_epsilon (ct_spectrogram_mean_db (forwards),
                                  10 * log10 (sum / (double) (n_frames * CT_CQT_BINS)), 1e-4);
  for (size_t i = 0; i < n_frames; i++)
    g_assert_cmpmem (ct_spectrogram_frame (forwards, i), CT_CQT_BINS * sizeof (uint16_t),
                     ct_spectrogram_frame (backwards, i), CT_CQT_BINS * sizeof (uint16_t));

  /* only frames before the end count */
  ct_spectrogram_finish (forwards, 700);
  g_assert_cmpfloat_with_epsilon (ct_spectrogram_mean_db (forwards), 10 * log10 (half / (700.0 * CT_CQT_BINS)), 1e-4);
  ct_spectrogram_free (forwards);
  ct_spectrogram_free (backwards);
}

static void
test_silence (void)
{
  CtSpectrogram *spectrogram;
  float transform[FRAME_FLOATS] = { 0 };

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  ct_spectrogram_finish (spectrogram, 0);
  g_assert_cmpfloat (ct_spectrogram_mean_db (spectrogram), ==, CT_LEVEL_MIN_DB);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 3), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 1), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 3, transform, 1);
  ct_spectrogram_finish (spectrogram, 3 * CT_SPECTROGRAM_BLOCK_FRAMES + 1);
  g_assert_cmpfloat (ct_spectrogram_mean_db (spectrogram), ==, CT_LEVEL_MIN_DB);
  g_assert_cmpint (ct_spectrogram_frame (spectrogram, 1000)[5], ==, 0);
  ct_spectrogram_free (spectrogram);
  ct_spectrogram_free (NULL);
}

static CtStatus
make_spectrogram (void *data)
{
  CtSpectrogram *spectrogram;
  CtStatus status = ct_spectrogram_new (&spectrogram);

  if (status)
    return status;
  for (size_t block = 0; block < 6 && status == CT_STATUS_OK; block += 2)
    status = ct_spectrogram_reserve (spectrogram, block);
  ct_spectrogram_free (spectrogram);
  return status;
}

static CtStatus
make_posteriorgram (void *data)
{
  CtPosteriorgram *posteriors;
  CtStatus status = ct_posteriorgram_new (*(size_t *) data, &posteriors);

  if (status)
    {
      g_assert_null (posteriors);
      return status;
    }
  g_assert_cmpuint (posteriors->n_frames, ==, *(size_t *) data);
  for (size_t i = 0; i < posteriors->n_frames * CT_N_PITCHES; i++)
    g_assert_cmpint (posteriors->onset[i] + posteriors->frame[i], ==, 0);
  ct_posteriorgram_free (posteriors);
  return CT_STATUS_OK;
}

static void
test_no_memory (void)
{
  size_t sizes[] = { 0, 1, 100 };

  failing_allocator_try_all (make_spectrogram, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    failing_allocator_try_all (make_posteriorgram, &sizes[i]);
  ct_posteriorgram_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectrogram/levels", test_levels);
  g_test_add_func ("/spectrogram/extremes", test_extremes);
  g_test_add_func ("/spectrogram/blocks", test_blocks);
  g_test_add_func ("/spectrogram/silence", test_silence);
  g_test_add_func ("/spectrogram/no-memory", test_no_memory);
  return g_test_run ();
}
