/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editing half of a document: its arrays, and the steps that change them. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

#define MIN_NOTE_S 0.01
#define ALL_CHANGES                                                                                                    \
  (CT_DOCUMENT_NOTES | CT_DOCUMENT_TRACKS | CT_DOCUMENT_OPTIONS | CT_DOCUMENT_TEMPO | CT_DOCUMENT_HARMONY)

/* ---- the arrays ---- */

static void
link_score (CtDocument *self)
{
  self->score.notes = (CtEditNote *) self->notes->data;
  self->score.n_notes = self->notes->len;
  self->score.tracks = (CtEditTrack *) self->tracks->data;
  self->score.n_tracks = self->tracks->len;
  self->score.deleted = (CtDeletedNote *) self->deleted->data;
  self->score.n_deleted = self->deleted->len;
}

void
ct_document_sort_notes (CtDocument *self)
{
  g_array_sort (self->notes, ct_edit_note_compare);
  g_hash_table_remove_all (self->places);
  for (guint i = 0; i < self->notes->len; i++)
    g_hash_table_insert (self->places, CT_NOTE_KEY (g_array_index (self->notes, CtEditNote, i).id),
                         GUINT_TO_POINTER (i));
  link_score (self);
}

CtEditNote *
ct_document_find_note (CtDocument *self, guint64 id)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (self->places, CT_NOTE_KEY (id), NULL, &place))
    return NULL;
  return &g_array_index (self->notes, CtEditNote, GPOINTER_TO_UINT (place));
}

static void
put_note (CtDocument *self, const CtEditNote *note)
{
  CtEditNote *there = ct_document_find_note (self, note->id);

  if (there)
    *there = *note;
  else
    {
      g_hash_table_insert (self->places, CT_NOTE_KEY (note->id), GUINT_TO_POINTER (self->notes->len));
      g_array_append_val (self->notes, *note);
    }
  link_score (self);
}

static void
take_note_out (CtDocument *self, guint64 id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, CT_NOTE_KEY (id)));

  g_array_remove_index_fast (self->notes, place);
  g_hash_table_remove (self->places, CT_NOTE_KEY (id));
  if (place < self->notes->len)
    g_hash_table_insert (self->places, CT_NOTE_KEY (g_array_index (self->notes, CtEditNote, place).id),
                         GUINT_TO_POINTER (place));
  link_score (self);
}

int
ct_document_find_track (CtDocument *self, guint32 id)
{
  return ct_edit_score_track_index (&self->score, id);
}

static GArray *
copy_array (const void *data, gsize n, gsize size)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, size, n);

  return g_array_append_vals (copy, data, n);
}

static void
replace_array (GArray *array, const void *data, gsize n)
{
  g_array_set_size (array, 0);
  g_array_append_vals (array, data, n);
}

/* ---- what a step remembers ---- */

/* Remembers note @id as it is before a change. */
static void
touch_note (CtDocument *self, guint64 id)
{
  const CtEditNote *note = ct_document_find_note (self, id);
  CtNoteChange change = { 0 };

  if (g_hash_table_contains (self->touched, CT_NOTE_KEY (id)))
    return;
  if (note)
    change.before = *note;
  change.after.id = id;
  g_hash_table_insert (self->touched, CT_NOTE_KEY (id), GUINT_TO_POINTER (self->step->notes->len));
  g_array_append_val (self->step->notes, change);
}

static void
touch_tracks (CtDocument *self)
{
  if (!self->step->tracks_before)
    self->step->tracks_before = copy_array (self->tracks->data, self->tracks->len, sizeof (CtEditTrack));
}

static void
touch_deleted (CtDocument *self)
{
  if (!self->step->deleted_before)
    self->step->deleted_before = copy_array (self->deleted->data, self->deleted->len, sizeof (CtDeletedNote));
}

static void
touch_options (CtDocument *self)
{
  if (!self->step->options_before)
    self->step->options_before = g_memdup2 (&self->score.options, sizeof self->score.options);
}

static gboolean
tracks_are (CtDocument *self, const CtEditTrack *tracks, gsize n)
{
  if (n != self->tracks->len)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!ct_edit_track_equal (&tracks[i], &g_array_index (self->tracks, CtEditTrack, i)))
      return FALSE;
  return TRUE;
}

