/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document's score holds. */
#include "ui/document/ct-document-private.h"

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"

void
ct_document_link_score (CtDocument *self)
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
  ct_document_link_score (self);
}

CtEditNote *
ct_document_find_note (CtDocument *self, guint64 id)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (self->places, CT_NOTE_KEY (id), NULL, &place))
    return NULL;
  return &g_array_index (self->notes, CtEditNote, GPOINTER_TO_UINT (place));
}

void
ct_document_put_note (CtDocument *self, const CtEditNote *note)
{
  CtEditNote *there = ct_document_find_note (self, note->id);

  if (there)
    *there = *note;
  else
    {
      g_hash_table_insert (self->places, CT_NOTE_KEY (note->id), GUINT_TO_POINTER (self->notes->len));
      g_array_append_val (self->notes, *note);
    }
  ct_document_link_score (self);
}

void
ct_document_take_note_out (CtDocument *self, guint64 id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, CT_NOTE_KEY (id)));

  g_array_remove_index_fast (self->notes, place);
  g_hash_table_remove (self->places, CT_NOTE_KEY (id));
  if (place < self->notes->len)
    g_hash_table_insert (self->places, CT_NOTE_KEY (g_array_index (self->notes, CtEditNote, place).id),
                         GUINT_TO_POINTER (place));
  ct_document_link_score (self);
}

int
ct_document_find_track (CtDocument *self, guint32 id)
{
  return ct_edit_score_track_index (&self->score, id);
}

static void
replace_array (GArray *array, const void *data, gsize n)
{
  g_array_set_size (array, 0);
  g_array_append_vals (array, data, n);
}

void
ct_document_replace_tracks (CtDocument *self, const CtEditTrack *tracks, gsize n)
{
  replace_array (self->tracks, tracks, n);
  ct_document_link_score (self);
}

void
ct_document_replace_deleted (CtDocument *self, const CtDeletedNote *deleted, gsize n)
{
  replace_array (self->deleted, deleted, n);
  ct_document_link_score (self);
}

/* Ends the program as GLib does where memory ends. */
static void
require_copied (CtStatus status)
{
  if (status != CT_STATUS_OK)
    g_error ("%s", ct_status_string (status));
}

/* What these three copy may be what they replace. */

void
ct_document_replace_tempo (CtDocument *self, const CtEditTempo *tempo)
{
  CtEditTempo before = self->score.tempo;

  require_copied (ct_edit_tempo_copy (tempo, &self->score.tempo));
  ct_edit_tempo_clear (&before);
}

void
ct_document_copy_harmony (CtHarmony *self, const CtHarmony *harmony)
{
  CtHarmony before = *self;

  require_copied (ct_harmony_copy (harmony, self));
  ct_harmony_clear (&before);
}

void
ct_document_replace_harmony (CtDocument *self, const CtHarmony *harmony)
{
  ct_document_copy_harmony (&self->score.harmony, harmony);
}

void
ct_document_replace_percussion (CtDocument *self, const CtPercussion *percussion)
{
  CtPercussion before = self->score.percussion;

  require_copied (ct_percussion_copy (percussion, &self->score.percussion));
  ct_percussion_clear (&before);
}

void
ct_document_replace_score (CtDocument *self, const CtEditScore *score)
{
  CtEditTempo tempo;
  CtHarmony harmony;
  CtPercussion percussion;

  replace_array (self->notes, score->notes, score->n_notes);
  replace_array (self->tracks, score->tracks, score->n_tracks);
  replace_array (self->deleted, score->deleted, score->n_deleted);
  ct_document_replace_tempo (self, &score->tempo);
  ct_document_replace_harmony (self, &score->harmony);
  ct_document_replace_percussion (self, &score->percussion);
  tempo = self->score.tempo;
  harmony = self->score.harmony;
  percussion = self->score.percussion;
  self->score = *score;
  self->score.tempo = tempo;
  self->score.harmony = harmony;
  self->score.percussion = percussion;
  ct_document_sort_notes (self);
}
