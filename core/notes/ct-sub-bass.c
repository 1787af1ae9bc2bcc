/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-sub-bass-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/transform/ct-cqt.h"

#define LOWEST 21          /* A0 */
#define HIGHEST 23         /* B0 */
#define SETTLE_FRAMES 4    /* after the onset a note is looked at */
#define SEEN_FRAMES 30     /* until so long after it */
#define TELLING_PARTIALS 7 /* as many tell the note, */
#define COMB_DB 10         /* each at least so far above what lies between them */
#define HIGHER_DB 6        /* by which the partials of B0 are louder than those of C1, which it leaks into */
#define OWN_DB 3           /* by which the partials of a note of its own stand out among the low one's */
#define N_OWN 4            /* of its partials */
#define HIGHEST_PARTIAL 14 /* partials higher up are too close to each other */

/* The mean levels of a stretch of time. */
typedef struct
{
  const CtSpectrogram *spectrogram;
  size_t first, end; /* frames */
} Stretch;

/* Which partial of a note @interval semitones below a note may be; 0: none. Higher ones are no notes of their own, as
 * far as was seen. */
static int
partial_at (int interval)
{
  return interval == 12 ? 2 : interval == 19 ? 3 : interval == 24 ? 4 : 0;
}

/* The bin of @multiple times the frequency of @midi. */
static int
bin_at (int midi, float multiple)
{
  return (int) lrintf ((float) (3 * (midi - CT_MIDI_LOW) + 1) + 36 * log2f (multiple));
}

static float
mean_db (const Stretch *self, int bin)
{
  float sum = 0;

  for (size_t frame = self->first; frame < self->end; frame++)
    sum += ct_level_to_db (ct_spectrogram_frame (self->spectrogram, frame)[bin]);
  return sum / (float) (self->end - self->first);
}

/* The level of a partial, which may be a bin away: strings are stiff. */
static float
partial_db (const Stretch *self, int midi, int partial)
{
  int bin = bin_at (midi, (float) partial);

  return fmaxf (mean_db (self, bin), fmaxf (mean_db (self, bin - 1), mean_db (self, bin + 1)));
}

/* Whether @midi sounds: its partials 2 to 7, of which no note an octave or a fifth above it has all, stand out between
 * halves. */
static bool
sounds (const Stretch *self, int midi)
{
  for (int partial = 2; partial <= TELLING_PARTIALS; partial++)
    {
      float between = mean_db (self, bin_at (midi, (float) partial - 0.5f))
                      + mean_db (self, bin_at (midi, (float) partial + 0.5f));

      if (partial_db (self, midi, partial) < between / 2 + COMB_DB)
        return false;
    }
  return true;
}

/* Whether the partials of a note that is partial @multiple of @midi stand out among the others, on average. */
static bool
stands_out (const Stretch *self, int midi, int multiple)
{
  float sum = 0;
  int n = 0;

  for (int i = 1; i <= N_OWN && i * multiple <= HIGHEST_PARTIAL; i++, n++)
    {
      int partial = i * multiple;
      float beside = partial_db (self, midi, partial + 1);

      if (partial > 2) /* the fundamental is out of sight */
        beside = fmaxf (beside, partial_db (self, midi, partial - 1));
      sum += partial_db (self, midi, partial) - beside;
    }
  return sum >= OWN_DB * (float) n;
}

/* Whether the partials of @midi are so much louder than those a semitone above it that C1 is only what leaks from it.
 */
static bool
leaks_upwards (const Stretch *self, int midi)
{
  float sum = 0;

  for (int partial = 2; partial <= TELLING_PARTIALS; partial++)
    sum += partial_db (self, midi, partial) - partial_db (self, midi + 1, partial);
  return sum >= (TELLING_PARTIALS - 1) * HIGHER_DB;
}

static bool
is_of_sub_bass (const CtSpectrogram *spectrogram, double start_s, const CtNote *note)
{
  double onset = fmax (rint ((note->onset_s - start_s) * CT_CQT_FRAME_RATE_HZ), 0);
  double last = fmin (rint ((note->offset_s - start_s) * CT_CQT_FRAME_RATE_HZ), onset + SEEN_FRAMES);
  Stretch seen = { .spectrogram = spectrogram, .first = (size_t) onset + SETTLE_FRAMES };

  last = fmin (fmax (last, onset + SETTLE_FRAMES + 6), (double) ct_spectrogram_n_frames (spectrogram));
  if ((double) seen.first >= last)
    return false;
  seen.end = (size_t) last;
  for (int midi = LOWEST; midi <= HIGHEST; midi++)
    {
      int multiple = partial_at (note->midi - midi);

      if (multiple > 0 && sounds (&seen, midi) && !stands_out (&seen, midi, multiple))
        return true;
      if (midi == HIGHEST && note->midi == HIGHEST + 1 && sounds (&seen, midi) && leaks_upwards (&seen, midi))
        return true;
    }
  return false;
}

size_t
ct_sub_bass_remove_partials (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n)
{
  size_t n_left = 0;

  for (size_t i = 0; i < n; i++)
    if (!is_of_sub_bass (spectrogram, start_s, &notes[i]))
      notes[n_left++] = notes[i];
  return n_left;
}
