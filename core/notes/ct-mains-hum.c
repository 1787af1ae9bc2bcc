/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-mains-hum-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/transform/ct-cqt.h"

#define N_MULTIPLES 10
#define MIN_FRAMES 256     /* a shorter recording (3 s) may be one held note */
#define SEEN_FRAMES 2048   /* of a long one about as many are looked at */
#define FLOOR_SHARE 0.2    /* of the frames are quieter than the floor */
#define STEADY_DB 4        /* from the floor to the median */
#define AWAY_BINS 5        /* a tone does not reach as far */
#define PROMINENCE_DB 8    /* of a tone in the floor, over what lies so far away */
#define TUNING_BINS 0.5f   /* 17 cents: music in tune lies 22 to 51 cents beside */
#define LOWEST_MULTIPLES 6 /* of these */
#define MIN_TONES 2        /* so many must be there */
#define NOTE_BINS 2.2f     /* from a note to the hum that it may be */
#define RISE_DB 6          /* over the floor, on average: a note is more */
#define ATTACK_RISE_DB 9   /* or at its beginning */
#define ATTACK_FRAMES 16
#define N_LEVELS 256

/* The multiples of a mains frequency that are there all the time. */
typedef struct
{
  bool there[N_MULTIPLES];
  float bins[N_MULTIPLES]; /* with fractions */
  float floor_db[N_MULTIPLES];
} Hum;

/* The level of @bin under which it falls in @share of the frames. */
static float
quantile_db (const CtSpectrogram *spectrogram, int bin, double share)
{
  size_t n_frames = ct_spectrogram_n_frames (spectrogram), step = n_frames / SEEN_FRAMES + 1, n = 0, below = 0;
  uint32_t counts[N_LEVELS] = { 0 };
  int level = 0;

  for (size_t frame = 0; frame < n_frames; frame += step, n++)
    counts[ct_spectrogram_frame (spectrogram, frame)[bin] / CT_LEVEL_STEPS_PER_DB]++;
  while (level < N_LEVELS - 1 && (double) (below += counts[level]) <= share * (double) n)
    level++;
  return (float) (level + CT_LEVEL_MIN_DB) + 0.5f;
}

static float
floor_db (const CtSpectrogram *spectrogram, int bin)
{
  return quantile_db (spectrogram, bin, FLOOR_SHARE);
}

/* Looks for multiple @i of @mains_hz in the floor. */
static void
find_tone (const CtSpectrogram *spectrogram, float mains_hz, int i, Hum *hum)
{
  const float lowest_hz = 440.0f * exp2f (-45.0f / 12 - 1.0f / 36); /* of bin 0 */
  float expected = 36 * log2f (mains_hz * (float) (i + 1) / lowest_hz), at, below, above, bend;
  int bin = (int) lrintf (expected);

  hum->there[i] = false;
  if (bin < AWAY_BINS || bin + AWAY_BINS >= CT_CQT_BINS)
    return;
  at = floor_db (spectrogram, bin);
  below = floor_db (spectrogram, bin - 1);
  above = floor_db (spectrogram, bin + 1);
  bend = 2 * at - below - above;
  if (!(bend > 0))
    return;
  hum->bins[i] = (float) bin + 0.5f * (above - below) / bend;
  hum->floor_db[i] = at;
  hum->there[i] = fabsf (hum->bins[i] - expected) <= TUNING_BINS
                  && quantile_db (spectrogram, bin, 0.5) <= at + STEADY_DB
                  && at >= floor_db (spectrogram, bin - AWAY_BINS) + PROMINENCE_DB
                  && at >= floor_db (spectrogram, bin + AWAY_BINS) + PROMINENCE_DB;
}

static bool
find_hum (const CtSpectrogram *spectrogram, float mains_hz, Hum *hum)
{
  int n = 0;

  if (ct_spectrogram_n_frames (spectrogram) < MIN_FRAMES)
    return false;
  for (int i = 0; i < N_MULTIPLES; i++)
    {
      find_tone (spectrogram, mains_hz, i, hum);
      n += i < LOWEST_MULTIPLES && hum->there[i];
    }
  return n >= MIN_TONES && (hum->there[0] || hum->there[1]);
}

/* The highest level from bin @from to bin @to. */
static float
highest_db (const uint16_t *levels, int from, int to)
{
  uint16_t highest = 0;

  for (int bin = from < to ? from : to; bin <= from || bin <= to; bin++)
    highest = levels[bin] > highest ? levels[bin] : highest;
  return ct_level_to_db (highest);
}

/* Whether the note, which lies at @bin, is no louder than the hum, multiple @i, by itself. */
static bool
is_no_louder (const CtSpectrogram *spectrogram, double start_s, const CtNote *note, int bin, const Hum *hum, int i)
{
  size_t n_frames = ct_spectrogram_n_frames (spectrogram);
  double onset = fmax (rint ((note->onset_s - start_s) * CT_CQT_FRAME_RATE_HZ), 0);
  double offset = fmin (rint ((note->offset_s - start_s) * CT_CQT_FRAME_RATE_HZ), (double) n_frames);
  float sum = 0, attack = 0;
  int n = 0;

  for (size_t frame = (size_t) onset; (double) frame < offset; frame++, n++)
    {
      float rise = highest_db (ct_spectrogram_frame (spectrogram, frame), bin, (int) lrintf (hum->bins[i]))
                   - hum->floor_db[i];

      sum += rise;
      if (n < ATTACK_FRAMES && rise > attack)
        attack = rise;
    }
  return n > 0 && sum < RISE_DB * (float) n && attack < ATTACK_RISE_DB;
}

static bool
is_hum (const CtSpectrogram *spectrogram, double start_s, const CtNote *note, const Hum *hum)
{
  int bin = 3 * (note->midi - CT_MIDI_LOW) + 1;

  for (int i = 0; i < N_MULTIPLES; i++)
    if (hum->there[i] && fabsf (hum->bins[i] - (float) bin) <= NOTE_BINS
        && is_no_louder (spectrogram, start_s, note, bin, hum, i))
      return true;
  return false;
}

size_t
ct_mains_hum_remove (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n)
{
  static const float mains_hz[] = { 50, 60 };

  for (size_t f = 0; f < sizeof mains_hz / sizeof *mains_hz && n > 0; f++)
    {
      size_t n_left = 0;
      Hum hum;

      if (!find_hum (spectrogram, mains_hz[f], &hum))
        continue;
      for (size_t i = 0; i < n; i++)
        if (!is_hum (spectrogram, start_s, &notes[i], &hum))
          notes[n_left++] = notes[i];
      n = n_left;
    }
  return n;
}
