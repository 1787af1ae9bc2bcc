/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a document: what they change, and how it is taken back. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history-private.h"

#define ALL_CHANGES                                                                                                    \
  (CT_DOCUMENT_NOTES | CT_DOCUMENT_TRACKS | CT_DOCUMENT_OPTIONS | CT_DOCUMENT_TEMPO | CT_DOCUMENT_HARMONY              \
   | CT_DOCUMENT_PERCUSSION)

/* ---- what a step remembers ---- */

static GArray *
copy_array (const void *data, gsize n, gsize size)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, size, n);

  return g_array_append_vals (copy, data, n);
}

void
ct_document_touch_note (CtDocument *self, guint64 id)
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

void
ct_document_touch_tracks (CtDocument *self)
{
  if (!self->step->tracks_before)
    self->step->tracks_before = copy_array (self->tracks->data, self->tracks->len, sizeof (CtEditTrack));
}

void
ct_document_touch_deleted (CtDocument *self)
{
  if (!self->step->deleted_before)
    self->step->deleted_before = copy_array (self->deleted->data, self->deleted->len, sizeof (CtDeletedNote));
}

void
ct_document_touch_options (CtDocument *self)
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
  ct_document_close_percussion (self);
}

static guint
step_changes (const CtStep *step)
{
  return (step->notes->len || step->deleted_before ? CT_DOCUMENT_NOTES : 0)
         | (step->tracks_before ? CT_DOCUMENT_TRACKS : 0) | (step->options_before ? CT_DOCUMENT_OPTIONS : 0)
         | (step->tempo_before ? CT_DOCUMENT_TEMPO : 0) | (step->harmony_before ? CT_DOCUMENT_HARMONY : 0)
         | (step->percussion_before ? CT_DOCUMENT_PERCUSSION : 0);
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

  ct_document_replace_tracks (self, (CtEditTrack *) tracks->data, tracks->len);
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
  const CtPercussion *percussion = before ? step->percussion_before : step->percussion_after;

  for (guint i = 0; i < step->notes->len; i++)
    {
      const CtNoteChange *change = &g_array_index (step->notes, CtNoteChange, i);
      const CtEditNote *note = before ? &change->before : &change->after;

      if (note->id)
        ct_document_put_note (self, note);
      else
        {
          guint64 id = before ? change->after.id : change->before.id;

          if (ct_document_find_note (self, id))
            ct_document_take_note_out (self, id);
        }
    }
  if (tracks)
    restore_tracks (self, tracks);
  if (deleted)
    ct_document_replace_deleted (self, (CtDeletedNote *) deleted->data, deleted->len);
  if (options)
    self->score.options = *options;
  if (tempo)
    ct_document_replace_tempo (self, tempo);
  if (harmony)
    ct_document_replace_harmony (self, harmony);
  if (percussion)
    ct_document_replace_percussion (self, percussion);
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
ct_document_load_score (CtDocument *self, const CtEditScore *score)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step == NULL);

  ct_document_replace_score (self, score);
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
