/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-rescore-private.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-known-cluster.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"

/* The notes that have a timbre, and the tracks that their clusters become. */
typedef struct
{
  CtRescore *rescore;
  CtRescoreTimbres timbres;  /* fixed: numbers of groups, -1: free */
  int *kept;                 /* [timbres.n], 0: no correction may change it; -1: free */
  int groups[CT_MAX_TRACKS]; /* indices of the tracks that bind clusters */
  size_t n_groups;
  size_t n_labels;
  int track_of[CT_MAX_TRACKS];     /* index of the track that each label becomes, -1: none */
  size_t sizes[CT_MAX_TRACKS];     /* of the labels, in notes that are certain and go where their label does */
  double (*shared)[CT_MAX_TRACKS]; /* [n_tracks]: sound of such notes that a track before shares with each label */
  unsigned char taken[CT_KNOWN_TIMBRES_MAX]; /* known timbres that a track that stays bears the name of */
  unsigned char named[CT_MAX_TRACKS];        /* whether a group is such a track */
} Clusters;

static CtRescoreItem *
item_of (const Clusters *self, size_t i)
{
  return &self->rescore->items[self->timbres.items[i]];
}

static CtStatus
gather (Clusters *self)
{
  CtStatus status = ct_rescore_timbres_gather (self->rescore, &self->timbres);

  self->kept = malloc ((self->timbres.n + 1) * sizeof *self->kept);
  self->shared = calloc (self->rescore->n_tracks + 1, sizeof *self->shared);
  return self->kept && self->shared ? status : CT_STATUS_NO_MEMORY;
}

/* The number of the group that binds @item; -1: none. */
static int
group_of (const Clusters *self, const CtRescoreItem *item)
{
  for (size_t i = 0; item->was_there && i < self->n_groups; i++)
    if (self->rescore->tracks[self->groups[i]].id == item->note.track)
      return (int) i;
  return -1;
}

/* Finds the tracks that bind the clustering: those that stay as they are. A single note moved against its timbre binds
 * only itself. */
static void
find_groups (Clusters *self)
{
  for (size_t track = 0; track < self->rescore->before->n_tracks; track++)
    for (size_t i = 0; i < self->timbres.n && self->rescore->kept[track] && self->n_groups < CT_MAX_TRACKS; i++)
      if (item_of (self, i)->was_there && item_of (self, i)->note.track == self->rescore->tracks[track].id)
        {
          self->groups[self->n_groups++] = (int) track;
          break;
        }
  for (size_t i = 0; i < self->timbres.n; i++)
    self->timbres.fixed[i] = group_of (self, item_of (self, i));
}

static bool
has_notes (const CtRescore *self, uint32_t track)
{
  for (size_t i = 0; i < self->n; i++)
    if (self->items[i].was_there && !self->items[i].note.uncertain && self->items[i].note.track == track)
      return true;
  return false;
}

static void
find_named (Clusters *self)
{
  const CtRescore *rescore = self->rescore;

  for (size_t i = 0; i < rescore->before->n_tracks && rescore->evidence->known; i++)
    {
      const char *name = rescore->tracks[i].name;
      int timbre = rescore->kept[i] && name[0] ? ct_known_timbres_find (rescore->evidence->known, name) : -1;

      if (timbre < 0)
        continue;
      self->taken[timbre] = 1;
      for (size_t group = 0; group < self->n_groups; group++)
        if (self->groups[group] == (int) i)
          self->named[group] = 1;
    }
}

/* The options of the clustering: tracks that stay but have no timbre are not among its clusters. */
static CtTimbreClusterOptions
cluster_options (const Clusters *self)
{
  const CtRescore *rescore = self->rescore;
  CtTimbreClusterOptions options = rescore->options->tracks;
  int n_kept = 0;

  if (options.n_tracks == 0)
    return options;
  for (size_t i = 0; i < rescore->before->n_tracks; i++)
    n_kept += rescore->kept[i] && has_notes (rescore, rescore->tracks[i].id);
  if (n_kept > (int) self->n_groups)
    options.n_tracks -= n_kept - (int) self->n_groups;
  if (options.n_tracks < 1)
    options.n_tracks = 1;
  return options;
}

