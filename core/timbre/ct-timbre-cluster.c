/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-cluster.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-k-means-private.h"
#include "core/base/ct-vector-exp-private.h"
#include "core/timbre/ct-spectral-cluster-private.h"
#include "core/timbre/ct-timbre-memory-private.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"

#define AFFINITY_BETA 4.0f       /* sharpness of the affinity exp (beta (cos - lambda |dp|)) */
#define MAX_REGISTER_SHARE 0.02f /* lambda where voices keep strictly to their registers */
#define NO_ORDER 0.5             /* voices that keep their order less than this show no register, */
#define ORDER_RANGE 0.4          /* and this much more of it is all one can ask for */
#define EXPLAINED_SHARE 0.25     /* of a timbre found, when the user fixed as much it is no new one */
#define MIN_MEETINGS 8           /* of two tracks, before their order means anything */
#define MIN_OVERLAP_S 0.03       /* notes that meet sound together at least this long */

typedef struct
{
  const float *embeddings; /* [n][CT_EMBEDDING_SIZE] */
  const int *fixed;        /* [n] or NULL */
  const CtTimbreClusterOptions *options;
  CtNote *notes; /* [n] */
  size_t n;

  CtTimbrePatterns patterns;
  CtTimbreMemory *memory;
  size_t n_patterns;
  float pitches[CT_TIMBRE_MEMORY_PADDED]; /* of the patterns */
  int groups[CT_TIMBRE_PATTERNS];         /* of the patterns: the fixed ones, counted from 0; -1: free */
  int labels[CT_TIMBRE_PATTERNS];         /* of the patterns: the groups, then clusters */
  int group_of_track[CT_MAX_TRACKS];      /* -1: no note is fixed to this track */
  size_t n_groups;
  size_t k;
  float register_share;
} Cluster;

void
ct_timbre_cluster_options_init (CtTimbreClusterOptions *self)
{
  *self = (CtTimbreClusterOptions){ .n_tracks = 0, .beta = 32, .register_share = -1, .min_share = 0.07f };
}

CtStatus
ct_timbre_cluster_options_check (const CtTimbreClusterOptions *self)
{
  if (self->n_tracks < 0 || self->n_tracks > CT_MAX_TRACKS)
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->beta > 0 && self->beta <= 1000))
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->register_share <= 10 && self->register_share >= -10))
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->min_share >= 0 && self->min_share <= 1))
    return CT_STATUS_BAD_ARGUMENT;
  return CT_STATUS_OK;
}

bool
ct_timbre_cluster_options_equal (const CtTimbreClusterOptions *a, const CtTimbreClusterOptions *b)
{
  return a->n_tracks == b->n_tracks && a->beta == b->beta && a->register_share == b->register_share
         && a->min_share == b->min_share;
}

static const CtNote *
pattern_note (const Cluster *self, size_t pattern)
{
  return &self->notes[self->patterns.notes[pattern]];
}

static const float *
pattern_embedding (const Cluster *self, size_t pattern)
{
  return self->embeddings + self->patterns.notes[pattern] * CT_EMBEDDING_SIZE;
}

/* How much sound a note is: what a share of the whole, and the loudest track, go by. */
static double
note_sound (const CtNote *note)
{
  return note->uncertain ? 0 : (note->offset_s - note->onset_s) * note->velocity;
}

static int
group_of (const Cluster *self, size_t note)
{
  return self->fixed && self->fixed[note] >= 0 ? self->group_of_track[self->fixed[note]] : -1;
}

/* Counts the tracks that the user fixed something to. */
static CtStatus
find_groups (Cluster *self)
{
  for (int i = 0; i < CT_MAX_TRACKS; i++)
    self->group_of_track[i] = -1;
  for (size_t i = 0; i < self->n && self->fixed; i++)
    {
      if (self->fixed[i] >= CT_MAX_TRACKS)
        return CT_STATUS_BAD_ARGUMENT;
      if (self->fixed[i] >= 0)
        self->group_of_track[self->fixed[i]] = 0;
    }
  for (int i = 0; i < CT_MAX_TRACKS; i++)
    if (self->group_of_track[i] == 0)
      self->group_of_track[i] = (int) self->n_groups++;
  return CT_STATUS_OK;
}

