/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-note-decoder.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

#define CENTS_PER_BIN (1200.0f / CT_CQT_BINS_PER_OCTAVE)
#define MIN_ABOVE_MEAN_DB (-60) /* what lies lower is no sound of this note; the networks' input ends there, too */

/* Bins from @centre to the peak nearest to it, by a parabola through the strongest of three bins and its neighbours;
 * NAN where these three hold no peak. */
static float
peak_offset (const uint16_t *levels, int centre, float lowest_db)
{
  int peak = centre;
  float below, at, above, curvature;

  for (int bin = centre - 1; bin <= centre + 1; bin += 2)
    if (bin > 0 && bin + 1 < CT_CQT_BINS && levels[bin] > levels[peak])
      peak = bin;
  below = ct_level_to_db (levels[peak - 1]);
  at = ct_level_to_db (levels[peak]);
  above = ct_level_to_db (levels[peak + 1]);
  curvature = below - 2 * at + above;
  if (at < lowest_db || at < below || at < above || !(curvature < 0))
    return NAN;
  return (float) (peak - centre) + 0.5f * (below - above) / curvature;
}

size_t
ct_note_decoder_bend (const CtSpectrogram *spectrogram, const CtNote *note, double start_s, float *cents, size_t max)
{
  double first = fmax (round ((note->onset_s - start_s) * CT_CQT_FRAME_RATE_HZ), 0);
  double end = fmin (round ((note->offset_s - start_s) * CT_CQT_FRAME_RATE_HZ),
                     (double) ct_spectrogram_n_frames (spectrogram));
  float lowest_db = (float) fmax (ct_spectrogram_mean_db (spectrogram) + MIN_ABOVE_MEAN_DB, CT_LEVEL_MIN_DB + 1);
  bool known = note->midi >= CT_MIDI_LOW && note->midi <= CT_MIDI_HIGH;
  size_t n = 0;

  for (size_t i = (size_t) first; (double) i < end && n < max; i++, n++)
    cents[n] = known ? CENTS_PER_BIN
                           * peak_offset (ct_spectrogram_frame (spectrogram, i), 3 * (note->midi - CT_MIDI_LOW) + 1,
                                          lowest_db)
                     : NAN;
  return n;
}
