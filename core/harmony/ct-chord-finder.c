/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chords as hidden states of segments: a bar, or its parts. A segment is as probable as what sounds in it makes its
 * chord (ct-chord-scores-private.h); from one to the next a chord changes where a bar begins more readily than in the
 * middle of it, and there more than on weak beats. The segments and chords that make the whole most probable are found
 * by the Viterbi algorithm (a semi-Markov one). */
#include "core/harmony/ct-chord-finder-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/harmony/ct-chord-scores-private.h"

/* A segment has as many beats at most; longer bars are several. */
#define MAX_BEATS 6

/* What a change costs, in logarithms of probabilities. */
#define CHANGE_COST_AT_BAR 1.8f
#define CHANGE_COST_IN_MIDDLE 3.1f
#define CHANGE_COST 6.0f

/* From this share of the bass on a note other than the root is a chord's bass. */
#define SLASH_SHARE 0.6

_Static_assert(CT_N_CHORD_STATES <= UINT8_MAX + 1, "a state fits into a byte");

/* What the best path to a moment comes from, for each state. */
typedef struct
{
  uint8_t length[CT_N_CHORD_STATES]; /* how many beats the segment has that ends with a beat */
  uint8_t before[CT_N_CHORD_STATES]; /* the state before one that begins with it */
} Step;

typedef struct
{
  const CtPitchProfiles *profiles;
  const CtKeyChange *keys;
  size_t n_keys;
  CtChordTemplates templates;
  Step *steps;   /* [n] */
  uint8_t *path; /* [n]: the state of each beat */
  bool *begins;  /* [n]: whether a segment begins */
} Finder;

/* Where the segments that end now may begin, MAX_BEATS back: in a ring. */
typedef struct
{
  CtChordEvidence evidence[MAX_BEATS];
  float entered[MAX_BEATS][CT_N_CHORD_STATES]; /* the best path to a state that begins with a beat */
} Window;

/* How many beats the bar that begins with beat @i has. */
static size_t
count_beats (const CtPitchProfiles *profiles, size_t i)
{
  size_t n = 1;

  while (i + n < profiles->n && !profiles->beats[i + n].begins_bar)
    n++;
  return n;
}

static float
change_cost (size_t place, size_t n_beats)
{
  if (place == 0)
    return CHANGE_COST_AT_BAR;
  if (2 * place == n_beats || (n_beats > 4 && place % 3 == 0))
    return CHANGE_COST_IN_MIDDLE;
  return CHANGE_COST;
}

static int
leader_of (const float *best)
{
  int leader = 0;

  for (int state = 1; state < CT_N_CHORD_STATES; state++)
    if (best[state] > best[leader])
      leader = state;
  return leader;
}

/* The best ways to begin a segment with a beat, where @best ends before it. */
static void
enter (Step *step, const float *best, float cost, bool may_stay, float *entered)
{
  int leader = leader_of (best);

  for (int state = 0; state < CT_N_CHORD_STATES; state++)
    {
      bool stays = may_stay && best[state] >= best[leader] - cost;

      step->before[state] = (uint8_t) (stays ? state : leader);
      entered[state] = stays ? best[state] : best[leader] - cost;
    }
}

/* The best segments that end with beat @i, of up to @n beats. */
static void
leave (Finder *self, const Window *window, size_t i, size_t n, float *best)
{
  CtChordEvidence evidence = window->evidence[i % MAX_BEATS];
  float scores[CT_N_CHORD_STATES];

  for (int state = 0; state < CT_N_CHORD_STATES; state++)
    best[state] = -INFINITY;
  for (size_t length = 1; length <= n; length++)
    {
      size_t first = i + 1 - length;
      CtKey key = ct_key_at (self->keys, self->n_keys, self->profiles->beats[first].start_s);
      const float *entered = window->entered[first % MAX_BEATS];

      if (length > 1)
        ct_chord_evidence_prepend (&evidence, &window->evidence[first % MAX_BEATS]);
      ct_chord_evidence_score (&evidence, &key, scores);
      for (int state = 0; state < CT_N_CHORD_STATES; state++)
        if (entered[state] + scores[state] > best[state])
          {
            best[state] = entered[state] + scores[state];
            self->steps[i].length[state] = (uint8_t) length;
          }
    }
}

/* Finds the best path; returns its last state. */
static int
find_path (Finder *self, Window *window)
{
  const CtPitchProfiles *profiles = self->profiles;
  float best[CT_N_CHORD_STATES] = { 0 };
  size_t place = 0, n_beats = 0;

  for (size_t i = 0; i < profiles->n; i++, place++)
    {
      if (i == 0 || profiles->beats[i].begins_bar)
        {
          place = 0;
          n_beats = count_beats (profiles, i);
        }
      ct_chord_evidence_measure (&window->evidence[i % MAX_BEATS], &self->templates, &profiles->beats[i]);
      enter (&self->steps[i], best, i == 0 ? 0 : change_cost (place, n_beats), place % MAX_BEATS == 0,
             window->entered[i % MAX_BEATS]);
      leave (self, window, i, place % MAX_BEATS + 1, best);
    }
  return leader_of (best);
}

