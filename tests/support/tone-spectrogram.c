/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/tone-spectrogram.h"

#include <glib.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

CtSpectrogram *
tone_spectrogram_new (size_t n_frames)
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
