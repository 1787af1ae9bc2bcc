/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-program-guess.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-program.h"
#include "core/transform/ct-cqt.h"

#define N_HARMONICS 12
#define N_STRETCHES 7
#define N_REGISTER 3
#define N_FEATURES (CT_EMBEDDING_SIZE + N_REGISTER + N_HARMONICS * N_STRETCHES)
#define ATTACK_FIRST (-2) /* frames from the onset */
#define ATTACK_END 14
#define FLOOR_DB 60 /* under the attack's highest level is silence */
#define SCALE_DB 40
#define MIDDLE_MIDI 60
#define REGISTER_SEMITONES 24
#define NO_MORE_THAN 512 /* notes of a track are listened to */

/* What is known of programs: scores of prototypes, an instrument of one maker each, linear in the features. */
typedef struct
{
  const float *weights; /* [n][N_FEATURES] */
  const float *biases;  /* [n] */
  const float *numbers; /* [n], their programs */
  const float *bounds;  /* [2]: how probable a program, and a family, must be to give the name */
  size_t n;
} Prototypes;

static bool
find_prototypes (const CtWeights *weights, Prototypes *self)
{
  self->n = ct_weights_length (weights, "names.program");
  self->numbers = ct_weights_get (weights, "names.program", 1, &self->n);
  self->weights = ct_weights_get (weights, "names.weight", 2, (size_t[]){ self->n, N_FEATURES });
  self->biases = ct_weights_get (weights, "names.bias", 1, &self->n);
  self->bounds = ct_weights_get (weights, "names.bounds", 1, (size_t[]){ 2 });
  return self->n > 0 && self->numbers && self->weights && self->biases && self->bounds;
}

/* ---- features ---- */

static float
level_db (const CtSpectrogram *spectrogram, ptrdiff_t frame, int bin)
{
  if (frame < 0 || (size_t) frame >= ct_spectrogram_n_frames (spectrogram) || bin < 0 || bin >= CT_CQT_BINS)
    return -INFINITY;
  return ct_level_to_db (ct_spectrogram_frame (spectrogram, (size_t) frame)[bin]);
}

/* The highest level of the harmonics in the attack. */
static float
attack_db (const CtSpectrogram *spectrogram, ptrdiff_t onset, const int *bins)
{
  float highest = -INFINITY;

  for (ptrdiff_t frame = onset + ATTACK_FIRST; frame < onset + ATTACK_END; frame++)
    for (int h = 0; h < N_HARMONICS; h++)
      for (int bin = bins[h] - 1; bin <= bins[h] + 1; bin++)
        highest = fmaxf (highest, level_db (spectrogram, frame, bin));
  return highest;
}

/* Adds to @levels ([N_HARMONICS][N_STRETCHES]) how loud the note's harmonics are in stretches of its time, between
 * silence and the highest. */
static void
add_levels (const CtSpectrogram *spectrogram, double start_s, const CtNote *note, float *levels)
{
  static const int ends[N_STRETCHES + 1] = { ATTACK_FIRST, 0, 2, 6, ATTACK_END, 30, 46, 78 };
  ptrdiff_t onset = (ptrdiff_t) rint ((note->onset_s - start_s) * CT_CQT_FRAME_RATE_HZ);
  int bins[N_HARMONICS];
  float top;

  for (int h = 0; h < N_HARMONICS; h++)
    bins[h] = 3 * (note->midi - CT_MIDI_LOW) + 1 + (int) lrintf (36 * log2f ((float) h + 1));
  top = attack_db (spectrogram, onset, bins);
  for (int h = 0; h < N_HARMONICS; h++)
    for (int s = 0; s < N_STRETCHES; s++)
      {
        float sum = 0;

        for (ptrdiff_t frame = onset + ends[s]; frame < onset + ends[s + 1]; frame++)
          sum += fmaxf (0, (level_db (spectrogram, frame, bins[h]) - top + FLOOR_DB) / SCALE_DB);
        levels[h * N_STRETCHES + s] += sum / (float) (ends[s + 1] - ends[s]);
      }
}

static bool
counts (const CtNote *note, int track)
{
  return note->track == track && !note->uncertain;
}

/* Fills @features ([N_FEATURES]): means of the embeddings, of the register (and its spread) and of the levels. False:
 * the track has no notes. */
static bool
listen (const float *embeddings,
        const CtSpectrogram *spectrogram,
        double start_s,
        const CtScore *score,
        int track,
        float *features)
{
  float *pitch = features + CT_EMBEDDING_SIZE;
  size_t step = ct_score_count (score, track) / NO_MORE_THAN + 1, n = 0, met = 0;

  memset (features, 0, N_FEATURES * sizeof *features);
  for (size_t i = 0; i < score->notes.n; i++)
    {
      const CtNote *note = &score->notes.notes[i];
      float height = (float) (note->midi - MIDDLE_MIDI) / REGISTER_SEMITONES;

      if (!counts (note, track) || met++ % step > 0)
        continue;
      for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
        features[d] += embeddings[i * CT_EMBEDDING_SIZE + d];
      pitch[0] += height;
      pitch[1] += height * height;
      add_levels (spectrogram, start_s, note, pitch + N_REGISTER);
      n++;
    }
  for (int i = 0; i < N_FEATURES && n > 0; i++)
    features[i] /= (float) n;
  pitch[2] = sqrtf (fmaxf (pitch[1] - pitch[0] * pitch[0], 0));
  pitch[1] = pitch[0] * pitch[0];
  return n > 0;
}

