/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/noise-spectrogram.h"

#include <stdlib.h>

#include "core/transform/ct-cqt.h"

CtSpectrogram *
noise_spectrogram_new (GRand *rand, size_t n_frames)
{
  g_autofree float *transform = g_new (float, 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES);
  size_t n_blocks = (n_frames + CT_SPECTROGRAM_BLOCK_FRAMES - 1) / CT_SPECTROGRAM_BLOCK_FRAMES;
  CtSpectrogram *spectrogram;

  for (size_t i = 0; i < 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES; i++)
    transform[i] = (float) g_rand_double_range (rand, -0.1, 0.1);
  if (ct_spectrogram_new (&spectrogram) || ct_spectrogram_reserve (spectrogram, n_blocks - 1))
    abort ();
  for (size_t block = 0; block < n_blocks; block++)
    ct_spectrogram_store (spectrogram, block, transform, CT_SPECTROGRAM_BLOCK_FRAMES);
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}