/* Follows the best path back. */
static void
fill_path (Finder *self, int state)
{
  for (size_t end = self->profiles->n; end > 0;)
    {
      size_t first = end - self->steps[end - 1].length[state];

      for (size_t i = first; i < end; i++)
        {
          self->path[i] = (uint8_t) state;
          self->begins[i] = i == first;
        }
      state = self->steps[first].before[state];
      end = first;
    }
}

/* What speaks for each chord in the segment that begins with beat @first. */
static CtChordEvidence
evidence_of (const Finder *self, size_t first)
{
  size_t last = first;
  CtChordEvidence evidence, beat;

  while (last + 1 < self->profiles->n && !self->begins[last + 1])
    last++;
  ct_chord_evidence_measure (&evidence, &self->templates, &self->profiles->beats[last]);
  while (last-- > first)
    {
      ct_chord_evidence_measure (&beat, &self->templates, &self->profiles->beats[last]);
      ct_chord_evidence_prepend (&evidence, &beat);
    }
  return evidence;
}

/* The probability of @state in beats @first to @end - 1, by what sounds in one of their segments on average. */
static float
confidence (const Finder *self, size_t first, size_t end, int state)
{
  float scores[CT_N_CHORD_STATES];
  double more[CT_N_CHORD_STATES] = { 0 }, sum = 0;
  int n = 0;

  for (size_t i = first; i < end; i++)
    if (self->begins[i])
      {
        CtKey key = ct_key_at (self->keys, self->n_keys, self->profiles->beats[i].start_s);
        CtChordEvidence evidence = evidence_of (self, i);

        ct_chord_evidence_score (&evidence, &key, scores);
        for (int other = 0; other < CT_N_CHORD_STATES; other++)
          more[other] += scores[other] - scores[state];
        n++;
      }
  for (int other = 0; other < CT_N_CHORD_STATES; other++)
    sum += exp (more[other] / n);
  return (float) fmin (1 / sum, 1.0);
}

static void
add_share (double *weights, double weight, const float *amounts)
{
  double total = 1e-3;

  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    total += amounts[k];
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    weights[k] += weight * amounts[k] / total;
}

/* The bass of a chord in beats @first to @end - 1: where it does not agree with itself, the root. Where the chord
 * begins its bass tells as much as all the rest, and half of that in each bar after it. */
static int
find_bass (const Finder *self, size_t first, size_t end, int state)
{
  const CtPitchProfile *beats = self->profiles->beats;
  double weights[CT_N_PITCH_CLASSES] = { 0 }, total = 0;
  float held[CT_N_PITCH_CLASSES] = { 0 };
  int most = 0;

  for (size_t i = first; i < end; i++)
    {
      for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
        held[k] += beats[i].bass[k];
      if (i == first || beats[i].begins_bar)
        add_share (weights, i == first ? 1 : 0.5, beats[i].start);
    }
  add_share (weights, 1, held);
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      total += weights[k];
      if (weights[k] > weights[most])
        most = k;
    }
  return weights[most] < SLASH_SHARE * total ? ct_chord_state_root (state) : most;
}

static CtChord
make_chord (const Finder *self, size_t first, size_t end, int state)
{
  CtChord chord = { .start_s = self->profiles->beats[first].start_s,
                    .end_s = self->profiles->beats[end - 1].end_s,
                    .confidence = confidence (self, first, end, state),
                    .quality = ct_chord_state_quality (state) };

  if (state == CT_NO_CHORD_STATE)
    return chord;
  chord.root = (uint8_t) ct_chord_state_root (state);
  chord.bass = (uint8_t) find_bass (self, first, end, state);
  /* a bass outside the chord is a passing note, or wrong */
  if (!((ct_chord_intervals (chord.quality) >> ((chord.bass - chord.root + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES))
        & 1))
    chord.bass = chord.root;
  return chord;
}

static size_t
write_chords (const Finder *self, CtChord *chords)
{
  size_t n = self->profiles->n, n_chords = 0, first = 0;

  for (size_t i = 1; i <= n; i++)
    if (i == n || self->path[i] != self->path[first])
      {
        chords[n_chords++] = make_chord (self, first, i, self->path[first]);
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
  Window *window;

  *out = NULL;
  *n = 0;
  if (profiles->n == 0)
    return CT_STATUS_OK;
  ct_chord_templates_init (&finder.templates);
  finder.steps = malloc (profiles->n * sizeof *finder.steps);
  finder.path = malloc (profiles->n * sizeof *finder.path);
  finder.begins = malloc (profiles->n * sizeof *finder.begins);
  chords = malloc (profiles->n * sizeof *chords);
  window = malloc (sizeof *window);
  if (finder.steps && finder.path && finder.begins && chords && window)
    {
      fill_path (&finder, find_path (&finder, window));
      *n = write_chords (&finder, chords);
      *out = chords;
    }
  else
    {
      free (chords);
      status = CT_STATUS_NO_MEMORY;
    }
  free (finder.steps);
  free (finder.path);
  free (finder.begins);
  free (window);
  return status;
}
