/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-cluster.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-vector-exp-private.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-spectral-cluster-private.h"
#include "core/timbre/ct-timbre-count.h"
#include "core/timbre/ct-timbre-memory-private.h"
#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "core/timbre/ct-timbre-space.h"

#define AFFINITY_BETA 4.0f /* sharpness of the affinity exp (beta (cos - 1)) */

struct _CtTimbreClustering
{
  const int *fixed; /* [n] or NULL */
  CtTimbreClusterOptions options;
  CtNote *notes; /* [n] */
  size_t n;
  CtTimbreCount count;

  CtTimbreSpace space;
  CtTimbrePatterns patterns;
  CtTimbreMemory *memory;
  int groups[CT_TIMBRE_PATTERNS];    /* of the patterns: the fixed ones, counted from 0; -1: free */
  int labels[CT_TIMBRE_PATTERNS];    /* of the patterns: the groups, then clusters */
  int group_of_track[CT_MAX_TRACKS]; /* -1: no note is fixed to this track */
  double *affinity;                  /* [patterns.n][patterns.n], and as many to work in; NULL until they are needed */
  size_t n_groups;
  size_t k;
};

void
ct_timbre_cluster_options_init (CtTimbreClusterOptions *self)
{
  *self = (CtTimbreClusterOptions){ .n_tracks = 0, .separation = 1 };
}

CtStatus
ct_timbre_cluster_options_check (const CtTimbreClusterOptions *self)
{
  if (self->n_tracks < 0 || self->n_tracks > CT_MAX_TRACKS)
    return CT_STATUS_BAD_ARGUMENT;
  if (self->least_tracks < 0 || self->least_tracks > CT_MAX_TRACKS)
    return CT_STATUS_BAD_ARGUMENT;
  if (!(self->separation > 0 && self->separation <= CT_MAX_SEPARATION))
    return CT_STATUS_BAD_ARGUMENT;
  return CT_STATUS_OK;
}

bool
ct_timbre_cluster_options_equal (const CtTimbreClusterOptions *a, const CtTimbreClusterOptions *b)
{
  return a->n_tracks == b->n_tracks && a->least_tracks == b->least_tracks && a->separation == b->separation;
}

/* How much sound a note is: what a share of the whole, and the loudest track, go by. */
static double
note_sound (const CtNote *note)
{
  return note->uncertain ? 0 : (note->offset_s - note->onset_s) * note->velocity;
}

static int
group_of (const CtTimbreClustering *self, size_t note)
{
  return self->fixed && self->fixed[note] >= 0 ? self->group_of_track[self->fixed[note]] : -1;
}

/* Counts the tracks that the user fixed something to. */
static CtStatus
find_groups (CtTimbreClustering *self)
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
make_memory (CtTimbreClustering *self, const CtMemoryNetwork *network, const float *embeddings)
{
  CtStatus status = ct_timbre_patterns_choose (self->notes, self->fixed, self->n, &self->patterns);

  if (status == CT_STATUS_OK)
    status = ct_timbre_space_init (&self->space, network, embeddings, self->notes, self->fixed, self->n,
                                   &self->patterns);
  if (status == CT_STATUS_OK)
    status = ct_timbre_memory_new (self->space.timbres, self->space.width, self->notes, &self->patterns, &self->memory);
  for (size_t i = 0; i < self->patterns.n && status == CT_STATUS_OK; i++)
    self->groups[i] = group_of (self, self->patterns.notes[i]);
  return status;
}

static void
choose_number (CtTimbreClustering *self, int n_tracks)
{
  size_t n_free = 0;

  for (size_t i = 0; i < self->patterns.n; i++)
    n_free += self->groups[i] < 0;
  self->k = (size_t) n_tracks;
  if (self->k > self->n_groups + n_free)
    self->k = self->n_groups + n_free;
  if (self->k > CT_MAX_TRACKS)
    self->k = CT_MAX_TRACKS;
  if (self->k < self->n_groups)
    self->k = self->n_groups;
  if (self->k == 0)
    self->k = 1;
}

/* Affinities of @pattern with all, in (0, 1]. */
static void
fill_affinity (const CtTimbreClustering *self, size_t pattern, double *row)
{
  float values[CT_TIMBRE_MEMORY_PADDED] = { 0 };

  ct_timbre_memory_compare (self->memory, ct_timbre_space_at (&self->space, self->patterns.notes[pattern]), values);
  for (size_t i = 0; i < CT_TIMBRE_MEMORY_PADDED; i++)
    values[i] = values[i] < 1 ? AFFINITY_BETA * values[i] - AFFINITY_BETA : 0;
  for (size_t i = 0; i < CT_TIMBRE_MEMORY_PADDED; i += 4)
    *(CtVec4 *) &values[i] = ct_vec4_exp (*(CtVec4 *) &values[i]);
  for (size_t i = 0; i < self->patterns.n; i++)
    {
      row[i] = (double) values[i];
      if (self->groups[pattern] >= 0 && self->groups[i] >= 0)
        row[i] = self->groups[pattern] == self->groups[i];
    }
  row[pattern] = 1;
}

