/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/drum-spectrogram.h"

#include <glib.h>
#include <math.h>

#include "core/transform/ct-cqt.h"

#define NOISE_DB -70.0
#define HIT_DB -20.0

/* How loud a hit is in a bin, so many frames after it. Metal has next to nothing low, skins little high. */
static double
level_db (size_t number, size_t age, int bin)
{
  double place = (double) bin / CT_CQT_BINS, away = number % 2 ? 1 - place : place;
  double fall = number % 2 ? 3.0 : 1.5;

  return HIT_DB - (number % 2 ? 260 : 110) * away * away - fall * (double) age;
}

CtSpectrogram *
drum_spectrogram_new (size_t n_frames)
{
  g_autofree float *transform = g_new0 (float, CT_SPECTROGRAM_BLOCK_FRAMES *CT_CQT_BINS * 2);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  CtSpectrogram *spectrogram;

  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  for (size_t first = 0; first < n_frames; first += CT_SPECTROGRAM_BLOCK_FRAMES)
    {
      size_t block = first / CT_SPECTROGRAM_BLOCK_FRAMES, n = MIN (n_frames - first, CT_SPECTROGRAM_BLOCK_FRAMES);

      for (size_t t = 0; t < n; t++)
        for (int bin = 0; bin < CT_CQT_BINS; bin++)
          {
            size_t frame = first + t;
            double power = pow (10, NOISE_DB / 10) * g_rand_double_range (random, 0.3, 2);

            if (frame >= DRUM_SPECTROGRAM_FIRST)
              {
                size_t since = frame - DRUM_SPECTROGRAM_FIRST;

                power += pow (10, level_db (since / DRUM_SPECTROGRAM_STEP, since % DRUM_SPECTROGRAM_STEP, bin) / 10)
                         * g_rand_double_range (random, 0.5, 1.5);
              }
            transform[(t * CT_CQT_BINS + (size_t) bin) * 2] = (float) sqrt (power);
          }
      g_assert_cmpint (ct_spectrogram_reserve (spectrogram, block), ==, CT_STATUS_OK);
      ct_spectrogram_store (spectrogram, block, transform, n);
    }
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}

CtPosteriorgram *
drum_spectrogram_posteriors_new (size_t n_frames)
{
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  return posteriors;
}
