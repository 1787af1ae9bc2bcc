/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-split.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-nearest-notes.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-track-edits.h"

typedef struct
{
  guint64 id;
  guint32 source; /* the track it comes from */
  int group;
  gboolean heard; /* has an embedding */
} Member;

struct _CtTrackSplit
{
  Member *members;   /* [n], in the order of the score */
  CtNote *notes;     /* [n] */
  float *embeddings; /* [n][CT_EMBEDDING_SIZE]; 0 for those not heard */
  guint n;
  guint n_groups;
  gboolean off; /* to a new track, whatever stays behind */
  CtTimbreClusterOptions options;

  /* of the notes on the same tracks that are not split: their mean embedding */
  GHashTable *rests; /* id of a track (as a pointer) to float[CT_EMBEDDING_SIZE] */
};

static int
compare_ids (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
track_is_locked (const CtEditScore *score, guint32 id)
{
  int index = ct_edit_score_track_index (score, id);

  return index < 0 || score->tracks[index].locked;
}

static void
add_member (CtTrackSplit *self, const CtEditNote *note, const float *embedding)
{
  self->members[self->n] = (Member){ .id = note->id, .source = note->track, .heard = embedding != NULL };
  self->notes[self->n] = ct_edit_note_to_note (note);
  if (embedding)
    memcpy (self->embeddings + self->n * CT_EMBEDDING_SIZE, embedding, CT_EMBEDDING_SIZE * sizeof *embedding);
  self->n++;
}

static void
add_to_rest (CtTrackSplit *self, const CtEditNote *note, const float *embedding)
{
  float *rest = g_hash_table_lookup (self->rests, GUINT_TO_POINTER (note->track));

  if (!embedding || note->uncertain)
    return;
  if (!rest)
    {
      rest = g_new0 (float, CT_EMBEDDING_SIZE);
      g_hash_table_insert (self->rests, GUINT_TO_POINTER (note->track), rest);
    }
  for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
    rest[i] += embedding[i];
}

CtTrackSplit *
ct_track_split_new (const CtEditScore *score, CtEvidence *evidence, const guint64 *ids, guint n)
{
  CtTrackSplit *self = g_new0 (CtTrackSplit, 1);
  g_autofree guint64 *sorted = g_memdup2 (ids, n * sizeof *ids);

  self->members = g_new (Member, n + 1);
  self->notes = g_new (CtNote, n + 1);
  self->embeddings = g_new0 (float, (n + 1) * CT_EMBEDDING_SIZE);
  self->rests = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->options = score->options.tracks;
  self->n_groups = 1;
  if (n > 0)
    qsort (sorted, n, sizeof *sorted, compare_ids);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      gboolean wanted = n > 0 && bsearch (&note->id, sorted, n, sizeof *sorted, compare_ids) != NULL;

      if (!wanted)
        add_to_rest (self, note, ct_evidence_embedding (evidence, note));
      else if (self->n < n && !track_is_locked (score, note->track))
        add_member (self, note, ct_evidence_embedding (evidence, note));
    }
  return self;
}

void
ct_track_split_free (CtTrackSplit *self)
{
  g_free (self->members);
  g_free (self->notes);
  g_free (self->embeddings);
  g_hash_table_unref (self->rests);
  g_free (self);
}

guint
ct_track_split_get_n_notes (const CtTrackSplit *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += !self->notes[i].uncertain;
  return n;
}

guint
ct_track_split_get_n_groups (const CtTrackSplit *self)
{
  return self->n_groups;
}

guint
ct_track_split_get_group_size (const CtTrackSplit *self, guint group)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    n += !self->notes[i].uncertain && self->members[i].group == (int) group;
  return n;
}

static void
gather_all (CtTrackSplit *self)
{
  for (guint i = 0; i < self->n; i++)
    self->members[i].group = 0;
  self->n_groups = 1;
  self->off = FALSE;
}

/* Numbers the groups anew so that each has notes that are certain; what is in others joins the first. */
static void
close_ranks (CtTrackSplit *self)
{
  int numbers[CT_MAX_TRACKS];
  guint n_groups = 0;

  for (guint group = 0; group < CT_MAX_TRACKS; group++)
    numbers[group] = ct_track_split_get_group_size (self, group) > 0 ? (int) n_groups++ : -1;
  for (guint i = 0; i < self->n; i++)
    self->members[i].group = MAX (numbers[self->members[i].group], 0);
  self->n_groups = MAX (n_groups, 1);
}

