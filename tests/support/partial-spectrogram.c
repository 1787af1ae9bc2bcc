/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/partial-spectrogram.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

#define QUIET_DB -90
#define LOWEST_HZ 32.0789 /* of bin 0 */
#define DB_PER_BIN 6      /* below the top, times the square of the distance: the window's main lobe */
#define REACH_BINS 4

CtSpectrogram *
partial_spectrogram_new (size_t n_frames)
{
  g_autofree float *cells = g_new0 (float, n_frames *CT_CQT_BINS * 2);
  CtSpectrogram *self;

  g_assert_cmpuint (n_frames, <=, CT_SPECTROGRAM_BLOCK_FRAMES);
  for (size_t i = 0; i < n_frames * CT_CQT_BINS; i++)
    cells[2 * i] = powf (10, QUIET_DB / 20.0f);
  g_assert_cmpint (ct_spectrogram_new (&self), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (self, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (self, 0, cells, n_frames);
  ct_spectrogram_finish (self, n_frames);
  return self;
}

void
partial_spectrogram_add (CtSpectrogram *self, double hz, size_t first, size_t end, double db)
{
  double at = 36 * log2 (hz / LOWEST_HZ);

  for (int bin = (int) ceil (at) - REACH_BINS; bin <= (int) floor (at) + REACH_BINS; bin++)
    for (size_t frame = first; frame < end && bin >= 0 && bin < CT_CQT_BINS; frame++)
      {
        uint16_t *levels = (uint16_t *) ct_spectrogram_frame (self, frame); /* it was made here */
        double level = db - DB_PER_BIN * (bin - at) * (bin - at);

        if (level > (double) ct_level_to_db (levels[bin]))
          levels[bin] = (uint16_t) lrint ((level - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
      }
}

void
partial_spectrogram_add_note (CtSpectrogram *self, double hz, size_t first, size_t end, double db, double slope_db)
{
  for (int h = 0; h < 12; h++)
    partial_spectrogram_add (self, hz * (h + 1), first, end, db - slope_db * h);
}