static CtStatus
make_memory (Cluster *self)
{
  CtStatus status = ct_timbre_patterns_choose (self->notes, self->fixed, self->n, &self->patterns);

  if (status == CT_STATUS_OK)
    status = ct_timbre_memory_new (self->embeddings, CT_EMBEDDING_SIZE, self->notes, &self->patterns, &self->memory);
  if (status)
    return status;
  self->n_patterns = self->patterns.n;
  for (size_t i = 0; i < self->n_patterns; i++)
    {
      self->pitches[i] = pattern_note (self, i)->midi;
      self->groups[i] = group_of (self, self->patterns.notes[i]);
    }
  return CT_STATUS_OK;
}

/* Whether attractor @number is what a group of the user's already stands for: much of its sound is fixed, or most of a
 * group fell into it. @attractor is [n_patterns]. */
static bool
is_explained (const Cluster *self, const int *attractor, int number)
{
  size_t inside[CT_MAX_TRACKS] = { 0 }, all[CT_MAX_TRACKS] = { 0 };
  double fixed = 0, sound = 0;

  for (size_t i = 0; i < self->n_patterns; i++)
    {
      if (self->groups[i] >= 0)
        {
          all[self->groups[i]]++;
          inside[self->groups[i]] += attractor[i] == number;
        }
      if (attractor[i] == number)
        {
          sound += note_sound (pattern_note (self, i));
          fixed += self->groups[i] >= 0 ? note_sound (pattern_note (self, i)) : 0;
        }
    }
  for (size_t i = 0; i < self->n_groups; i++)
    if (2 * inside[i] > all[i])
      return true;
  return self->n_groups > 0 && fixed >= EXPLAINED_SHARE * sound;
}

/* The number of tracks: the user's, and an attractor each for what is not too small and not the user's already. */
static CtStatus
count_timbres (Cluster *self)
{
  int attractor[CT_TIMBRE_PATTERNS];
  double sound[CT_TIMBRE_PATTERNS] = { 0 }, all = 0;
  size_t n_attractors;
  CtStatus status = ct_timbre_memory_attractors (self->memory, self->options->beta, attractor, &n_attractors);

  if (status)
    return status;
  for (size_t i = 0; i < self->n_patterns; i++)
    {
      sound[attractor[i]] += note_sound (pattern_note (self, i));
      all += note_sound (pattern_note (self, i));
    }
  self->k = self->n_groups;
  for (size_t i = 0; i < n_attractors; i++)
    if (sound[i] > 0 && sound[i] >= (double) self->options->min_share * all && !is_explained (self, attractor, (int) i))
      self->k++;
  return CT_STATUS_OK;
}

static CtStatus
choose_number (Cluster *self)
{
  CtStatus status = CT_STATUS_OK;
  size_t n_free = 0;

  if (self->options->n_tracks > 0)
    self->k = (size_t) self->options->n_tracks;
  else
    status = count_timbres (self);
  for (size_t i = 0; i < self->n_patterns; i++)
    n_free += self->groups[i] < 0;
  if (self->k > self->n_groups + n_free)
    self->k = self->n_groups + n_free;
  if (self->k > CT_MAX_TRACKS)
    self->k = CT_MAX_TRACKS;
  if (self->k < self->n_groups)
    self->k = self->n_groups;
  if (self->k == 0)
    self->k = 1;
  return status;
}

/* beta (cos - lambda |dp|) of @note with every pattern. @exponents is [CT_TIMBRE_MEMORY_PADDED]. */
static void
compare (const Cluster *self, size_t note, float beta, float *exponents)
{
  float pitch = self->notes[note].midi;

  ct_timbre_memory_compare (self->memory, self->embeddings + note * CT_EMBEDDING_SIZE, exponents);
  for (size_t i = 0; i < CT_TIMBRE_MEMORY_PADDED; i++)
    exponents[i] = beta * (exponents[i] - self->register_share * fabsf (self->pitches[i] - pitch));
}

