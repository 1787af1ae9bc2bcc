/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-rescore-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"

/* The notes that have a timbre, and the tracks that their clusters become. */
typedef struct
{
  CtRescore *rescore;
  size_t *items;     /* [n], indices */
  CtNote *notes;     /* [n] */
  float *embeddings; /* [n][CT_EMBEDDING_SIZE] */
  int *fixed;        /* [n], numbers of groups, -1: free */
  int *kept;         /* [n], 0: no correction may change it; -1: free */
  size_t n;
  int groups[CT_MAX_TRACKS]; /* indices of the tracks that bind clusters */
  size_t n_groups;
  size_t n_labels;
  int track_of[CT_MAX_TRACKS];     /* index of the track that each label becomes, -1: none */
  size_t sizes[CT_MAX_TRACKS];     /* of the labels, in notes that are certain and go where their label does */
  double (*shared)[CT_MAX_TRACKS]; /* [n_tracks]: sound that a track before shares with each label */
  double (*bound)[CT_MAX_TRACKS];  /* the same of notes that keep their tracks */
} Clusters;

static double
sound (const CtEditNote *note)
{
  return note->uncertain ? 0 : (note->offset_s - note->onset_s) * note->velocity;
}

static const CtRescoreItem *
item_of (const Clusters *self, size_t i)
{
  return &self->rescore->items[self->items[i]];
}

static CtStatus
gather (Clusters *self)
{
  CtRescore *rescore = self->rescore;
  size_t n = rescore->n + 1;

  self->items = malloc (n * sizeof *self->items);
  self->notes = malloc (n * sizeof *self->notes);
  self->embeddings = malloc (n * CT_EMBEDDING_SIZE * sizeof *self->embeddings);
  self->fixed = malloc (n * sizeof *self->fixed);
  self->kept = malloc (n * sizeof *self->kept);
  self->shared = calloc (rescore->n_tracks + 1, sizeof *self->shared);
  self->bound = calloc (rescore->n_tracks + 1, sizeof *self->bound);
  if (!self->items || !self->notes || !self->embeddings || !self->fixed || !self->kept || !self->shared || !self->bound)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < rescore->n; i++)
    {
      const CtRescoreItem *item = &rescore->items[i];

      if (item->candidate < 0)
        continue;
      self->items[self->n] = i;
      self->notes[self->n] = ct_edit_note_to_note (&item->note);
      memcpy (self->embeddings + self->n * CT_EMBEDDING_SIZE,
              rescore->evidence->embeddings + item->candidate * CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof *self->embeddings);
      self->n++;
    }
  return CT_STATUS_OK;
}

/* Finds the tracks that bind the clustering: those that stay as they are, and those to which the user moved so much
 * that it would be a timbre of its own. A single note moved against its timbre binds only itself. */
static void
find_groups (Clusters *self)
{
  const CtRescore *rescore = self->rescore;
  double all = 0;

  for (size_t i = 0; i < self->n; i++)
    all += sound (&item_of (self, i)->note);
  for (size_t track = 0; track < rescore->n_tracks && self->n_groups < CT_MAX_TRACKS; track++)
    {
      bool anchored = false;
      double put = 0;

      for (size_t i = 0; i < self->n; i++)
        if (item_of (self, i)->binds && item_of (self, i)->note.track == rescore->tracks[track].id)
          {
            anchored = anchored || item_of (self, i)->stays;
            put += sound (&item_of (self, i)->note);
          }
      if (anchored || (put > 0 && put >= (double) rescore->options->tracks.min_share * all))
        self->groups[self->n_groups++] = (int) track;
    }
}

static int
group_of (const Clusters *self, const CtRescoreItem *item)
{
  for (size_t i = 0; item->binds && i < self->n_groups; i++)
    if (self->rescore->tracks[self->groups[i]].id == item->note.track)
      return (int) i;
  return -1;
}

static bool
is_group (const Clusters *self, uint32_t track)
{
  for (size_t i = 0; i < self->n_groups; i++)
    if (self->rescore->tracks[self->groups[i]].id == track)
      return true;
  return false;
}

static CtStatus
cluster (Clusters *self)
{
  CtRescore *rescore = self->rescore;
  CtTimbreClusterOptions options = rescore->options->tracks;
  CtTrackPostprocessOptions postprocess = rescore->options->postprocess;
  CtStatus status;

  for (size_t i = 0; i < self->n; i++)
    {
      self->fixed[i] = group_of (self, item_of (self, i));
      self->kept[i] = item_of (self, i)->keeps_all ? 0 : -1;
    }
  if (rescore->scope->kind == CT_RESCORE_TRACK)
    {
      options.n_tracks = (int) self->n_groups;
      if (!is_group (self, rescore->scope->track) && options.n_tracks < CT_MAX_TRACKS)
        options.n_tracks++;
      postprocess.follow_register = false;
    }
  status = ct_timbre_cluster (self->embeddings, self->fixed, &options, self->notes, self->n, &self->n_labels);
  if (status == CT_STATUS_OK)
    status = ct_track_postprocess (self->embeddings, self->kept, &postprocess, self->notes, self->n, self->n_labels);
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      CtRescoreItem *item = &rescore->items[self->items[i]];

      item->label = self->notes[i].track;
      if (!item->keeps_all)
        item->note.uncertain = self->notes[i].uncertain;
    }
  return status;
}

static void
measure (Clusters *self)
{
  for (size_t i = 0; i < self->n; i++)
    {
      const CtRescoreItem *item = item_of (self, i);
      int track = item->was_there ? ct_rescore_track_index (self->rescore, item->note.track) : -1;

      self->sizes[item->label] += !item->note.uncertain && !item->keeps_track;
      if (track < 0)
        continue;
      self->shared[track][item->label] += sound (&item->note);
      if (item->keeps_track)
        self->bound[track][item->label] += sound (&item->note);
    }
}