CtStatus
ct_track_split_by_timbre (CtTrackSplit *self, int n_timbres)
{
  g_autofree CtNote *heard = g_new (CtNote, self->n + 1);
  g_autofree bool *is_heard = g_new (bool, self->n + 1);
  g_autofree ptrdiff_t *nearest = g_new (ptrdiff_t, self->n + 1);
  g_autofree float *embeddings = g_new (float, (self->n + 1) * CT_EMBEDDING_SIZE);
  g_autofree guint *places = g_new (guint, self->n + 1); /* of the members among those heard */
  CtTimbreClusterOptions options = self->options;
  gsize n_tracks;
  guint n = 0;
  CtStatus status;

  gather_all (self);
  for (guint i = 0; i < self->n; i++)
    {
      is_heard[i] = self->members[i].heard;
      places[i] = n;
      if (!is_heard[i])
        continue;
      heard[n] = self->notes[i];
      memcpy (embeddings + n * CT_EMBEDDING_SIZE, self->embeddings + i * CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof *embeddings);
      n++;
    }
  options.n_tracks = n_timbres;
  status = ct_timbre_cluster (embeddings, NULL, &options, heard, n, &n_tracks);
  if (status != CT_STATUS_OK)
    return status;
  ct_nearest_notes (self->notes, is_heard, self->n, nearest);
  for (guint i = 0; i < self->n; i++)
    self->members[i].group = nearest[i] >= 0 ? heard[places[nearest[i]]].track : 0;
  close_ranks (self);
  return CT_STATUS_OK;
}

/* How far the notes on either side of each boundary lie from their side's mean: N. Otsu 1979. Writes the middle of the
 * boundaries that are equally good. */
static int
find_boundary (const guint *counts)
{
  double best = INFINITY;
  int first = 0, last = 0;

  for (int boundary = 1; boundary < 128; boundary++)
    {
      double n[2] = { 0 }, sum[2] = { 0 }, square[2] = { 0 }, within = 0;

      for (int midi = 0; midi < 128; midi++)
        {
          n[midi >= boundary] += counts[midi];
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
      best = MIN (best, within);
    }
  return (first + last + 1) / 2;
}

int
ct_track_split_by_register (CtTrackSplit *self, int midi)
{
  guint counts[128] = { 0 };

  gather_all (self);
  for (guint i = 0; i < self->n; i++)
    counts[self->notes[i].midi & 127] += !self->notes[i].uncertain;
  if (midi <= 0)
    midi = find_boundary (counts);
  if (midi <= 0)
    return 0;
  for (guint i = 0; i < self->n; i++)
    self->members[i].group = self->notes[i].midi < midi;
  self->n_groups = 2;
  close_ranks (self);
  return midi;
}

void
ct_track_split_off (CtTrackSplit *self)
{
  gather_all (self);
  self->off = TRUE;
}

/* ---- where the groups go ---- */

typedef struct
{
  guint32 source; /* where most of the group comes from */
  gboolean stays; /* on it */
  guint size;
  double likeness; /* to the rest of that track; 0 where there is none */
} Fate;

static void
find_source (const CtTrackSplit *self, guint group, Fate *fate)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;

  for (guint i = 0; i < self->n; i++)
    {
      gpointer key = GUINT_TO_POINTER (self->members[i].source);
      guint count;

      if (self->members[i].group != (int) group || self->notes[i].uncertain)
        continue;
      count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1;
      g_hash_table_insert (counts, key, GUINT_TO_POINTER (count));
      if (count > most)
        {
          most = count;
          fate->source = self->members[i].source;
        }
      fate->size++;
    }
}

/* The cosine between the group and what is not split of its track, as sums of embeddings; 0 where there is no such. */
static double
find_likeness (const CtTrackSplit *self, guint group, guint32 source)
{
  const float *rest = g_hash_table_lookup (self->rests, GUINT_TO_POINTER (source));
  double sums[CT_EMBEDDING_SIZE] = { 0 }, product = 0, length = 0;

  for (guint i = 0; i < self->n && rest; i++)
    if (self->members[i].group == (int) group && !self->notes[i].uncertain)
      for (int j = 0; j < CT_EMBEDDING_SIZE; j++)
        sums[j] += (double) self->embeddings[i * CT_EMBEDDING_SIZE + (guint) j];
  for (int j = 0; j < CT_EMBEDDING_SIZE && rest; j++)
    {
      product += sums[j] * (double) rest[j];
      length += sums[j] * sums[j];
    }
  return length > 0 ? product / sqrt (length) : 0; /* the rest's length is the same for all it is compared with */
}

static gboolean
comes_before (const Fate *a, const Fate *b)
{
  return a->likeness != b->likeness ? a->likeness > b->likeness : a->size > b->size;
}

static Fate *
find_fates (const CtTrackSplit *self)
{
  Fate *fates = g_new0 (Fate, self->n_groups);

  for (guint group = 0; group < self->n_groups; group++)
    {
      find_source (self, group, &fates[group]);
      fates[group].likeness = find_likeness (self, group, fates[group].source);
    }
  for (guint group = 0; group < self->n_groups && !self->off; group++)
    {
      fates[group].stays = TRUE;
      for (guint other = 0; other < self->n_groups; other++)
        if (other != group && fates[other].source == fates[group].source
            && (comes_before (&fates[other], &fates[group])
                || (other < group && !comes_before (&fates[group], &fates[other]))))
          fates[group].stays = FALSE;
    }
  return fates;
}