/* Affinities of @pattern with all, in (0, 1]. */
static void
fill_affinity (const Cluster *self, size_t pattern, double *row)
{
  float values[CT_TIMBRE_MEMORY_PADDED] = { 0 };

  compare (self, self->patterns.notes[pattern], AFFINITY_BETA, values);
  for (size_t i = 0; i < CT_TIMBRE_MEMORY_PADDED; i++)
    values[i] = values[i] < AFFINITY_BETA ? values[i] - AFFINITY_BETA : 0;
  for (size_t i = 0; i < CT_TIMBRE_MEMORY_PADDED; i += 4)
    *(CtVec4 *) &values[i] = ct_vec4_exp (*(CtVec4 *) &values[i]);
  for (size_t i = 0; i < self->n_patterns; i++)
    {
      row[i] = (double) values[i];
      if (self->groups[pattern] >= 0 && self->groups[i] >= 0)
        row[i] = self->groups[pattern] == self->groups[i];
    }
  row[pattern] = 1;
}

static CtStatus
cluster_patterns (Cluster *self)
{
  double *affinity;
  CtStatus status;

  memset (self->labels, 0, sizeof self->labels);
  if (self->k < 2)
    return CT_STATUS_OK;
  affinity = malloc (self->n_patterns * self->n_patterns * sizeof *affinity);
  if (!affinity)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_patterns; i++)
    fill_affinity (self, i, affinity + i * self->n_patterns);
  status = ct_spectral_cluster (affinity, self->n_patterns, self->k, self->groups, self->labels);
  free (affinity);
  return status;
}

/* How strictly the clusters keep their order in pitch where their notes sound together: 1 if one of any two is always
 * above the other, about 0 if it is so by chance only, or if they rarely meet. */
static double
measure_order (const Cluster *self)
{
  unsigned above[CT_MAX_TRACKS][CT_MAX_TRACKS] = { 0 };
  unsigned kept = 0, all = 0;

  for (size_t i = 0; i < self->n_patterns; i++)
    for (size_t j = 0; j < self->n_patterns; j++)
      {
        const CtNote *high = pattern_note (self, i), *low = pattern_note (self, j);
        double together = fmin (high->offset_s, low->offset_s) - fmax (high->onset_s, low->onset_s);

        if (high->midi > low->midi && together >= MIN_OVERLAP_S)
          above[self->labels[i]][self->labels[j]]++;
      }
  for (size_t i = 0; i < self->k; i++)
    for (size_t j = i + 1; j < self->k; j++)
      if (above[i][j] + above[j][i] >= MIN_MEETINGS)
        {
          kept += above[i][j] > above[j][i] ? above[i][j] - above[j][i] : above[j][i] - above[i][j];
          all += above[i][j] + above[j][i];
        }
  return all > 0 ? (double) kept / all : 0;
}

/* The weight of register that the recording itself asks for: clusters found quickly and by timbre alone show whether
 * voices keep to their registers. */
static CtStatus
choose_register_share (Cluster *self)
{
  double *points, order;
  CtStatus status;

  self->register_share = self->options->register_share;
  if (self->register_share >= 0)
    return CT_STATUS_OK;
  self->register_share = 0;
  if (self->k < 2)
    return CT_STATUS_OK;
  points = malloc (self->n_patterns * CT_EMBEDDING_SIZE * sizeof *points);
  if (!points)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_patterns; i++)
    for (size_t j = 0; j < CT_EMBEDDING_SIZE; j++)
      points[i * CT_EMBEDDING_SIZE + j] = (double) pattern_embedding (self, i)[j];
  status = ct_k_means (points, self->n_patterns, CT_EMBEDDING_SIZE, self->k, self->groups, self->labels);
  free (points);
  if (status)
    return status;
  order = (measure_order (self) - NO_ORDER) / ORDER_RANGE;
  self->register_share = (float) fmin (fmax (order, 0), 1) * MAX_REGISTER_SHARE;
  return CT_STATUS_OK;
}

