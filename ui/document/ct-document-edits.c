/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The changes that a step of a document may make. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-document.h"

#define MIN_NOTE_S 0.01

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
  ct_document_touch_note (self, valid.id);
  ct_document_put_note (self, &valid);
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
  ct_document_touch_note (self, valid.id);
  ct_document_put_note (self, &valid);
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
  ct_document_touch_deleted (self);
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

  ct_document_touch_note (self, id);
  remember_deleted (self, note);
  ct_document_take_note_out (self, id);
}

guint32
ct_document_add_track (CtDocument *self, const CtEditTrack *track, int place)
{
  CtEditTrack added;

  g_return_val_if_fail (CT_IS_DOCUMENT (self), 0);
  g_return_val_if_fail (self->step != NULL, 0);

  ct_document_touch_tracks (self);
  added = *track;
  added.id = self->score.next_track_id++;
  g_array_insert_val (self->tracks, place < 0 ? self->tracks->len : MIN ((guint) place, self->tracks->len), added);
  ct_document_link_score (self);
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

  ct_document_touch_tracks (self);
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

  ct_document_touch_tracks (self);
  g_array_remove_index (self->tracks, place);
  ct_document_link_score (self);
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

  ct_document_touch_tracks (self);
  track = g_array_index (self->tracks, CtEditTrack, old);
  g_array_remove_index (self->tracks, old);
  g_array_insert_val (self->tracks, place < 0 ? self->tracks->len : MIN ((guint) place, self->tracks->len), track);
  ct_document_link_score (self);
}

void
ct_document_set_options (CtDocument *self, const CtTranscriberOptions *options)
{
  g_return_if_fail (CT_IS_DOCUMENT (self));
  g_return_if_fail (self->step != NULL);

  ct_document_touch_options (self);
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
      ct_document_touch_note (self, id);
      ct_document_take_note_out (self, id);
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
      ct_document_touch_note (self, score->notes[i].id);
      ct_document_put_note (self, &score->notes[i]);
    }
  ct_document_touch_tracks (self);
  ct_document_replace_tracks (self, score->tracks, score->n_tracks);
  ct_document_touch_deleted (self);
  ct_document_replace_deleted (self, score->deleted, score->n_deleted);
  ct_document_touch_options (self);
  self->score.options = score->options;
  self->score.next_note_id = MAX (self->score.next_note_id, score->next_note_id);
  self->score.next_track_id = MAX (self->score.next_track_id, score->next_track_id);
}