static gboolean
deleted_are (CtDocument *self, const CtDeletedNote *deleted, gsize n)
{
  if (n != self->deleted->len)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (ct_deleted_note_compare (&deleted[i], &g_array_index (self->deleted, CtDeletedNote, i)) != 0)
      return FALSE;
  return TRUE;
}

/* Writes the current state into the step and drops whatever did not change after all. */
static void
close_step (CtDocument *self)
{
  CtStep *step = self->step;
  guint n = 0;

  for (guint i = 0; i < step->notes->len; i++)
    {
      CtNoteChange change = g_array_index (step->notes, CtNoteChange, i);
      const CtEditNote *now = ct_document_find_note (self, change.after.id);

      change.after = now ? *now : (CtEditNote){ 0 };
      if ((change.before.id || change.after.id) && !ct_edit_note_equal (&change.before, &change.after))
        g_array_index (step->notes, CtNoteChange, n++) = change;
    }
  g_array_set_size (step->notes, n);
  if (step->tracks_before && tracks_are (self, (CtEditTrack *) step->tracks_before->data, step->tracks_before->len))
    g_clear_pointer (&step->tracks_before, g_array_unref);
  if (step->tracks_before)
    step->tracks_after = copy_array (self->tracks->data, self->tracks->len, sizeof (CtEditTrack));
  if (step->deleted_before
      && deleted_are (self, (CtDeletedNote *) step->deleted_before->data, step->deleted_before->len))
    g_clear_pointer (&step->deleted_before, g_array_unref);
  if (step->deleted_before)
    step->deleted_after = copy_array (self->deleted->data, self->deleted->len, sizeof (CtDeletedNote));
  if (step->options_before && ct_transcriber_options_equal (step->options_before, &self->score.options))
    g_clear_pointer (&step->options_before, g_free);
  if (step->options_before)
    step->options_after = g_memdup2 (&self->score.options, sizeof self->score.options);
  ct_document_close_tempo (self);
  ct_document_close_harmony (self);
}

static guint
step_changes (const CtStep *step)
{
  return (step->notes->len || step->deleted_before ? CT_DOCUMENT_NOTES : 0)
         | (step->tracks_before ? CT_DOCUMENT_TRACKS : 0) | (step->options_before ? CT_DOCUMENT_OPTIONS : 0)
         | (step->tempo_before ? CT_DOCUMENT_TEMPO : 0) | (step->harmony_before ? CT_DOCUMENT_HARMONY : 0);
}

static void
take_listening (CtEditTrack *track, const CtEditTrack *from)
{
  track->visible = from->visible;
  track->mute = from->mute;
  track->solo = from->solo;
}

/* Makes the tracks those of @tracks, but listened to as they are now. */
static void
restore_tracks (CtDocument *self, const GArray *tracks)
{
  g_autoptr (GArray) now = copy_array (self->tracks->data, self->tracks->len, sizeof (CtEditTrack));

  replace_array (self->tracks, tracks->data, tracks->len);
  link_score (self);
  for (guint i = 0; i < now->len; i++)
    {
      const CtEditTrack *track = &g_array_index (now, CtEditTrack, i);
      int place = ct_document_find_track (self, track->id);

      if (place >= 0)
        take_listening (&g_array_index (self->tracks, CtEditTrack, place), track);
    }
}

/* Restores the state before @step (or after it). */
static void
restore (CtDocument *self, const CtStep *step, gboolean before)
{
  const GArray *tracks = before ? step->tracks_before : step->tracks_after;
  const GArray *deleted = before ? step->deleted_before : step->deleted_after;
  const CtTranscriberOptions *options = before ? step->options_before : step->options_after;
  const CtEditTempo *tempo = before ? step->tempo_before : step->tempo_after;
  const CtHarmony *harmony = before ? step->harmony_before : step->harmony_after;

  for (guint i = 0; i < step->notes->len; i++)
    {
      const CtNoteChange *change = &g_array_index (step->notes, CtNoteChange, i);
      const CtEditNote *note = before ? &change->before : &change->after;

      if (note->id)
        put_note (self, note);
      else
        {
          guint64 id = before ? change->after.id : change->before.id;

          if (ct_document_find_note (self, id))
            take_note_out (self, id);
        }
    }
  if (tracks)
    restore_tracks (self, tracks);
  if (deleted)
    replace_array (self->deleted, deleted->data, deleted->len);
  if (options)
    self->score.options = *options;
  if (tempo)
    ct_document_replace_tempo (self, tempo);
  if (harmony)
    ct_document_replace_harmony (self, harmony);
  ct_document_sort_notes (self);
}

