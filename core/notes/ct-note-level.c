/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-note-level-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

#define N_PARTIALS 4
#define ATTACK_FRAMES 12  /* 140 ms: the slowest usual attack */
#define LOUD_SHARE 0.95   /* this quantile of levels is a loud note: single louder ones do not count */
#define LOUD_VELOCITY 112 /* its velocity */
#define DB_PER_DECADE 40  /* General MIDI: amplitude goes with the square of velocity */
#define RISE_MIN_DB 3     /* less is no beginning */
#define RISE_SHARE 0.25f  /* of the way up, in dB, where a note begins */

static const int partial_offset[N_PARTIALS] = { 0, 36, 57, 72 }; /* bins */

static uint16_t
level_around (const uint16_t *levels, int bin)
{
  uint16_t level = levels[bin];

  if (bin > 0 && levels[bin - 1] > level)
    level = levels[bin - 1];
  if (bin + 1 < CT_CQT_BINS && levels[bin + 1] > level)
    level = levels[bin + 1];
  return level;
}

/* Power of the note's first partials together in @frame. */
static float
note_power (const CtSpectrogram *spectrogram, int midi, size_t frame)
{
  const float octaves_per_db = 0.332192809f; /* of power */
  const uint16_t *levels = ct_spectrogram_frame (spectrogram, frame);
  float power = 0;

  for (int i = 0; i < N_PARTIALS; i++)
    {
      int bin = 3 * (midi - CT_MIDI_LOW) + 1 + partial_offset[i];

      if (bin < CT_CQT_BINS)
        power += exp2f (octaves_per_db * ct_level_to_db (level_around (levels, bin)));
    }
  return power;
}

static float
note_db (const CtSpectrogram *spectrogram, int midi, size_t frame)
{
  return 10 * log10f (note_power (spectrogram, midi, frame));
}

/* The level that the note reaches in its attack. */
static float
attack_db (const CtSpectrogram *spectrogram, double start_s, const CtNote *note)
{
  double onset = fmax (round ((note->onset_s - start_s) * CT_CQT_FRAME_RATE_HZ), 0);
  size_t first = (size_t) onset;
  size_t end = (size_t) fmax (round ((note->offset_s - start_s) * CT_CQT_FRAME_RATE_HZ), onset + 1);
  float highest = 1e-20f;

  if (end > first + ATTACK_FRAMES)
    end = first + ATTACK_FRAMES;
  if (end > ct_spectrogram_n_frames (spectrogram))
    end = ct_spectrogram_n_frames (spectrogram);
  for (size_t i = first; i < end; i++)
    highest = fmaxf (highest, note_power (spectrogram, note->midi, i));
  return 10 * log10f (highest);
}

size_t
ct_note_level_rise (const CtSpectrogram *spectrogram, int midi, size_t earliest, size_t onset)
{
  float reached = note_db (spectrogram, midi, onset), lowest = reached;
  size_t at = onset;

  for (size_t i = onset; i-- > earliest;)
    {
      float level = note_db (spectrogram, midi, i);

      if (level < lowest)
        {
          lowest = level;
          at = i;
        }
    }
  if (reached - lowest < RISE_MIN_DB)
    return onset;
  while (at < onset && note_db (spectrogram, midi, at) < lowest + RISE_SHARE * (reached - lowest))
    at++;
  return at;
}

static uint8_t
velocity_of (float db_below_loud)
{
  double velocity = LOUD_VELOCITY * pow (10, (double) db_below_loud / DB_PER_DECADE);

  return (uint8_t) lrint (fmin (fmax (velocity, 1), 127));
}

/* The level of a loud note of the recording; single louder ones do not count. @scratch is [n]. */
static float
loud_db (const CtNote *notes, const float *levels, size_t n, float *scratch)
{
  size_t n_real = 0;

  for (size_t i = 0; i < n; i++)
    if (!notes[i].uncertain)
      scratch[n_real++] = levels[i];
  if (n_real == 0)
    {
      memcpy (scratch, levels, n * sizeof *scratch);
      n_real = n;
    }
  qsort (scratch, n_real, sizeof *scratch, ct_compare_floats);
  return scratch[(size_t) (LOUD_SHARE * (double) (n_real - 1))];
}

CtStatus
ct_note_level_set_velocities (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n)
{
  float *levels, loud;

  if (n == 0)
    return CT_STATUS_OK;
  levels = malloc (2 * n * sizeof *levels);
  if (!levels)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    levels[i] = attack_db (spectrogram, start_s, &notes[i]);
  loud = loud_db (notes, levels, n, levels + n);
  for (size_t i = 0; i < n; i++)
    notes[i].velocity = velocity_of (levels[i] - loud);
  free (levels);
  return CT_STATUS_OK;
}
