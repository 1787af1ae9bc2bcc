/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-track-split.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/base/ct-note.h"
#include "core/timbre/ct-embedding.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-transcriber-options.h"

/* A note that is split. */
typedef struct
{
  uint64_t id;
  size_t source; /* the track it comes from, an index into sources */
  int group;
} Member;

/* A track of the score. */
typedef struct
{
  uint32_t id;
  float rest[CT_EMBEDDING_SIZE]; /* sum of the embeddings of its notes that are not split */
} Source;

/* Where a member is; sorted by id. */
typedef struct
{
  uint64_t id;
  size_t member;
} Place;

struct _CtTrackSplit
{
  Member *members;   /* [n], in the order of the score */
  CtNote *notes;     /* [n] */
  bool *heard;       /* [n], whether it has an embedding */
  float *embeddings; /* [n][CT_EMBEDDING_SIZE]; 0 for those not heard */
  Place *places;     /* [n] */
  size_t n;
  Source *sources; /* [n_sources] */
  size_t n_sources;
  size_t n_groups;
  bool off;                      /* to a new track, whatever is left behind */
  const CtMemoryNetwork *memory; /* or NULL */
  CtTimbreClusterOptions options;
};

static void
add_member (CtTrackSplit *self, const CtEditNote *note, size_t source, const float *embedding)
{
  size_t i = self->n++;

  self->members[i] = (Member){ .id = note->id, .source = source };
  self->notes[i] = ct_edit_note_to_note (note);
  self->heard[i] = embedding != NULL;
  if (embedding)
    memcpy (self->embeddings + i * CT_EMBEDDING_SIZE, embedding, CT_EMBEDDING_SIZE * sizeof *embedding);
  self->places[i] = (Place){ .id = note->id, .member = i };
}

static void
add_to_rest (Source *source, const float *embedding)
{
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    source->rest[i] += embedding[i];
}

/* @ids ([n]) are sorted. */
static void
add_notes (CtTrackSplit *self,
           const CtEditScore *score,
           const CtRescoreEvidence *evidence,
           const uint64_t *ids,
           size_t n)
{
  for (size_t i = 0; i < score->n_tracks; i++)
    self->sources[i].id = score->tracks[i].id;
  for (size_t i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      const float *embedding = evidence ? ct_rescore_evidence_embedding (evidence, note) : NULL;
      int track = ct_edit_score_track_index (score, note->track);

      if (track < 0)
        continue;
      if (n == 0 || !bsearch (&note->id, ids, n, sizeof *ids, ct_compare_ids))
        {
          if (embedding && !note->uncertain)
            add_to_rest (&self->sources[track], embedding);
        }
      else if (self->n < n && !score->tracks[track].locked)
        add_member (self, note, (size_t) track, embedding);
    }
  if (self->n > 0)
    qsort (self->places, self->n, sizeof *self->places, ct_compare_ids);
}

CtStatus
ct_track_split_new (const CtEditScore *score,
                    const CtRescoreEvidence *evidence,
                    const uint64_t *ids,
                    size_t n,
                    CtTrackSplit **out)
{
  CtTrackSplit *self = calloc (1, sizeof *self);
  uint64_t *sorted = malloc ((n + 1) * sizeof *sorted);

  if (self)
    {
      self->members = malloc ((n + 1) * sizeof *self->members);
      self->notes = malloc ((n + 1) * sizeof *self->notes);
      self->heard = malloc ((n + 1) * sizeof *self->heard);
      self->embeddings = calloc ((n + 1) * CT_EMBEDDING_SIZE, sizeof *self->embeddings);
      self->places = malloc ((n + 1) * sizeof *self->places);
      self->sources = calloc (score->n_tracks + 1, sizeof *self->sources);
    }
  if (!self || !sorted || !self->members || !self->notes || !self->heard || !self->embeddings || !self->places
      || !self->sources)
    {
      ct_track_split_free (self);
      free (sorted);
      return CT_STATUS_NO_MEMORY;
    }
  self->n_sources = score->n_tracks;
  self->n_groups = 1;
  self->memory = evidence ? evidence->memory : NULL;
  self->options = score->options.tracks;
  if (n > 0)
    {
      memcpy (sorted, ids, n * sizeof *ids);
      qsort (sorted, n, sizeof *sorted, ct_compare_ids);
    }
  add_notes (self, score, evidence, sorted, n);
  free (sorted);
  *out = self;
  return CT_STATUS_OK;
}