/* ---- steps ---- */

void
ct_document_begin (CtDocument *self, const char *name)
{
  ct_document_begin_coalesced (self, name, NULL);
}

void
ct_document_begin_coalesced (CtDocument *self, const char *name, const char *key)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (name != NULL);

  if (self->depth++ == 0)
    {
      self->step = ct_step_new (name, key);
      self->touched = g_hash_table_new (NULL, NULL);
    }
}

void
ct_document_commit (CtDocument *self)
{
  guint changes;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->depth > 0);

  if (--self->depth > 0)
    return;
  close_step (self);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  changes = step_changes (self->step);
  if (changes)
    {
      ct_document_sort_notes (self);
      ct_history_push (self->history, g_steal_pointer (&self->step));
      ct_document_tell (self, changes);
    }
  g_clear_pointer (&self->step, ct_step_free);
}

void
ct_document_abort (CtDocument *self)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->depth > 0);

  close_step (self);
  restore (self, self->step, TRUE);
  if (--self->depth > 0)
    {
      /* an outer step continues from its beginning */
      g_hash_table_remove_all (self->touched);
      ct_step_clear (self->step);
      return;
    }
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->step, ct_step_free);
}

static CtEditNote
made_valid (const CtEditNote *note)
{
  CtEditNote valid = *note;

  valid.onset_s = MAX (valid.onset_s, 0);
  valid.offset_s = MAX (valid.offset_s, valid.onset_s + MIN_NOTE_S);
  valid.midi = MIN (valid.midi, 127);
  valid.velocity = CLAMP (valid.velocity, 1, 127);
  valid.confidence = CLAMP (valid.confidence, 0, 1);
  return valid;
}

guint64
ct_document_add_note (CtDocument *self, const CtEditNote *note)
{
  CtEditNote valid;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), 0);
  g_return_val_if_fail (self->step != NULL, 0);
  g_return_val_if_fail (ct_document_find_track (self, note->track) >= 0, 0);

  valid = made_valid (note);
  valid.id = self->score.next_note_id++;
  touch_note (self, valid.id);
  put_note (self, &valid);
  return valid.id;
}

void
ct_document_set_note (CtDocument *self, const CtEditNote *note)
{
  CtEditNote valid;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);
  g_return_if_fail (ct_document_find_note (self, note->id) != NULL);
  g_return_if_fail (ct_document_find_track (self, note->track) >= 0);

  valid = made_valid (note);
  touch_note (self, valid.id);
  put_note (self, &valid);
}

static void
remember_deleted (CtDocument *self, const CtEditNote *note)
{
  CtDeletedNote deleted = { note->origin_frame, note->origin_midi };
  guint place = 0;

  if (note->origin_frame < 0)
    return;
  for (guint end = self->deleted->len; place < end;)
    {
      guint middle = place + (end - place) / 2;

      if (ct_deleted_note_compare (&g_array_index (self->deleted, CtDeletedNote, middle), &deleted) < 0)
        place = middle + 1;
      else
        end = middle;
    }
  if (place < self->deleted->len
      && ct_deleted_note_compare (&g_array_index (self->deleted, CtDeletedNote, place), &deleted) == 0)
    return;
  touch_deleted (self);
  g_array_insert_val (self->deleted, place, deleted);
}

void
ct_document_delete_note (CtDocument *self, guint64 id)
{
  const CtEditNote *note;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);
  note = ct_document_find_note (self, id);
  g_return_if_fail (note != NULL);

  touch_note (self, id);
  remember_deleted (self, note);
  take_note_out (self, id);
}

guint32
ct_document_add_track (CtDocument *self, const CtEditTrack *track, int place)
{
  CtEditTrack added;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), 0);
  g_return_val_if_fail (self->step != NULL, 0);

  touch_tracks (self);
  added = *track;
  added.id = self->score.next_track_id++;
  g_array_insert_val (self->tracks, place < 0 ? self->tracks->len : MIN ((guint) place, self->tracks->len), added);
  link_score (self);
  return added.id;
}

void
ct_document_set_track (CtDocument *self, const CtEditTrack *track)
{
  int place;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);
  place = ct_document_find_track (self, track->id);
  g_return_if_fail (place >= 0);

  touch_tracks (self);
  g_array_index (self->tracks, CtEditTrack, place) = *track;
}

