/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-spectrum.h"

#include <math.h>

#define BANDS CT_PERCUSSIVE_BANDS
/* Levels this far below the mean of the recording are silence. */
#define FLOOR_DB 30.0f
/* A band rises at least this far below what rises the most, and this far below what sounds in it. */
#define RANGE_DB 40.0f
/* How far a band may fall or rise afterwards. */
#define FALL_DB 30.0f
#define RISE_DB 10.0f

/* Frames of the attack, of what sounded before it, and of what is left of it, relative to the hit. */
static const int attack[] = { 0, 1, 2 };
static const int before[] = { -4, -3, -2 };
static const int later[] = { 6, 16 };

/* The levels of the bands at a frame, which may lie outside the recording, in dB above the floor. */
static void
bands_at (const CtSpectrogram *spectrogram, size_t frame, int offset, float *out)
{
  size_t n = ct_spectrogram_n_frames (spectrogram);
  size_t at = offset < 0 && frame < (size_t) -offset ? 0 : frame + (size_t) offset;
  float floor_db = (float) ct_spectrogram_mean_db (spectrogram) - FLOOR_DB;
  CtPercussiveBands bands;

  ct_percussive_bands_take (ct_spectrogram_frame (spectrogram, at < n ? at : n - 1), &bands);
  for (int band = 0; band < BANDS; band++)
    out[band] = fmaxf (ct_level_to_db (bands.noise[band]) - floor_db, 0.0f);
}

/* The louder, or with @sign -1 the softer, of the frames at @offsets. */
static void
extreme_of (const CtSpectrogram *spectrogram, size_t frame, const int *offsets, float sign, float *out)
{
  bands_at (spectrogram, frame, offsets[0], out);
  for (int i = 1; i < 3; i++)
    {
      float levels[BANDS];

      bands_at (spectrogram, frame, offsets[i], levels);
      for (int band = 0; band < BANDS; band++)
        out[band] = sign * fmaxf (sign * out[band], sign * levels[band]);
    }
}

static float
power_of (float db)
{
  return powf (10.0f, db / 10.0f);
}

float
ct_hit_spectrum_take (const CtSpectrogram *spectrogram, size_t frame, float *features)
{
  const int n_bands = BANDS;
  float now[BANDS], old[BANDS], loudest = 0, mean = 0;

  extreme_of (spectrogram, frame, attack, 1, now);
  extreme_of (spectrogram, frame, before, -1, old);
  for (int band = 0; band < BANDS; band++)
    {
      float power = power_of (now[band]);

      features[band] = 10 * log10f (fmaxf (power - power_of (old[band]), power_of (-RANGE_DB) * power));
      loudest = band == 0 ? features[band] : fmaxf (loudest, features[band]);
    }
  for (int band = 0; band < BANDS; band++)
    {
      features[band] = fmaxf (features[band], loudest - RANGE_DB);
      mean += features[band] / (float) n_bands;
    }
  for (int band = 0; band < BANDS; band++)
    features[band] -= mean;
  for (int i = 0; i < 2; i++)
    {
      float *changes = features + (i + 1) * BANDS;

      bands_at (spectrogram, frame, later[i], changes);
      for (int band = 0; band < BANDS; band++)
        changes[band] = fminf (fmaxf (changes[band] - now[band], -FALL_DB), RISE_DB);
    }
  return loudest;
}