void
ct_track_split_free (CtTrackSplit *self)
{
  if (!self)
    return;
  free (self->members);
  free (self->notes);
  free (self->heard);
  free (self->embeddings);
  free (self->places);
  free (self->sources);
  free (self);
}

size_t
ct_track_split_n_notes (const CtTrackSplit *self)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n; i++)
    n += !self->notes[i].uncertain;
  return n;
}

size_t
ct_track_split_n_groups (const CtTrackSplit *self)
{
  return self->n_groups;
}

/* Whether note @i is certain and in @group. */
static bool
counts (const CtTrackSplit *self, size_t i, size_t group)
{
  return self->members[i].group == (int) group && !self->notes[i].uncertain;
}

size_t
ct_track_split_group_size (const CtTrackSplit *self, size_t group)
{
  size_t n = 0;

  for (size_t i = 0; i < self->n; i++)
    n += counts (self, i, group);
  return n;
}

/* ---- grouping ---- */

static void
gather_all (CtTrackSplit *self)
{
  for (size_t i = 0; i < self->n; i++)
    self->members[i].group = 0;
  self->n_groups = 1;
  self->off = false;
}

/* Renumbers the groups so that each has notes that are certain; the notes of the others join the first. */
static void
close_ranks (CtTrackSplit *self)
{
  int numbers[CT_MAX_TRACKS];
  size_t n_groups = 0;

  for (size_t group = 0; group < CT_MAX_TRACKS; group++)
    numbers[group] = ct_track_split_group_size (self, group) > 0 ? (int) n_groups++ : 0;
  for (size_t i = 0; i < self->n; i++)
    self->members[i].group = numbers[self->members[i].group];
  self->n_groups = n_groups > 0 ? n_groups : 1;
}

/* The notes that were heard, side by side. */
typedef struct
{
  CtNote *notes;      /* [n] */
  float *embeddings;  /* [n][CT_EMBEDDING_SIZE] */
  size_t n;           /* of them */
  size_t *places;     /* [self->n], of the members among them */
  ptrdiff_t *nearest; /* [self->n], members */
} Heard;

static void
gather_heard (const CtTrackSplit *self, Heard *heard)
{
  for (size_t i = 0; i < self->n; i++)
    {
      heard->places[i] = heard->n;
      if (!self->heard[i])
        continue;
      heard->notes[heard->n] = self->notes[i];
      memcpy (heard->embeddings + heard->n * CT_EMBEDDING_SIZE, self->embeddings + i * CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof *heard->embeddings);
      heard->n++;
    }
}

static CtStatus
cluster (CtTrackSplit *self, int n_timbres, Heard *heard)
{
  CtTimbreClusterOptions options = self->options;
  CtTimbreClusterResult result;
  CtStatus status;

  gather_heard (self, heard);
  options.n_tracks = n_timbres;
  options.least_tracks = 2; /* who splits a track has heard two timbres */
  status = ct_timbre_cluster (self->memory, heard->embeddings, NULL, &options, heard->notes, heard->n, &result);
  if (status != CT_STATUS_OK)
    return status;
  ct_nearest_notes (self->notes, self->heard, self->n, heard->nearest);
  for (size_t i = 0; i < self->n; i++)
    if (heard->nearest[i] >= 0)
      self->members[i].group = heard->notes[heard->places[heard->nearest[i]]].track;
  close_ranks (self);
  return CT_STATUS_OK;
}

CtStatus
ct_track_split_by_timbre (CtTrackSplit *self, int n_timbres)
{
  Heard heard = { .notes = malloc ((self->n + 1) * sizeof *heard.notes),
                  .embeddings = malloc ((self->n + 1) * CT_EMBEDDING_SIZE * sizeof *heard.embeddings),
                  .places = malloc ((self->n + 1) * sizeof *heard.places),
                  .nearest = malloc ((self->n + 1) * sizeof *heard.nearest) };
  CtStatus status = CT_STATUS_NO_MEMORY;

  gather_all (self);
  if (heard.notes && heard.embeddings && heard.places && heard.nearest)
    status = cluster (self, n_timbres, &heard);
  free (heard.notes);
  free (heard.embeddings);
  free (heard.places);
  free (heard.nearest);
  return status;
}

