/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-known-cluster.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-timbres-private.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-timbre-cluster.h"

#define ENOUGH_NOTES 512

/* All measured (core/training/MODEL.md). */
#define STEP_COSTS 2.0   /* of one track more or fewer than found */
#define SECOND_GAINS 2.0 /* what the second number has of that back, the less its margin is below 1 */
#define SURE (-1.0)      /* a band that fits so well says how many play */
#define HOPELESS (-9.0)  /* one that fits no better with the number found fits with none */

typedef struct
{
  const CtKnownPlayers *players;
  const float *embeddings;
  CtNote *notes; /* [n] */
  size_t n;
  CtTimbreClustering *clustering;

  CtNote *compared;             /* [n]: the notes; those that are left out are on no track */
  int16_t *tracks;              /* [n]: of the notes, in the number that fits best so far */
  CtTimbreClusterResult result; /* of that */
  double fit;
} KnownCluster;

/* Of a long recording, so many notes all over it tell enough. */
static bool
is_heard (const KnownCluster *self, size_t i)
{
  return self->n <= ENOUGH_NOTES || i * ENOUGH_NOTES / self->n != (i + 1) * ENOUGH_NOTES / self->n;
}

static CtStatus
fit (KnownCluster *self, size_t n_tracks, double *out)
{
  const CtKnownPlayers *players = self->players;
  const CtHeardTracks heard = { .weights = players->weights,
                                .encoder = players->encoder,
                                .embeddings = self->embeddings,
                                .notes = self->compared,
                                .n = self->n,
                                .n_tracks = n_tracks,
                                .taken = players->taken };

  memcpy (self->compared, self->notes, self->n * sizeof *self->compared);
  for (size_t i = 0; i < self->n; i++)
    if ((players->named && players->named[self->notes[i].track]) || !is_heard (self, i))
      self->compared[i].track = -1;
  return ct_known_timbres_fit (players->known, &heard, out);
}

/* The notes are on as many tracks as @result says, which fit so well. */
static void
keep (KnownCluster *self, const CtTimbreClusterResult *result, double fit)
{
  for (size_t i = 0; i < self->n; i++)
    self->tracks[i] = self->notes[i].track;
  self->result = *result;
  self->fit = fit;
}

/* What it costs to have another number of tracks than was found. */
static double
cost (const CtTimbreCount *count, int found, int n_tracks)
{
  double second = n_tracks == count->second ? fmax (0, 1 - (double) count->margin) : 0;

  return STEP_COSTS * abs (n_tracks - found) - SECOND_GAINS * second;
}

static CtStatus
try_number (KnownCluster *self, int n_tracks, double costs)
{
  CtTimbreClusterResult result;
  double found;
  CtStatus status = ct_timbre_clustering_cut (self->clustering, n_tracks, &result);

  result.count.n = n_tracks;
  if (status == CT_STATUS_OK)
    status = fit (self, result.n_tracks, &found);
  if (status == CT_STATUS_OK && found - costs > self->fit)
    keep (self, &result, found - costs);
  return status;
}

/* The number without the band is the second where it is next to that with it. */
static void
count_anew (CtTimbreCount *count, int found, double better_by)
{
  count->second = abs (count->n - found) == 1 ? found : 0;
  count->margin = count->second ? (float) better_by : INFINITY;
}

/* The notes are on their tracks as found without the band. */
static CtStatus
try_numbers (KnownCluster *self, int least_tracks, CtTimbreClusterResult *result)
{
  static const int steps[] = { -1, 1, 2 };
  int found = ct_timbre_clustering_number (self->clustering);
  double as_found;
  CtStatus status = fit (self, result->n_tracks, &as_found);

  if (status != CT_STATUS_OK || as_found < HOPELESS)
    return status;
  keep (self, result, fmax (as_found, SURE));
  for (size_t i = 0; i < sizeof steps / sizeof *steps && status == CT_STATUS_OK; i++)
    {
      int n_tracks = found + steps[i];

      if (n_tracks >= 1 && n_tracks >= least_tracks && n_tracks <= CT_MAX_TRACKS)
        status = try_number (self, n_tracks, cost (&result->count, found, n_tracks));
    }
  for (size_t i = 0; i < self->n; i++)
    self->notes[i].track = self->tracks[i];
  if (self->fit > fmax (as_found, SURE))
    count_anew (&self->result.count, found, self->fit - as_found);
  *result = self->result;
  return status;
}

/* Whether a user has said how many tracks there are, or that there are more or fewer than are found. */
static bool
is_asked_for (const CtTimbreClusterOptions *options)
{
  CtTimbreClusterOptions defaults;

  ct_timbre_cluster_options_init (&defaults);
  return options->n_tracks > 0 || options->separation < defaults.separation
         || options->separation > defaults.separation;
}

static CtStatus
run (KnownCluster *self, const CtTimbreClusterOptions *options, CtTimbreClusterResult *result)
{
  const CtKnownTimbres *known = self->players->known;
  CtStatus status = ct_timbre_clustering_cut (self->clustering, ct_timbre_clustering_number (self->clustering), result);

  if (status != CT_STATUS_OK || self->n == 0 || !known || ct_known_timbres_n (known) == 0 || is_asked_for (options))
    return status;
  self->compared = malloc (self->n * sizeof *self->compared);
  self->tracks = malloc (self->n * sizeof *self->tracks);
  status = CT_STATUS_NO_MEMORY;
  if (self->compared && self->tracks)
    status = try_numbers (self, options->least_tracks, result);
  free (self->compared);
  free (self->tracks);
  return status;
}

CtStatus
ct_known_cluster (const CtKnownPlayers *players,
                  const CtMemoryNetwork *network,
                  const float *embeddings,
                  const int *fixed,
                  const CtTimbreClusterOptions *options,
                  CtNote *notes,
                  size_t n,
                  CtTimbreClusterResult *result)
{
  KnownCluster self = { .players = players, .embeddings = embeddings, .notes = notes, .n = n };
  CtStatus status = ct_timbre_clustering_new (network, embeddings, fixed, options, notes, n, &self.clustering);

  *result = (CtTimbreClusterResult){ 0 };
  if (status == CT_STATUS_OK)
    status = run (&self, options, result);
  ct_timbre_clustering_free (self.clustering);
  return status;
}
