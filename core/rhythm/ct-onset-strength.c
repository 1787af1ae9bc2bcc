/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-onset-strength.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/transform/ct-cqt.h"

/* Softer posteriors are noise; in 1/255. */
#define MIN_POSTERIOR 26
/* Levels this far below the mean of the recording are noise. */
#define FLOOR_DB 35
/* Frames between the two levels that are compared. */
#define FLUX_FRAMES 2
#define BASS_BINS (2 * CT_CQT_BINS_PER_OCTAVE)
#define TREBLE_BINS (2 * CT_CQT_BINS_PER_OCTAVE)
/* What of the onsets comes from the posteriors; the rest is flux. */
#define POSTERIOR_SHARE 0.6f
/* Longer notes are not more accented. */
#define MAX_ACCENT_S 1.0
/* Notes below this are bass, the more the lower. */
#define BASS_MIDI 55
#define N_CLASSES 12
#define N_CURVES 8
/* Chords are compared over this many frames before and after: half a second. */
#define CHORD_FRAMES 43

static void
sum_posteriors (const CtPosteriorgram *posteriors, float *out)
{
  for (size_t t = 0; t < posteriors->n_frames; t++)
    {
      const uint8_t *onset = posteriors->onset + t * CT_N_PITCHES;
      unsigned sum = 0;

      for (size_t p = 0; p < CT_N_PITCHES; p++)
        sum += onset[p] > MIN_POSTERIOR ? onset[p] : 0u;
      /* a chord counts more than a note, but not as much as its notes one by one */
      out[t] = sqrtf ((float) sum / 255.0f);
    }
}

static uint16_t
floor_level (const CtSpectrogram *spectrogram)
{
  double db = ct_spectrogram_mean_db (spectrogram) - FLOOR_DB - CT_LEVEL_MIN_DB;

  return (uint16_t) (CT_LEVEL_STEPS_PER_DB * fmax (db, 1.0));
}

static inline uint16_t
larger (uint16_t a, uint16_t b)
{
  return a > b ? a : b;
}

/* By how much levels rise, summed over bins, in steps of a level. */
typedef struct
{
  unsigned all, bass, treble;
} Flux;

/* By how much the levels of @now exceed those of @before or of its neighbours. */
static Flux
rise (const uint16_t *now, const uint16_t *before, uint16_t lowest)
{
  Flux flux = { 0 };
  uint16_t rises[CT_CQT_BINS];

  rises[0] = rises[CT_CQT_BINS - 1] = 0;
  for (size_t k = 1; k + 1 < CT_CQT_BINS; k++)
    {
      uint16_t old = larger (larger (before[k - 1], before[k]), larger (before[k + 1], lowest));

      rises[k] = (uint16_t) (larger (now[k], old) - old);
    }
  for (size_t k = 0; k < BASS_BINS; k++)
    flux.bass += rises[k];
  for (size_t k = 0; k < CT_CQT_BINS; k++)
    flux.all += rises[k];
  for (size_t k = CT_CQT_BINS - TREBLE_BINS; k < CT_CQT_BINS; k++)
    flux.treble += rises[k];
  return flux;
}

static void
sum_flux (const CtSpectrogram *spectrogram, size_t n_frames, float *all, float *bass, float *treble)
{
  uint16_t lowest = floor_level (spectrogram);
  const float scale = 1.0f / (CT_LEVEL_STEPS_PER_DB * CT_CQT_BINS);

  for (size_t t = FLUX_FRAMES; t < n_frames; t++)
    {
      Flux flux = rise (ct_spectrogram_frame (spectrogram, t), ct_spectrogram_frame (spectrogram, t - FLUX_FRAMES),
                        lowest);

      all[t] = scale * (float) flux.all;
      bass[t] = scale * (float) flux.bass;
      treble[t] = scale * (float) flux.treble;
    }
}

/* Scales to a root mean square of 1. */
static void
normalise (float *values, size_t n)
{
  double power = 0;

  for (size_t t = 0; t < n; t++)
    power += (double) values[t] * (double) values[t];
  for (size_t t = 0; t < n && power > 0; t++)
    values[t] *= (float) sqrt ((double) n / power);
}

static size_t
frame_at (double time_s, double start_s, size_t n_frames)
{
  double frame = round ((time_s - start_s) * CT_CQT_FRAME_RATE_HZ);

  return (size_t) fmin (fmax (frame, 0), (double) n_frames);
}

/* What notes add: @bass and @accent are sums at first; their roots are taken, so that a chord counts more than a note
 * but less than its notes one by one. */
static void
sum_notes (const CtNote *notes, size_t n_notes, double start_s, size_t n_frames, float *accent, float *bass)
{
  for (size_t i = 0; i < n_notes; i++)
    {
      const CtNote *note = &notes[i];
      size_t frame = frame_at (note->onset_s, start_s, n_frames);
      float length = (float) sqrt (fmin (fmax (note->offset_s - note->onset_s, 0), MAX_ACCENT_S));
      float depth = note->midi < BASS_MIDI ? (float) (BASS_MIDI - note->midi) / 12.0f : 0.0f;

      if (note->uncertain || frame >= n_frames)
        continue;
      accent[frame] += length * (float) note->velocity / 100.0f;
      bass[frame] += length * fminf (depth, 1.5f);
    }
  for (size_t t = 0; t < n_frames; t++)
    {
      accent[t] = sqrtf (accent[t]);
      bass[t] = sqrtf (bass[t]);
    }
}