static CtStatus
cluster_patterns (CtTimbreClustering *self)
{
  size_t n = self->patterns.n;

  memset (self->labels, 0, sizeof self->labels);
  if (self->k < 2)
    return CT_STATUS_OK;
  if (!self->affinity)
    {
      self->affinity = malloc (2 * n * n * sizeof *self->affinity);
      if (!self->affinity)
        return CT_STATUS_NO_MEMORY;
      for (size_t i = 0; i < n; i++)
        fill_affinity (self, i, self->affinity + i * n);
    }
  memcpy (self->affinity + n * n, self->affinity, n * n * sizeof *self->affinity);
  return ct_spectral_cluster (self->affinity + n * n, n, self->k, self->groups, self->labels);
}

/* The label that @note recalls. */
static int
recall_label (const CtTimbreClustering *self, size_t note)
{
  float votes[CT_MAX_TRACKS];

  return ct_timbre_memory_vote (self->memory, ct_timbre_space_at (&self->space, note), self->labels, self->k, votes);
}

static void
label_notes (CtTimbreClustering *self)
{
  for (size_t i = 0; i < self->n; i++)
    self->notes[i].track = -1;
  for (size_t i = 0; i < self->patterns.n; i++)
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
next_label (const CtTimbreClustering *self, const double *sound, const size_t *sizes, const int *track_of_label)
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
number_tracks (CtTimbreClustering *self)
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

static CtStatus
prepare (CtTimbreClustering *self, const CtMemoryNetwork *network, const float *embeddings)
{
  CtStatus status = find_groups (self);

  if (status == CT_STATUS_OK && self->n > 0)
    status = make_memory (self, network, embeddings);
  if (status == CT_STATUS_OK && self->n > 0)
    self->count = ct_timbre_count (self->space.timbres, self->space.width, self->notes, &self->patterns, self->groups,
                                   self->n_groups, self->options.separation);
  return status;
}

CtStatus
ct_timbre_clustering_new (const CtMemoryNetwork *network,
                          const float *embeddings,
                          const int *fixed,
                          const CtTimbreClusterOptions *options,
                          CtNote *notes,
                          size_t n,
                          CtTimbreClustering **out)
{
  CtStatus status = ct_timbre_cluster_options_check (options);
  CtTimbreClustering *self;

  if (status != CT_STATUS_OK)
    return status;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->fixed = fixed;
  self->options = *options;
  self->notes = notes;
  self->n = n;
  status = prepare (self, network, embeddings);
  if (status == CT_STATUS_OK)
    *out = self;
  else
    ct_timbre_clustering_free (self);
  return status;
}

void
ct_timbre_clustering_free (CtTimbreClustering *self)
{
  if (!self)
    return;
  ct_timbre_memory_free (self->memory);
  ct_timbre_space_clear (&self->space);
  free (self->affinity);
  free (self);
}

int
ct_timbre_clustering_number (const CtTimbreClustering *self)
{
  if (self->options.n_tracks > 0)
    return self->options.n_tracks;
  return self->count.n > self->options.least_tracks ? self->count.n : self->options.least_tracks;
}

CtStatus
ct_timbre_clustering_cut (CtTimbreClustering *self, int n_tracks, CtTimbreClusterResult *result)
{
  CtStatus status;

  *result = (CtTimbreClusterResult){ .count = self->count };
  if (self->n == 0)
    return CT_STATUS_OK;
  choose_number (self, n_tracks);
  status = cluster_patterns (self);
  if (status != CT_STATUS_OK)
    return status;
  label_notes (self);
  result->n_tracks = number_tracks (self);
  return CT_STATUS_OK;
}

CtStatus
ct_timbre_cluster (const CtMemoryNetwork *network,
                   const float *embeddings,
                   const int *fixed,
                   const CtTimbreClusterOptions *options,
                   CtNote *notes,
                   size_t n,
                   CtTimbreClusterResult *result)
{
  CtTimbreClustering *self = NULL;
  CtStatus status = ct_timbre_clustering_new (network, embeddings, fixed, options, notes, n, &self);

  *result = (CtTimbreClusterResult){ 0 };
  if (status == CT_STATUS_OK)
    status = ct_timbre_clustering_cut (self, ct_timbre_clustering_number (self), result);
  ct_timbre_clustering_free (self);
  return status;
}