/* The boundary with the least sum of squares within its sides (Otsu), in the middle of equally good ones; 0: none. */
static int
find_boundary (const size_t *counts)
{
  double best = INFINITY;
  int first = 0, last = 0;

  for (int boundary = 1; boundary < 128; boundary++)
    {
      double n[2] = { 0 }, sum[2] = { 0 }, square[2] = { 0 }, within = 0;

      for (int midi = 0; midi < 128; midi++)
        {
          n[midi >= boundary] += (double) counts[midi];
          sum[midi >= boundary] += (double) counts[midi] * midi;
          square[midi >= boundary] += (double) counts[midi] * midi * midi;
        }
      if (n[0] == 0 || n[1] == 0)
        continue;
      for (int side = 0; side < 2; side++)
        within += square[side] - sum[side] * sum[side] / n[side];
      if (within < best)
        first = boundary;
      if (within <= best)
        last = boundary;
      best = fmin (best, within);
    }
  return (first + last + 1) / 2;
}

int
ct_track_split_by_register (CtTrackSplit *self, int midi)
{
  size_t n_at[128] = { 0 };

  gather_all (self);
  for (size_t i = 0; i < self->n; i++)
    n_at[self->notes[i].midi & 127] += !self->notes[i].uncertain;
  if (midi <= 0)
    midi = find_boundary (n_at);
  if (midi <= 0)
    return 0;
  for (size_t i = 0; i < self->n; i++)
    self->members[i].group = self->notes[i].midi < midi;
  close_ranks (self);
  return midi;
}

void
ct_track_split_off (CtTrackSplit *self)
{
  gather_all (self);
  self->off = true;
}

bool
ct_track_split_is_off (const CtTrackSplit *self)
{
  return self->off;
}

/* ---- where the groups go ---- */

typedef struct
{
  size_t source; /* where most of the group comes from */
  bool stays;    /* on it */
  size_t size;
  float likeness; /* to the rest of that track */
  uint32_t track; /* the id of the one it goes to */
} Fate;

/* @n_from ([n_sources]) is scratch. */
static void
find_source (const CtTrackSplit *self, size_t group, size_t *n_from, Fate *fate)
{
  memset (n_from, 0, self->n_sources * sizeof *n_from);
  for (size_t i = 0; i < self->n; i++)
    {
      size_t source = self->members[i].source;

      if (!counts (self, i, group))
        continue;
      if (++n_from[source] > n_from[fate->source])
        fate->source = source;
      fate->size++;
    }
}

static float
find_likeness (const CtTrackSplit *self, size_t group, size_t source)
{
  float sum[CT_EMBEDDING_SIZE] = { 0 };

  for (size_t i = 0; i < self->n; i++)
    if (counts (self, i, group))
      for (size_t j = 0; j < CT_EMBEDDING_SIZE; j++)
        sum[j] += self->embeddings[i * CT_EMBEDDING_SIZE + j];
  return ct_embedding_cosine (sum, self->sources[source].rest);
}

static bool
comes_before (const Fate *a, const Fate *b)
{
  return a->likeness != b->likeness ? a->likeness > b->likeness : a->size > b->size;
}

/* Whether @group is the one of those from its track that stays on it. */
static bool
stays (const CtTrackSplit *self, const Fate *fates, size_t group)
{
  for (size_t other = 0; other < self->n_groups; other++)
    if (other != group && fates[other].source == fates[group].source
        && (comes_before (&fates[other], &fates[group])
            || (other < group && !comes_before (&fates[group], &fates[other]))))
      return false;
  return true;
}

static CtStatus
find_fates (const CtTrackSplit *self, Fate *fates)
{
  size_t *n_from = malloc ((self->n_sources + 1) * sizeof *n_from);

  if (!n_from)
    return CT_STATUS_NO_MEMORY;
  for (size_t group = 0; group < self->n_groups; group++)
    {
      fates[group] = (Fate){ 0 };
      find_source (self, group, n_from, &fates[group]);
      fates[group].likeness = find_likeness (self, group, fates[group].source);
    }
  for (size_t group = 0; group < self->n_groups; group++)
    fates[group].stays = !self->off && stays (self, fates, group);
  free (n_from);
  return CT_STATUS_OK;
}