/* The label that @note recalls: the patterns' votes, by their shares of the recall. */
static int
recall_label (const Cluster *self, size_t note)
{
  float shares[CT_TIMBRE_MEMORY_PADDED] = { 0 };
  float votes[CT_MAX_TRACKS] = { 0 };
  int best = 0;

  compare (self, note, self->options->beta, shares);
  ct_timbre_memory_shares (self->memory, shares);
  for (size_t i = 0; i < self->n_patterns; i++)
    votes[self->labels[i]] += shares[i];
  for (int i = 1; i < (int) self->k; i++)
    if (votes[i] > votes[best])
      best = i;
  return best;
}

static void
label_notes (Cluster *self)
{
  for (size_t i = 0; i < self->n; i++)
    self->notes[i].track = -1;
  for (size_t i = 0; i < self->n_patterns; i++)
    self->notes[self->patterns.notes[i]].track = (int16_t) self->labels[i];
  for (size_t i = 0; i < self->n; i++)
    {
      int group = group_of (self, i);

      if (group >= 0)
        self->notes[i].track = (int16_t) group;
      else if (self->notes[i].track < 0)
        self->notes[i].track = (int16_t) (self->k > 1 ? recall_label (self, i) : 0);
    }
}

/* The loudest of the labels not yet numbered that have notes; -1: none is left. */
static int
next_label (const Cluster *self, const double *sound, const size_t *sizes, const int *track_of_label)
{
  int best = -1;

  for (int i = (int) self->n_groups; i < (int) self->k; i++)
    if (track_of_label[i] < 0 && sizes[i] > 0 && (best < 0 || sound[i] > sound[best]))
      best = i;
  return best;
}

/* Turns labels into tracks: the user's groups keep theirs, the others come after them, the loudest first (and in
 * between, should there be no more room after them). Returns the number of tracks. */
static size_t
number_tracks (Cluster *self)
{
  double sound[CT_MAX_TRACKS] = { 0 };
  size_t sizes[CT_MAX_TRACKS] = { 0 };
  int track_of_label[CT_MAX_TRACKS];
  bool used[CT_MAX_TRACKS] = { false };
  size_t n_tracks = 0;
  int label;

  memset (track_of_label, -1, sizeof track_of_label);
  for (size_t i = 0; i < self->n; i++)
    {
      sound[self->notes[i].track] += note_sound (&self->notes[i]);
      sizes[self->notes[i].track]++;
    }
  for (int i = 0; i < CT_MAX_TRACKS; i++)
    if (self->group_of_track[i] >= 0)
      {
        track_of_label[self->group_of_track[i]] = i;
        used[i] = true;
        n_tracks = (size_t) i + 1;
      }
  while ((label = next_label (self, sound, sizes, track_of_label)) >= 0)
    {
      size_t track = n_tracks < CT_MAX_TRACKS ? n_tracks : 0;

      while (used[track])
        track++;
      used[track] = true;
      track_of_label[label] = (int) track;
      n_tracks = track + 1 > n_tracks ? track + 1 : n_tracks;
    }
  for (size_t i = 0; i < self->n; i++)
    self->notes[i].track = (int16_t) track_of_label[self->notes[i].track];
  return n_tracks;
}

CtStatus
ct_timbre_cluster (const float *embeddings,
                   const int *fixed,
                   const CtTimbreClusterOptions *options,
                   CtNote *notes,
                   size_t n,
                   size_t *n_tracks)
{
  CtStatus status = ct_timbre_cluster_options_check (options);
  Cluster *self;

  *n_tracks = 0;
  if (status || n == 0)
    return status;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->embeddings = embeddings;
  self->fixed = fixed;
  self->options = options;
  self->notes = notes;
  self->n = n;
  status = find_groups (self);
  if (status == CT_STATUS_OK)
    status = make_memory (self);
  if (status == CT_STATUS_OK)
    status = choose_number (self);
  if (status == CT_STATUS_OK)
    status = choose_register_share (self);
  if (status == CT_STATUS_OK)
    status = cluster_patterns (self);
  if (status == CT_STATUS_OK)
    {
      label_notes (self);
      *n_tracks = number_tracks (self);
    }
  ct_timbre_memory_free (self->memory);
  free (self);
  return status;
}
