/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chords as hidden states of beats. A chord makes its notes sound, and others now and then, with probabilities that are
 * set by hand; in a key some chords are more common; from beat to beat a chord mostly stays, most of all within a bar.
 * The path of chords that makes the whole most probable is found by the Viterbi algorithm. */
#include "core/harmony/ct-chord-finder-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define N_QUALITIES (CT_N_CHORD_QUALITIES - 1)
#define NO_CHORD (CT_N_PITCH_CLASSES * N_QUALITIES)
#define N_STATES (NO_CHORD + 1)

/* The share of what sounds that belongs to the chord. */
#define INSIDE 0.90
/* What a beat's notes, and its bass, weigh against the rest. */
#define NOTES_WEIGHT 9.0
#define BASS_WEIGHT 0.8
/* What a change costs, in logarithms of probabilities. */
#define CHANGE_COST 4.0
#define CHANGE_COST_IN_BAR 5.5
/* What a beat without a chord costs where notes sound, and one with a chord where none do. */
#define NO_CHORD_COST 1.0
#define SILENCE_COST 0.8
/* What a note outside the key costs. */
#define OUTSIDE_COST 0.8
/* From this share of the bass on a note other than the root is a chord's bass. */
#define SLASH_SHARE 0.55

/* How rare a kind of chord is. */
static const double rarity[CT_N_CHORD_QUALITIES] = {
  [CT_CHORD_MAJOR] = 0.0,         [CT_CHORD_MINOR] = 0.0,           [CT_CHORD_DIMINISHED] = 0.8,
  [CT_CHORD_AUGMENTED] = 1.6,     [CT_CHORD_SEVENTH] = 0.2,         [CT_CHORD_MAJOR_SEVENTH] = 0.3,
  [CT_CHORD_MINOR_SEVENTH] = 0.3, [CT_CHORD_HALF_DIMINISHED] = 0.7, [CT_CHORD_DIM_SEVENTH] = 0.8,
  [CT_CHORD_SIXTH] = 1.0,         [CT_CHORD_MINOR_SIXTH] = 1.2,     [CT_CHORD_SUS2] = 1.4,
  [CT_CHORD_SUS4] = 1.0,          [CT_CHORD_NINTH] = 1.0,
};

/* The logarithms of the probabilities of notes and basses, by the interval they make with the root. */
typedef struct
{
  double note[CT_N_PITCH_CLASSES];
  double bass[CT_N_PITCH_CLASSES];
} Template;

typedef struct
{
  const CtPitchProfiles *profiles;
  const CtKeyChange *keys;
  size_t n_keys;
  Template templates[CT_N_CHORD_QUALITIES];
  float *scores; /* [n][N_STATES] */
  uint8_t *from; /* [n][N_STATES]: the state before on the best path */
} Finder;

static CtChordQuality
state_quality (int state)
{
  return state == NO_CHORD ? CT_CHORD_NONE : (CtChordQuality) (state / CT_N_PITCH_CLASSES + 1);
}

static int
state_root (int state)
{
  return state % CT_N_PITCH_CLASSES;
}

static void
fill_template (Template *self, CtChordQuality quality)
{
  unsigned intervals = ct_chord_intervals (quality);
  int n = 0;
  double sum = 0;

  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    n += (intervals >> k) & 1;
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      bool inside = (intervals >> k) & 1;
      /* the root is doubled more often than others, the seventh and ninth less */
      double weight = k == 0 ? 1.3 : k >= 9 || k == 2 ? 0.75 : 1.0;

      self->note[k] = inside ? weight : 0;
      sum += self->note[k];
      self->bass[k] = log (k == 0 ? 0.72 : inside ? 0.23 / (n - 1) : 0.05 / (CT_N_PITCH_CLASSES - n));
    }
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    self->note[k] = log (self->note[k] > 0 ? INSIDE * self->note[k] / sum : (1 - INSIDE) / (CT_N_PITCH_CLASSES - n));
}