/* Sums over time of how much of each pitch class sounds before each frame: @sums is [n_frames + 1][N_CLASSES]. */
static void
sum_classes (const CtNote *notes, size_t n_notes, double start_s, size_t n_frames, float *sums)
{
  for (size_t i = 0; i < n_notes; i++)
    {
      size_t first = frame_at (notes[i].onset_s, start_s, n_frames);
      size_t end = frame_at (notes[i].offset_s, start_s, n_frames), pitch_class = notes[i].midi % N_CLASSES;
      float weight = notes[i].midi < BASS_MIDI ? 2.0f : 1.0f;

      if (notes[i].uncertain || end <= first)
        continue;
      sums[first * N_CLASSES + pitch_class] += weight;
      sums[end * N_CLASSES + pitch_class] -= weight;
    }
  /* from where notes begin and end to what sounds, and from that to sums of it */
  for (int round = 0; round < 2; round++)
    for (size_t i = N_CLASSES; i < (n_frames + 1) * N_CLASSES; i++)
      sums[i] += sums[i - N_CLASSES];
}

static float
distance (const float *before, const float *now, const float *after)
{
  float product = 0, a = 0, b = 0;

  for (size_t k = 0; k < N_CLASSES; k++)
    {
      float x = now[k] - before[k], y = after[k] - now[k];

      product += x * y;
      a += x * x;
      b += y * y;
    }
  return a > 1 && b > 1 ? fmaxf (0.0f, 1.0f - product / sqrtf (a * b)) : 0.0f;
}

static void
compare_chords (const float *sums, size_t n_frames, float *chord)
{
  for (size_t t = CHORD_FRAMES; t + CHORD_FRAMES <= n_frames; t++)
    chord[t] = distance (sums + (t - CHORD_FRAMES) * N_CLASSES, sums + t * N_CLASSES,
                         sums + (t + CHORD_FRAMES) * N_CLASSES);
}

/* The curve that a drum of General MIDI is heard in. */
static float *
curve_of (const CtOnsetStrength *self, uint8_t drum)
{
  switch (drum)
    {
    case 35: /* bass drums, low toms */
    case 36:
    case 41:
    case 43:
      return self->kick;
    case 42: /* hi-hats, cymbals, tambourine, cowbell, cabasa, maracas, triangles, shakers */
    case 44:
    case 46:
    case 49:
    case 51:
    case 52:
    case 53:
    case 54:
    case 55:
    case 56:
    case 57:
    case 59:
    case 69:
    case 70:
    case 80:
    case 81:
    case 82:
      return self->metal;
    default:
      return self->snare;
    }
}

static void
sum_hits (const CtPercussion *percussion, double start_s, CtOnsetStrength *self)
{
  for (size_t i = 0; i < percussion->n_hits; i++)
    {
      const CtHit *hit = &percussion->hits[i];
      size_t frame = frame_at (hit->time_s, start_s, self->n_frames);

      if (frame < self->n_frames)
        curve_of (self, percussion->groups[hit->group].drum)[frame] += hit->strength;
    }
}

/* @scratch: 2 n_frames of zeros, and (n_frames + 1) N_CLASSES of zeros for the classes behind. */
static void
fill (CtOnsetStrength *self, const CtRhythmEvidence *evidence, float *scratch)
{
  const CtNote *notes = evidence->notes;
  size_t n_notes = evidence->n_notes;
  double start_s = evidence->start_s;
  size_t n = self->n_frames;
  float *flux = scratch, *low_flux = scratch + n, *classes = scratch + 2 * n;

  sum_posteriors (evidence->posteriors, self->onset);
  if (evidence->spectrogram)
    sum_flux (evidence->spectrogram, n, flux, low_flux, self->treble);
  normalise (self->onset, n);
  normalise (flux, n);
  normalise (low_flux, n);
  for (size_t t = 0; t < n; t++)
    self->onset[t] = POSTERIOR_SHARE * self->onset[t] + (1 - POSTERIOR_SHARE) * flux[t];
  sum_notes (notes, n_notes, start_s, n, self->accent, self->bass);
  normalise (self->bass, n);
  for (size_t t = 0; t < n; t++)
    self->bass[t] = 0.6f * self->bass[t] + 0.4f * low_flux[t];
  sum_classes (notes, n_notes, start_s, n, classes);
  compare_chords (classes, n, self->chord);
  if (evidence->percussion)
    sum_hits (evidence->percussion, start_s, self);
  normalise (self->onset, n);
  normalise (self->accent, n);
  normalise (self->bass, n);
  normalise (self->chord, n);
  normalise (self->treble, n);
  normalise (self->kick, n);
  normalise (self->snare, n);
  normalise (self->metal, n);
}

CtStatus
ct_onset_strength_new (const CtRhythmEvidence *evidence, CtOnsetStrength **out)
{
  size_t n = evidence->posteriors->n_frames;
  CtOnsetStrength *self = calloc (1, sizeof *self);
  float *scratch = calloc (2 * n + (n + 1) * N_CLASSES, sizeof *scratch);

  if (self)
    {
      self->n_frames = n;
      self->onset = calloc (N_CURVES * n + 1, sizeof (float));
    }
  if (!scratch || !self || !self->onset)
    {
      free (scratch);
      ct_onset_strength_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  self->accent = self->onset + n;
  self->bass = self->accent + n;
  self->chord = self->bass + n;
  self->treble = self->chord + n;
  self->kick = self->treble + n;
  self->snare = self->kick + n;
  self->metal = self->snare + n;
  fill (self, evidence, scratch);
  free (scratch);
  *out = self;
  return CT_STATUS_OK;
}

void
ct_onset_strength_free (CtOnsetStrength *self)
{
  if (!self)
    return;
  free (self->onset);
  free (self);
}