/* Labels become the track to which the user moved most of their sound; several may become one track: they were
 * merged. */
static void
follow_hand (Clusters *self, bool *used)
{
  double all[CT_MAX_TRACKS] = { 0 };

  for (size_t i = 0; i < self->n; i++)
    all[item_of (self, i)->label] += sound (&item_of (self, i)->note);
  for (size_t label = 0; label < self->n_labels; label++)
    for (size_t track = 0; track < self->rescore->n_tracks && self->track_of[label] < 0; track++)
      if (self->bound[track][label] > 0 && self->bound[track][label] >= 0.5 * all[label])
        {
          self->track_of[label] = (int) track;
          used[track] = true;
        }
}

/* The label and the track, both free, that share the most sound. */
static bool
find_best (const Clusters *self, const bool *used, size_t *best_label, size_t *best_track)
{
  double most = 0;

  for (size_t label = 0; label < self->n_labels; label++)
    for (size_t track = 0; self->track_of[label] < 0 && track < self->rescore->n_tracks; track++)
      if (!used[track] && !self->rescore->tracks[track].locked && self->shared[track][label] > most)
        {
          most = self->shared[track][label];
          *best_label = label;
          *best_track = track;
        }
  return most > 0;
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
  for (size_t i = 0; i < self->n_groups; i++)
    {
      self->track_of[i] = self->groups[i];
      used[self->groups[i]] = true;
    }
  measure (self);
  follow_hand (self, used);
  while (find_best (self, used, &label, &track))
    {
      self->track_of[label] = (int) track;
      used[track] = true;
    }
  free (used);
  for (label = 0; label < self->n_labels && status == CT_STATUS_OK; label++)
    if (self->track_of[label] < 0 && self->sizes[label] > 0 && rescore->scope->kind != CT_RESCORE_TRACK)
      {
        uint32_t id;

        self->track_of[label] = (int) rescore->n_tracks;
        status = ct_rescore_add_track (rescore, &id);
      }
  return status;
}

/* The track that @item goes to; 0: not known. */
static uint32_t
track_of_item (const Clusters *self, const CtRescoreItem *item)
{
  int track = item->label >= 0 ? self->track_of[item->label] : -1;

  if (item->keeps_track || (item->was_there && item->candidate < 0))
    return item->note.track;
  return track >= 0 ? self->rescore->tracks[track].id : 0;
}

/* Whether a new item may come to the track @id. */
static bool
is_open (const CtRescore *self, uint32_t id)
{
  int track = ct_rescore_track_index (self, id);

  if (self->scope->kind == CT_RESCORE_TRACK && id != self->scope->track)
    return false;
  return track < 0 || !self->tracks[track].locked;
}

/* Puts items on their tracks and drops new ones whose track may not gain any. */
static void
assign (Clusters *self)
{
  CtRescore *rescore = self->rescore;
  size_t n = 0;

  for (size_t i = 0; i < rescore->n; i++)
    {
      CtRescoreItem *item = &rescore->items[i];
      uint32_t id = track_of_item (self, item);

      if (item->was_there && id != item->note.track && !is_open (rescore, id))
        id = item->note.track;
      if (!item->was_there && !is_open (rescore, id))
        continue;
      item->note.track = id;
      rescore->items[n++] = *item;
    }
  rescore->n = n;
}

/* Finds for every item the nearest one that is certain and whose track is known and may gain notes. */
static CtStatus
find_nearest (const CtRescore *self, ptrdiff_t *nearest)
{
  CtNote *notes = malloc ((self->n + 1) * sizeof *notes);
  bool *known = malloc ((self->n + 1) * sizeof *known);
  CtStatus status = notes && known ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      const CtEditNote *note = &self->items[i].note;

      notes[i] = ct_edit_note_to_note (note);
      known[i] = note->track > 0 && !note->uncertain && is_open (self, note->track);
    }
  if (status == CT_STATUS_OK)
    ct_nearest_notes (notes, known, self->n, nearest);
  free (notes);
  free (known);
  return status;
}

/* Items without a timbre that decides join the nearest note in time and pitch. */
static CtStatus
assign_rest (CtRescore *self)
{
  ptrdiff_t *nearest = malloc ((self->n + 1) * sizeof *nearest);
  CtStatus status = nearest ? find_nearest (self, nearest) : CT_STATUS_NO_MEMORY;
  uint32_t fallback = 0;

  for (size_t i = 0; i < self->n_tracks && !fallback; i++)
    fallback = self->tracks[i].locked ? 0 : self->tracks[i].id;
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n; i++)
    {
      CtEditNote *note = &self->items[i].note;

      if (note->track > 0)
        continue;
      if (nearest[i] < 0 && !fallback)
        status = ct_rescore_add_track (self, &fallback);
      note->track = nearest[i] >= 0 ? self->items[nearest[i]].note.track : fallback;
    }
  free (nearest);
  return status;
}

CtStatus
ct_rescore_find_tracks (CtRescore *rescore)
{
  Clusters self = { .rescore = rescore };
  CtStatus status = gather (&self);

  if (status == CT_STATUS_OK)
    {
      find_groups (&self);
      status = cluster (&self);
    }
  if (status == CT_STATUS_OK)
    status = choose_tracks (&self);
  if (status == CT_STATUS_OK)
    {
      assign (&self);
      status = assign_rest (rescore);
    }
  free (self.items);
  free (self.notes);
  free (self.embeddings);
  free (self.fixed);
  free (self.kept);
  free (self.shared);
  free (self.bound);
  return status;
}
