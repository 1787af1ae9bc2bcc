/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/note-fixture.h"

#include <glib-object.h>

#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"

void
note_fixture_set_up (NoteFixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (NOTE_FIXTURE_NOTES);
  fixture->before = ct_document_copy_score (fixture->document);
  for (guint i = 0; i < NOTE_FIXTURE_NOTES; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
}

void
note_fixture_tear_down (NoteFixture *fixture, gconstpointer data)
{
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  g_clear_pointer (&fixture->before, ct_edit_score_free);
}

void
note_fixture_assert_undo (NoteFixture *fixture, guint n_steps)
{
  timbre_document_assert_undo (fixture->document, g_steal_pointer (&fixture->before), n_steps);
}

const CtEditNote *
note_fixture_note (NoteFixture *fixture, guint i)
{
  return ct_document_get_note (fixture->document, fixture->ids[i]);
}

gboolean
note_fixture_can_undo (NoteFixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

const char *
note_fixture_step_name (NoteFixture *fixture)
{
  return ct_history_get_undo_name (ct_document_get_history (fixture->document));
}

void
note_fixture_lock (NoteFixture *fixture, guint place)
{
  guint32 track = ct_document_get_score (fixture->document)->tracks[place].id;

  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_LOCKED, TRUE);
}