static CtStatus
cluster (Clusters *self)
{
  CtRescore *rescore = self->rescore;
  CtRescoreTimbres *timbres = &self->timbres;
  CtTimbreClusterOptions options = cluster_options (self);
  CtKnownPlayers players = { .weights = rescore->evidence->weights,
                             .encoder = rescore->evidence->encoder,
                             .taken = self->taken,
                             .named = self->named };
  CtTrackPostprocessOptions postprocess = rescore->options->postprocess;
  bool first = rescore->scope->kind != CT_RESCORE_FIND_TRACKS;
  CtTimbreClusterResult result;
  CtStatus status;

  for (size_t i = 0; i < timbres->n; i++)
    self->kept[i] = item_of (self, i)->keeps_all || item_of (self, i)->keeps_track ? 0 : -1;
  postprocess.drop_octaves = postprocess.drop_octaves && first;
  if (rescore->evidence->weights)
    players.known = rescore->evidence->known;
  status = ct_known_cluster (&players, rescore->evidence->memory, timbres->embeddings, timbres->fixed, &options,
                             timbres->notes, timbres->n, &result);
  self->n_labels = result.n_tracks;
  rescore->count = result.count;
  if (status == CT_STATUS_OK)
    status = ct_track_postprocess (timbres->embeddings, self->kept, &postprocess, timbres->notes, timbres->n,
                                   self->n_labels);
  for (size_t i = 0; status == CT_STATUS_OK && i < timbres->n; i++)
    {
      CtRescoreItem *item = item_of (self, i);

      item->label = timbres->notes[i].track;
      item->note.uncertain = timbres->notes[i].uncertain;
    }
  return status;
}

static void
measure (Clusters *self)
{
  for (size_t i = 0; i < self->timbres.n; i++)
    {
      const CtRescoreItem *item = item_of (self, i);
      int track = item->was_there ? ct_rescore_track_index (self->rescore, item->note.track) : -1;

      if (item->keeps_track)
        continue;
      self->sizes[item->label] += !item->note.uncertain;
      if (track >= 0)
        self->shared[track][item->label] += ct_rescore_sound (&item->note);
    }
}

/* The label and the track, both free, that share the most sound. */
static bool
find_best (const Clusters *self, const bool *used, size_t *best_label, size_t *best_track)
{
  double most = 0;

  for (size_t label = 0; label < self->n_labels; label++)
    for (size_t track = 0; self->track_of[label] < 0 && track < self->rescore->n_tracks; track++)
      if (!used[track] && self->shared[track][label] > most)
        {
          most = self->shared[track][label];
          *best_label = label;
          *best_track = track;
        }
  return most > 0;
}

static bool
is_empty (const CtRescore *self, size_t track)
{
  for (size_t i = 0; i < self->n; i++)
    if (self->items[i].was_there && self->items[i].note.track == self->tracks[track].id)
      return false;
  return true;
}

/* The track of a timbre that shares sound with none: a new one, or, where nothing heard is left, one of those that all
 * of it has left. */
static CtStatus
take_track (Clusters *self, bool *used, int *track)
{
  CtRescore *rescore = self->rescore;
  uint32_t id;

  if (rescore->scope->kind != CT_RESCORE_FIND_TRACKS)
    for (size_t i = 0; i < rescore->before->n_tracks; i++)
      if (!used[i] && !rescore->kept[i] && is_empty (rescore, i))
        {
          used[i] = true;
          *track = (int) i;
          return CT_STATUS_OK;
        }
  *track = (int) rescore->n_tracks;
  return ct_rescore_add_track (rescore, &id);
}

/* Chooses the track of each label. One with nothing but uncertain notes and notes kept elsewhere gets none. */
static CtStatus
choose_tracks (Clusters *self)
{
  CtRescore *rescore = self->rescore;
  size_t label, track;
  bool *used = calloc (rescore->n_tracks + 1, sizeof *used);
  CtStatus status = CT_STATUS_OK;

  if (!used)
    return CT_STATUS_NO_MEMORY;
  memset (self->track_of, -1, sizeof self->track_of);
  for (size_t i = 0; i < rescore->before->n_tracks; i++)
    used[i] = rescore->kept[i] && rescore->scope->kind == CT_RESCORE_FIND_TRACKS;
  for (size_t i = 0; i < self->n_groups; i++)
    self->track_of[i] = self->groups[i];
  measure (self);
  while (find_best (self, used, &label, &track))
    {
      self->track_of[label] = (int) track;
      used[track] = true;
    }
  for (label = 0; label < self->n_labels && status == CT_STATUS_OK; label++)
    if (self->track_of[label] < 0 && self->sizes[label] > 0)
      status = take_track (self, used, &self->track_of[label]);
  free (used);
  return status;
}

/* Puts items on the tracks of their labels. What is on a track does not leave it for a locked one. */
static void
assign (Clusters *self)
{
  for (size_t i = 0; i < self->timbres.n; i++)
    {
      CtRescoreItem *item = item_of (self, i);
      int track = self->track_of[item->label];

      if (item->keeps_track || track < 0 || self->rescore->tracks[track].locked)
        continue;
      item->note.track = self->rescore->tracks[track].id;
    }
}

CtStatus
ct_rescore_find_tracks (CtRescore *rescore)
{
  Clusters self = { .rescore = rescore };
  CtStatus status = gather (&self);

  if (status == CT_STATUS_OK)
    {
      find_groups (&self);
      find_named (&self);
      status = cluster (&self);
    }
  if (status == CT_STATUS_OK)
    status = choose_tracks (&self);
  if (status == CT_STATUS_OK)
    {
      assign (&self);
      status = ct_rescore_join_nearest (rescore, true);
    }
  ct_rescore_timbres_clear (&self.timbres);
  free (self.kept);
  free (self.shared);
  return status;
}