void
ct_document_remove_track (CtDocument *self, guint32 id)
{
  int place;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);
  place = ct_document_find_track (self, id);
  g_return_if_fail (place >= 0);
  for (guint i = 0; i < self->notes->len; i++)
    g_return_if_fail (g_array_index (self->notes, CtEditNote, i).track != id);

  touch_tracks (self);
  g_array_remove_index (self->tracks, place);
  link_score (self);
}

void
ct_document_listen (CtDocument *self, const CtEditTrack *tracks, guint n)
{
  gboolean changed = FALSE;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step == NULL);
  for (guint i = 0; i < n; i++)
    {
      int place = ct_document_find_track (self, tracks[i].id);
      CtEditTrack *track = place >= 0 ? &g_array_index (self->tracks, CtEditTrack, place) : NULL;
      CtEditTrack before = track ? *track : tracks[i];

      if (track)
        take_listening (track, &tracks[i]);
      changed = changed || (track && !ct_edit_track_equal (track, &before));
    }
  if (changed)
    ct_document_tell (self, CT_DOCUMENT_TRACKS);
}

void
ct_document_move_track (CtDocument *self, guint32 id, int place)
{
  CtEditTrack track;
  int old;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);
  old = ct_document_find_track (self, id);
  g_return_if_fail (old >= 0);

  touch_tracks (self);
  track = g_array_index (self->tracks, CtEditTrack, old);
  g_array_remove_index (self->tracks, old);
  g_array_insert_val (self->tracks, place < 0 ? self->tracks->len : MIN ((guint) place, self->tracks->len), track);
  link_score (self);
}

void
ct_document_set_options (CtDocument *self, const CtTranscriberOptions *options)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  touch_options (self);
  self->score.options = *options;
}

/* Removes, as part of the step, the notes that @score lacks. */
static void
remove_missing (CtDocument *self, const CtEditScore *score)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < score->n_notes; i++)
    g_hash_table_add (kept, CT_NOTE_KEY (score->notes[i].id));
  for (guint i = self->notes->len; i-- > 0;)
    {
      guint64 id = g_array_index (self->notes, CtEditNote, i).id;

      if (g_hash_table_contains (kept, CT_NOTE_KEY (id)))
        continue;
      touch_note (self, id);
      take_note_out (self, id);
    }
}

void
ct_document_apply_score (CtDocument *self, const CtEditScore *score)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  remove_missing (self, score);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *now = ct_document_find_note (self, score->notes[i].id);

      if (now && ct_edit_note_equal (now, &score->notes[i]))
        continue;
      touch_note (self, score->notes[i].id);
      put_note (self, &score->notes[i]);
    }
  touch_tracks (self);
  replace_array (self->tracks, score->tracks, score->n_tracks);
  touch_deleted (self);
  replace_array (self->deleted, score->deleted, score->n_deleted);
  touch_options (self);
  self->score.options = score->options;
  self->score.next_note_id = MAX (self->score.next_note_id, score->next_note_id);
  self->score.next_track_id = MAX (self->score.next_track_id, score->next_track_id);
  link_score (self);
}

void
ct_document_load_score (CtDocument *self, const CtEditScore *score)
{
  CtEditTempo tempo;
  CtHarmony harmony;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step == NULL);

  replace_array (self->notes, score->notes, score->n_notes);
  replace_array (self->tracks, score->tracks, score->n_tracks);
  replace_array (self->deleted, score->deleted, score->n_deleted);
  ct_document_replace_tempo (self, &score->tempo);
  ct_document_replace_harmony (self, &score->harmony);
  tempo = self->score.tempo;
  harmony = self->score.harmony;
  self->score = *score;
  self->score.tempo = tempo;
  self->score.harmony = harmony;
  ct_document_sort_notes (self);
  ct_history_clear (self->history);
  ct_document_tell (self, ALL_CHANGES);
}

static void
walk (CtDocument *self, gboolean back)
{
  const CtStep *step;
  g_autofree char *name = NULL;

  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step == NULL);

  step = ct_history_walk (self->history, back);
  if (!step)
    return;
  name = g_strdup (step->name);
  restore (self, step, back);
  ct_document_tell (self, step_changes (step));
  ct_document_tell_stepped (self, name, back);
}

void
ct_document_undo (CtDocument *self)
{
  walk (self, TRUE);
}

void
ct_document_redo (CtDocument *self)
{
  walk (self, FALSE);
}
