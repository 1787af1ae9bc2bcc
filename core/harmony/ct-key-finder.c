/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys after D. Temperley, Music and Probability (2007), chapter 6: in each segment of a piece, a key makes each pitch
 * class sound with a probability of its own; from one segment to the next the key mostly stays. The path of keys that
 * makes the whole most probable is found by the Viterbi algorithm. Other than there, a pitch class may sound a little:
 * what is transcribed has wrong notes, most of them soft and short. */
#include "core/harmony/ct-key-finder-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* 0 to 11 major, by tonic; then minor. */
#define N_KEYS 24

/* A segment is at least this long: a bar or a few. */
#define SEGMENT_S 1.8

/* What a change costs, in logarithms of probabilities. */
#define CHANGE_COST 12.0

/* How much of the time a pitch class has to sound to count as present. */
#define FULL 0.22

/* What the bass tells on top: tonic and fifth are there most of all. */
#define BASS_WEIGHT 0.5

/* How many segments' worth of evidence make a key as sure as can be. */
#define SURE_SEGMENTS 6.0

/* The probability that a pitch class, counted from the tonic, is in a segment: Temperley's, from the pieces of Kostka
 * and Payne's textbook. */
static const double presence[2][CT_N_PITCH_CLASSES] = {
  { .748, .060, .488, .082, .670, .460, .096, .715, .104, .366, .057, .400 },
  { .712, .084, .474, .618, .049, .460, .105, .747, .404, .067, .133, .330 }
};

typedef struct
{
  double start_s;
  float scores[N_KEYS]; /* the logarithm of how probable what sounds is in each key */
  uint8_t from[N_KEYS]; /* the key before, on the best path */
} Segment;

/* Adds up beats from @i on until they make a segment; returns the first beat after it. */
static size_t
gather (const CtPitchProfiles *profiles, size_t i, double *all, double *bass)
{
  double start_s = profiles->beats[i].start_s, length_s = 0;

  memset (all, 0, CT_N_PITCH_CLASSES * sizeof *all);
  memset (bass, 0, CT_N_PITCH_CLASSES * sizeof *bass);
  for (; i < profiles->n && (length_s < SEGMENT_S || !profiles->beats[i].begins_bar); i++)
    {
      const CtPitchProfile *beat = &profiles->beats[i];
      double beat_s = beat->end_s - beat->start_s;

      if (length_s >= 2 * SEGMENT_S)
        break;
      for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
        {
          all[k] += beat_s * beat->all[k];
          bass[k] += beat_s * beat->bass[k];
        }
      length_s = beat->end_s - start_s;
    }
  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      all[k] /= length_s;
      bass[k] /= length_s;
    }
  return i;
}

static void
score_keys (const double *all, const double *bass, float *scores)
{
  double total = 1e-9, bass_total = 1e-9;

  for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
    {
      total += all[k];
      bass_total += bass[k];
    }
  for (int key = 0; key < N_KEYS; key++)
    {
      const double *expected = presence[key / CT_N_PITCH_CLASSES];
      double score = 0;

      for (int k = 0; k < CT_N_PITCH_CLASSES; k++)
        {
          double p = expected[(k - key % CT_N_PITCH_CLASSES + CT_N_PITCH_CLASSES) % CT_N_PITCH_CLASSES];
          double present = fmin (all[k] / fmin (total, 1.0) / FULL, 1.0);

          score += present * log (p) + (1 - present) * log (1 - p);
          score += BASS_WEIGHT * bass[k] / bass_total * log (p);
        }
      /* a segment with next to nothing in it tells nothing */
      scores[key] = (float) (score * fmin (total / 0.2, 1.0));
    }
}

/* Fills in the best path's predecessors; returns the last key of the path. */
static int
find_path (Segment *segments, size_t n)
{
  double best[N_KEYS];
  int last = 0;

  for (int key = 0; key < N_KEYS; key++)
    best[key] = segments[0].scores[key];
  for (size_t i = 1; i < n; i++)
    {
      double next[N_KEYS];
      int leader = 0;

      for (int key = 1; key < N_KEYS; key++)
        if (best[key] > best[leader])
          leader = key;
      for (int key = 0; key < N_KEYS; key++)
        {
          bool stays = best[key] >= best[leader] - CHANGE_COST;

          segments[i].from[key] = (uint8_t) (stays ? key : leader);
          next[key] = (stays ? best[key] : best[leader] - CHANGE_COST) + segments[i].scores[key];
        }
      memcpy (best, next, sizeof best);
    }
  for (int key = 1; key < N_KEYS; key++)
    if (best[key] > best[last])
      last = key;
  return last;
}

/* How sure @key is of segments @first to @end - 1: its probability, with what there is of evidence at most. */
static float
confidence (const Segment *segments, size_t first, size_t end, int key)
{
  double sum = 0, scale = fmin (1.0, SURE_SEGMENTS / (double) (end - first));
  double totals[N_KEYS] = { 0 };

  for (size_t i = first; i < end; i++)
    for (int k = 0; k < N_KEYS; k++)
      totals[k] += segments[i].scores[k];
  for (int k = 0; k < N_KEYS; k++)
    sum += exp ((totals[k] - totals[key]) * scale);
  return (float) fmin (1 / sum, 1.0);
}

/* Writes the changes along the path into @changes ([n]); returns how many. */
static size_t
write_changes (Segment *segments, size_t n, int last, CtKeyChange *changes)
{
  size_t n_changes = 0, first = 0;

  /* the path in from[0], backwards */
  for (size_t i = n; i-- > 0;)
    {
      int before = i > 0 ? segments[i].from[last] : last;

      segments[i].from[0] = (uint8_t) last;
      last = before;
    }
  for (size_t i = 1; i <= n; i++)
    if (i == n || segments[i].from[0] != segments[first].from[0])
      {
        int key = segments[first].from[0];

        changes[n_changes++] = (CtKeyChange){ segments[first].start_s,
                                              ct_key_of_tonic (key % CT_N_PITCH_CLASSES, key >= CT_N_PITCH_CLASSES),
                                              confidence (segments, first, i, key), false };
        first = i;
      }
  return n_changes;
}

CtStatus
ct_key_finder_find (const CtPitchProfiles *profiles, CtKeyChange **out, size_t *n)
{
  Segment *segments;
  CtKeyChange *changes;
  size_t n_segments = 0;

  *out = NULL;
  *n = 0;
  if (profiles->n == 0)
    return CT_STATUS_OK;
  segments = malloc (profiles->n * sizeof *segments);
  changes = malloc (profiles->n * sizeof *changes);
  if (!segments || !changes)
    {
      free (segments);
      free (changes);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i < profiles->n;)
    {
      double all[CT_N_PITCH_CLASSES], bass[CT_N_PITCH_CLASSES];

      segments[n_segments].start_s = profiles->beats[i].start_s;
      i = gather (profiles, i, all, bass);
      score_keys (all, bass, segments[n_segments++].scores);
    }
  *n = write_changes (segments, n_segments, find_path (segments, n_segments), changes);
  *out = changes;
  free (segments);
  return CT_STATUS_OK;
}
