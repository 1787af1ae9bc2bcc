/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-pencil.h"

#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-selection.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  guint32 track;
  CtPencil pencil;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (30);
  fixture->session = ct_session_new (fixture->document);
  fixture->track = ct_document_get_score (fixture->document)->tracks[1].id;
  ct_session_set_current_track (fixture->session, fixture->track);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static void
assert_span (Fixture *fixture, double onset_s, double offset_s)
{
  g_assert_cmpfloat_with_epsilon (fixture->pencil.note.onset_s, onset_s, 1e-9);
  g_assert_cmpfloat_with_epsilon (fixture->pencil.note.offset_s, offset_s, 1e-9);
}

/* Where it was begun stays, whichever way it is drawn; it never gets shorter than 10 ms nor begins before the song. */
static void
test_draw (Fixture *fixture, gconstpointer data)
{
  ct_pencil_begin (&fixture->pencil, fixture->session, 2, 66.4, 0.25, FALSE);
  assert_span (fixture, 2, 2.25);
  g_assert_cmpint (fixture->pencil.note.midi, ==, 66);
  ct_pencil_draw (&fixture->pencil, fixture->session, 3.5, FALSE);
  assert_span (fixture, 2, 3.5);
  ct_pencil_draw (&fixture->pencil, fixture->session, 1.5, FALSE);
  assert_span (fixture, 1.5, 2);
  ct_pencil_draw (&fixture->pencil, fixture->session, 2, FALSE);
  assert_span (fixture, 2, 2.01);
  ct_pencil_draw (&fixture->pencil, fixture->session, -4, FALSE);
  assert_span (fixture, 0, 2);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

static void
test_finish (Fixture *fixture, gconstpointer data)
{
  gsize n = ct_document_get_score (fixture->document)->n_notes;
  g_autofree guint64 *ids = NULL;
  const CtEditNote *note;
  guint n_selected;

  g_object_set (fixture->session, "new-note-velocity", 77, NULL);
  ct_pencil_begin (&fixture->pencil, fixture->session, 2.6, 70.6, 0.25, FALSE);
  ct_pencil_draw (&fixture->pencil, fixture->session, 2.9, FALSE);
  ct_pencil_finish (&fixture->pencil, fixture->session);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, n + 1);
  ids = ct_selection_dup (ct_session_get_selection (fixture->session), &n_selected);
  g_assert_cmpuint (n_selected, ==, 1);
  note = ct_document_get_note (fixture->document, ids[0]);
  g_assert_cmpfloat_with_epsilon (note->onset_s, 2.6, 1e-6);
  g_assert_cmpfloat_with_epsilon (note->offset_s, 2.9, 1e-6);
  g_assert_cmpint (note->midi, ==, 71);
  g_assert_cmpint (note->velocity, ==, 77);
  g_assert_cmpuint (note->track, ==, fixture->track);
  g_assert_cmphex (note->edited & CT_EDITED_DRAWN, ==, CT_EDITED_DRAWN);
  ct_document_undo (fixture->document);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_notes, ==, n);
}

/* Off the keyboard there is its last key. */
static void
test_pitches (Fixture *fixture, gconstpointer data)
{
  ct_pencil_begin (&fixture->pencil, fixture->session, 2, -3, 0.25, FALSE);
  g_assert_cmpint (fixture->pencil.note.midi, ==, 0);
  ct_pencil_begin (&fixture->pencil, fixture->session, 2, 127.9, 0.25, FALSE);
  g_assert_cmpint (fixture->pencil.note.midi, ==, 127);
}

static void
test_can_draw (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_pencil_can_draw (fixture->session));
  ct_track_edits_set_flag (fixture->document, &fixture->track, 1, CT_TRACK_LOCKED, TRUE);
  g_assert_false (ct_pencil_can_draw (fixture->session));
  ct_track_edits_set_flag (fixture->document, &fixture->track, 1, CT_TRACK_LOCKED, FALSE);
  ct_track_edits_set_flag (fixture->document, &fixture->track, 1, CT_TRACK_VISIBLE, FALSE);
  g_assert_false (ct_pencil_can_draw (fixture->session));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/pencil/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("draw", test_draw);
  ADD ("finish", test_finish);
  ADD ("pitches", test_pitches);
  ADD ("can-draw", test_can_draw);
  return g_test_run ();
}