/* ---- judgement ---- */

/* How probable each program is: the prototypes' shares, of those that are played in this register. @scores is [n]. */
static void
judge (const Prototypes *self, const float *features, float *scores, float *programs)
{
  double midi = MIDDLE_MIDI + REGISTER_SEMITONES * (double) features[CT_EMBEDDING_SIZE];
  float highest = -FLT_MAX, sum = 0;

  for (size_t i = 0; i < self->n; i++)
    {
      scores[i] = self->biases[i];
      for (size_t j = 0; j < N_FEATURES; j++)
        scores[i] += self->weights[i * N_FEATURES + j] * features[j];
      if (self->numbers[i] >= 0 && !ct_program_plays ((unsigned) self->numbers[i], midi))
        scores[i] = -INFINITY;
      highest = fmaxf (highest, scores[i]);
    }
  memset (programs, 0, CT_N_PROGRAMS * sizeof *programs);
  for (size_t i = 0; i < self->n; i++)
    {
      float share = expf (scores[i] - highest);

      sum += share;
      if (self->numbers[i] >= 0 && self->numbers[i] < CT_N_PROGRAMS)
        programs[(int) self->numbers[i]] += share;
    }
  for (int i = 0; i < CT_N_PROGRAMS; i++)
    programs[i] /= fmaxf (sum, FLT_MIN);
}

static int
largest (const float *values, int n)
{
  int best = 0;

  for (int i = 1; i < n; i++)
    if (values[i] > values[best])
      best = i;
  return best;
}

/* Gives @track the likeliest program, or that of the likeliest family where only that is sure. */
static void
choose (const Prototypes *self, float *programs, CtTrack *track)
{
  float families[CT_N_INSTRUMENT_FAMILIES + 1] = { 0 };
  int best = largest (programs, CT_N_PROGRAMS), family;

  for (unsigned i = 0; i < CT_N_PROGRAMS; i++)
    families[ct_program_family (i)] += programs[i];
  family = largest (families, CT_N_INSTRUMENT_FAMILIES);
  track->naming = CT_NAMING_NUMBER;
  if (programs[best] >= self->bounds[0] && ct_program_family ((unsigned) best) < CT_FAMILY_SYNTHESIZER)
    track->naming = CT_NAMING_PROGRAM;
  else if (families[family] >= self->bounds[1])
    track->naming = CT_NAMING_FAMILY;
  for (unsigned i = 0; i < CT_N_PROGRAMS && track->naming != CT_NAMING_PROGRAM; i++)
    if (ct_program_family (i) != family)
      programs[i] = 0;
  track->program = (uint8_t) largest (programs, CT_N_PROGRAMS);
}

/* Names the track: the second of two alike gets a number. */
static void
name_track (CtScore *score, size_t track)
{
  CtTrack *it = &score->tracks[track];
  const char *label = ct_program_label ((CtNaming) it->naming, it->program);
  size_t n = 1;

  if (!label)
    return;
  for (size_t i = 0; i < track; i++)
    n += ct_program_label ((CtNaming) score->tracks[i].naming, score->tracks[i].program) == label;
  if (n == 1)
    snprintf (it->name, sizeof it->name, "%s", label);
  else
    snprintf (it->name, sizeof it->name, "%s %zu", label, n);
}

CtStatus
ct_program_guess (const CtWeights *weights,
                  const float *embeddings,
                  const CtSpectrogram *spectrogram,
                  double start_s,
                  CtScore *score)
{
  float features[N_FEATURES], programs[CT_N_PROGRAMS];
  Prototypes self;
  float *scores;

  for (size_t track = 0; track < score->n_tracks; track++)
    {
      score->tracks[track].program = 0;
      score->tracks[track].naming = CT_NAMING_NUMBER;
    }
  if (!spectrogram || !find_prototypes (weights, &self))
    return CT_STATUS_OK;
  scores = malloc (self.n * sizeof *scores);
  if (!scores)
    return CT_STATUS_NO_MEMORY;
  for (size_t track = 0; track < score->n_tracks; track++)
    if (listen (embeddings, spectrogram, start_s, score, (int) track, features))
      {
        judge (&self, features, scores, programs);
        choose (&self, programs, &score->tracks[track]);
        name_track (score, track);
      }
  free (scores);
  return CT_STATUS_OK;
}