static CtStatus
insert_track (CtEditScore *score, const CtEditTrack *track, size_t place)
{
  CtEditTrack *tracks = realloc (score->tracks, (score->n_tracks + 1) * sizeof *tracks);

  if (!tracks)
    return CT_STATUS_NO_MEMORY;
  memmove (tracks + place + 1, tracks + place, (score->n_tracks - place) * sizeof *tracks);
  tracks[place] = *track;
  score->tracks = tracks;
  score->n_tracks++;
  return CT_STATUS_OK;
}

/* Adds a track like that with the id @source, behind it and the @n_added that were added there before. */
static CtStatus
add_track_like (CtEditScore *score, const CtTrackColours *colours, uint32_t source, size_t n_added, uint32_t *id)
{
  int index = ct_edit_score_track_index (score, source);
  size_t place = index < 0 ? score->n_tracks : (size_t) index + 1 + n_added;
  CtEditTrack track;

  *id = score->next_track_id++;
  ct_edit_track_init (&track, *id, ct_track_colours_next (colours, score->tracks, score->n_tracks));
  if (index >= 0)
    {
      uint32_t rgb = track.rgb;

      track = score->tracks[index];
      track.id = *id;
      track.rgb = rgb;
      track.rgb_by_hand = false;
      track.locked = false;
      ct_edit_track_unrecognise (&track);
      if (track.name[0])
        {
          char name[CT_TRACK_NAME_SIZE + 24];

          snprintf (name, sizeof name, "%.56s %zu", track.name, n_added + 2);
          ct_edit_track_set_name (&track, name);
        }
    }
  return insert_track (score, &track, place < score->n_tracks ? place : score->n_tracks);
}

/* Finds the track of each group and adds new ones to @score. */
static CtStatus
find_tracks (const CtTrackSplit *self, CtEditScore *score, const CtTrackColours *colours, Fate *fates)
{
  CtStatus status = find_fates (self, fates);

  for (size_t group = 0; group < self->n_groups && status == CT_STATUS_OK; group++)
    {
      uint32_t source = self->sources[fates[group].source].id;
      size_t n_added = 0;

      for (size_t other = 0; other < group; other++)
        n_added += !fates[other].stays && fates[other].source == fates[group].source;
      fates[group].track = source;
      if (!fates[group].stays || ct_edit_score_track_index (score, source) < 0)
        status = add_track_like (score, colours, source, n_added, &fates[group].track);
    }
  return status;
}

/* Whether anything would change: groups to separate, or notes that leave others behind. */
static bool
parts_anything (const CtTrackSplit *self, const CtEditScore *score)
{
  size_t n_notes = ct_track_split_n_notes (self), n_there = 0;

  if (n_notes == 0)
    return false;
  if (!self->off)
    return self->n_groups >= 2;
  for (size_t i = 0; i < score->n_notes; i++)
    n_there += !score->notes[i].uncertain && score->notes[i].track == self->sources[self->members[0].source].id;
  for (size_t i = 0; i < self->n; i++)
    if (self->members[i].source != self->members[0].source)
      return true;
  return n_there > n_notes;
}

/* Puts the notes on their tracks; returns whether that changed any. */
static bool
move_notes (const CtTrackSplit *self, const Fate *fates, CtEditScore *score)
{
  bool changed = false;

  for (size_t i = 0; i < score->n_notes; i++)
    {
      CtEditNote *note = &score->notes[i];
      const Place *place = bsearch (&note->id, self->places, self->n, sizeof *self->places, ct_compare_ids);

      if (!place)
        continue;
      changed = changed || note->track != fates[self->members[place->member].group].track;
      note->track = fates[self->members[place->member].group].track;
      ct_edit_note_hold_track (note);
    }
  return changed;
}

CtStatus
ct_track_split_preview (const CtTrackSplit *self,
                        const CtEditScore *score,
                        const CtTrackColours *colours,
                        CtEditScore **out)
{
  CtEditScore *preview = NULL;
  Fate *fates;
  CtStatus status;

  *out = NULL;
  if (!parts_anything (self, score))
    return CT_STATUS_OK;
  fates = malloc (self->n_groups * sizeof *fates);
  status = fates ? ct_edit_score_copy (score, &preview) : CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    status = find_tracks (self, preview, colours, fates);
  if (status == CT_STATUS_OK && move_notes (self, fates, preview))
    *out = preview;
  else
    ct_edit_score_free (preview);
  free (fates);
  return status;
}