/* A bit for each pitch class of a key, the raised seventh of minor among them. */
static unsigned
key_classes (const CtKey *key)
{
  unsigned bits = 0;

  for (int i = 0; i < 7; i++)
    bits |= 1u << (((7 * (key->fifths + i - 1)) % CT_N_PITCH_CLASSES + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES);
  if (key->minor)
    bits |= 1u << (ct_key_tonic (key) + CT_N_PITCH_CLASSES - 1) % CT_N_PITCH_CLASSES;
  return bits;
}

/* What a chord costs in a key. */
static double
prior (int state, unsigned classes)
{
  CtChord chord = { .quality = state_quality (state), .root = (uint8_t) state_root (state) };
  double cost = rarity[chord.quality];
  unsigned outside;

  chord.bass = chord.root;
  outside = ct_chord_pitch_classes (&chord) & ~classes;
  for (; outside; outside &= outside - 1)
    cost += OUTSIDE_COST;
  return cost;
}

static void
score_beat (Finder *self, size_t i)
{
  const CtPitchProfile *beat = &self->profiles->beats[i];
  CtKey key = ct_key_at (self->keys, self->n_keys, beat->start_s);
  float *scores = &self->scores[i * N_STATES];
  unsigned classes = key_classes (&key);
  double total = 1e-9, bass_total = 1e-9, heard;

  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      total += beat->all[k];
      bass_total += beat->bass[k];
    }
  heard = fmin (total / 0.5, 1.0);
  for (int state = 0; state < NO_CHORD; state++)
    {
      const Template *template = &self->templates[state_quality (state)];
      double notes = 0, bass = 0;

      for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
        {
          int interval = (k - state_root (state) + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES;

          notes += beat->all[k] * template->note[interval];
          bass += beat->bass[k] * template->bass[interval];
        }
      scores[state] = (float) (heard
                                   * (NOTES_WEIGHT * notes / total + BASS_WEIGHT * bass / bass_total
                                      - prior (state, classes))
                               - (1 - heard) * SILENCE_COST);
    }
  scores[NO_CHORD] = (float) (-heard * ((NOTES_WEIGHT + BASS_WEIGHT) * log (CT_N_PITCH_CLASSES) + NO_CHORD_COST));
}

/* Finds the best path; returns its last state. */
static int
find_path (Finder *self)
{
  double best[N_STATES], next[N_STATES];
  int leader = 0;

  for (size_t i = 0; i < self->profiles->n; i++)
    {
      const float *scores = &self->scores[i * N_STATES];
      double cost = self->profiles->beats[i].begins_bar ? CHANGE_COST : CHANGE_COST_IN_BAR;

      for (int state = 0; state < N_STATES; state++)
        {
          bool stays = i == 0 || best[state] >= best[leader] - cost;

          self->from[i * N_STATES + (size_t) state] = (uint8_t) (stays ? state : leader);
          next[state] = (i == 0 ? 0 : stays ? best[state] : best[leader] - cost) + scores[state];
        }
      memcpy (best, next, sizeof best);
      leader = 0;
      for (int state = 1; state < N_STATES; state++)
        if (best[state] > best[leader])
          leader = state;
    }
  return leader;
}

/* The probability of @state in beats @first to @end - 1, by what sounds in one of them on average. */
static float
confidence (const Finder *self, size_t first, size_t end, int state)
{
  double sum = 0;

  for (int other = 0; other < N_STATES; other++)
    {
      double more = 0;

      for (size_t i = first; i < end; i++)
        more += self->scores[i * N_STATES + (size_t) other] - self->scores[i * N_STATES + (size_t) state];
      sum += exp (more / (double) (end - first));
    }
  return (float) fmin (1 / sum, 1.0);
}

/* The bass of a chord in beats @first to @end - 1: where it does not agree with itself, the root. */
static int
find_bass (const Finder *self, size_t first, size_t end, int state)
{
  double weights[CT_N_PITCH_CLASSES] = { 0 }, total = 0;
  int most = 0;

  for (size_t i = first; i < end; i++)
    for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
      /* where the chord begins, its bass tells most */
      weights[k] += (i == first ? 2 : 1) * self->profiles->beats[i].bass[k];
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      total += weights[k];
      if (weights[k] > weights[most])
        most = k;
    }
  if (weights[most] < SLASH_SHARE * total)
    return state_root (state);
  return most;
}

static CtChord
make_chord (const Finder *self, size_t first, size_t end, int state)
{
  CtChord chord = { .start_s = self->profiles->beats[first].start_s,
                    .end_s = self->profiles->beats[end - 1].end_s,
                    .confidence = confidence (self, first, end, state),
                    .quality = state_quality (state) };

  if (state == NO_CHORD)
    return chord;
  chord.root = (uint8_t) state_root (state);
  chord.bass = (uint8_t) find_bass (self, first, end, state);
  /* a bass outside the chord is a passing note, or wrong */
  if (!((ct_chord_intervals (chord.quality) >> ((chord.bass - chord.root + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES))
        & 1))
    chord.bass = chord.root;
  return chord;
}

static size_t
write_chords (Finder *self, int last, CtChord *chords)
{
  size_t n = self->profiles->n, n_chords = 0, first = 0;

  /* the path in the first of each row, backwards */
  for (size_t i = n; i-- > 0;)
    {
      int before = self->from[i * N_STATES + (size_t) last];

      self->from[i * N_STATES] = (uint8_t) last;
      last = before;
    }
  for (size_t i = 1; i <= n; i++)
    if (i == n || self->from[i * N_STATES] != self->from[first * N_STATES])
      {
        chords[n_chords++] = make_chord (self, first, i, self->from[first * N_STATES]);
        first = i;
      }
  return n_chords;
}

CtStatus
ct_chord_finder_find (const CtPitchProfiles *profiles, const CtKeyChange *keys, size_t n_keys, CtChord **out, size_t *n)
{
  Finder finder = { .profiles = profiles, .keys = keys, .n_keys = n_keys };
  CtStatus status = CT_STATUS_OK;
  CtChord *chords;

  *out = NULL;
  *n = 0;
  if (profiles->n == 0)
    return CT_STATUS_OK;
  for (int quality = CT_CHORD_NONE + 1; quality < CT_N_CHORD_QUALITIES; quality++)
    fill_template (&finder.templates[quality], (CtChordQuality) quality);
  finder.scores = malloc (profiles->n * N_STATES * sizeof *finder.scores);
  finder.from = malloc (profiles->n * N_STATES * sizeof *finder.from);
  chords = malloc (profiles->n * sizeof *chords);
  if (finder.scores && finder.from && chords)
    {
      for (size_t i = 0; i < profiles->n; i++)
        score_beat (&finder, i);
      *n = write_chords (&finder, find_path (&finder), chords);
      *out = chords;
    }
  else
    {
      free (chords);
      status = CT_STATUS_NO_MEMORY;
    }
  free (finder.scores);
  free (finder.from);
  return status;
}