static void
insert_track (CtEditScore *score, const CtEditTrack *track, gsize place)
{
  /* core's allocator owns the score */
  CtEditTrack *tracks = malloc ((score->n_tracks + 1) * sizeof *tracks);

  g_assert (tracks != NULL);
  memcpy (tracks, score->tracks, place * sizeof *tracks);
  tracks[place] = *track;
  memcpy (tracks + place + 1, score->tracks + place, (score->n_tracks - place) * sizeof *tracks);
  free (score->tracks);
  score->tracks = tracks;
  score->n_tracks++;
}

/* Adds a track like @source, behind it and what was added already (@n_added). Returns its id. */
static guint32
add_track_like (CtEditScore *score, guint32 source, guint n_added)
{
  int place = ct_edit_score_track_index (score, source);
  CtEditTrack track;

  ct_track_edits_init_track (score, &track);
  track.id = score->next_track_id++;
  if (place >= 0)
    {
      const CtEditTrack *like = &score->tracks[place];

      track.program = like->program;
      track.program_by_hand = like->program_by_hand;
      track.mute = like->mute;
      track.solo = like->solo;
      track.visible = like->visible;
      track.synthesised = like->synthesised;
      track.volume = like->volume;
      track.pan = like->pan;
      if (like->name[0])
        {
          g_autofree char *name = g_strdup_printf ("%.56s %u", like->name, n_added + 2);

          ct_edit_track_set_name (&track, name);
        }
    }
  insert_track (score, &track, place < 0 ? score->n_tracks : MIN ((gsize) place + 1 + n_added, score->n_tracks));
  return track.id;
}

/* The track of each group, [n_groups], those that are new added to @score. */
static guint32 *
find_targets (const CtTrackSplit *self, CtEditScore *score)
{
  g_autofree Fate *fates = find_fates (self);
  guint32 *targets = g_new (guint32, self->n_groups);

  for (guint group = 0; group < self->n_groups; group++)
    {
      guint n_added = 0;

      for (guint other = 0; other < group; other++)
        n_added += !fates[other].stays && fates[other].source == fates[group].source;
      if (fates[group].stays && ct_edit_score_track_index (score, fates[group].source) >= 0)
        targets[group] = fates[group].source;
      else
        targets[group] = add_track_like (score, fates[group].source, n_added);
    }
  return targets;
}

/* Whether there is something to do: groups to part, or notes that leave others behind. */
static gboolean
parts_anything (const CtTrackSplit *self, const CtEditScore *score)
{
  gsize n_there = 0;

  if (ct_track_split_get_n_notes (self) == 0)
    return FALSE;
  if (!self->off)
    return self->n_groups >= 2;
  for (gsize i = 0; i < score->n_notes; i++)
    n_there += !score->notes[i].uncertain && score->notes[i].track == self->members[0].source;
  for (guint i = 0; i < self->n; i++)
    if (self->members[i].source != self->members[0].source)
      return TRUE;
  return n_there > ct_track_split_get_n_notes (self);
}

CtEditScore *
ct_track_split_preview (const CtTrackSplit *self, const CtEditScore *score)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL); /* id of a note (as a pointer) to its group + 1 */
  g_autofree guint32 *targets = NULL;
  CtEditScore *preview;
  gboolean changed = FALSE;

  if (!parts_anything (self, score))
    return NULL;
  if (ct_edit_score_copy (score, &preview) != CT_STATUS_OK)
    return NULL;
  for (guint i = 0; i < self->n; i++)
    g_hash_table_insert (groups, (gpointer) (guintptr) self->members[i].id,
                         GINT_TO_POINTER (self->members[i].group + 1));
  targets = find_targets (self, preview);
  for (gsize i = 0; i < preview->n_notes; i++)
    {
      CtEditNote *note = &preview->notes[i];
      int group = GPOINTER_TO_INT (g_hash_table_lookup (groups, (gpointer) (guintptr) note->id));

      if (group == 0)
        continue;
      changed = changed || note->track != targets[group - 1];
      note->track = targets[group - 1];
      ct_track_edits_hold (note);
    }
  if (!changed)
    g_clear_pointer (&preview, ct_edit_score_free);
  return preview;
}

guint
ct_track_split_apply (const CtTrackSplit *self, CtDocument *document)
{
  CtEditScore *preview = ct_track_split_preview (self, ct_document_get_score (document));
  guint n_before = (guint) ct_document_get_score (document)->n_tracks, n_new;

  if (!preview)
    return 0;
  ct_document_begin (document, self->off ? _ ("Move to New Track") : _ ("Split Track"));
  ct_document_apply_score (document, preview);
  ct_document_commit (document);
  n_new = (guint) preview->n_tracks - n_before;
  ct_edit_score_free (preview);
  return n_new;
}
