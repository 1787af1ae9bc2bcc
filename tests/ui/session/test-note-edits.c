/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/note-fixture.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

#define NEAR_S 1e-9

static void
test_move (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 2, 2, 0.25, -3), ==, 2);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Move 2 Notes");
  for (guint i = 2; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->onset_s, i + 0.25, NEAR_S);
      g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->offset_s, i + 0.75, NEAR_S);
      g_assert_cmpint (note_fixture_note (fixture, i)->midi, ==, 60 + (int) i - 3);
      g_assert_cmpint (note_fixture_note (fixture, i)->edited, ==, CT_EDITED_TIME | CT_EDITED_PITCH);
      g_assert_cmpint (note_fixture_note (fixture, i)->origin_midi, ==, 60 + (int) i);
    }
  g_assert_cmpint (note_fixture_note (fixture, 4)->edited, ==, 0);
  /* pitch or time alone */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 6, 1, 0, 1), ==, 1);
  g_assert_cmpint (note_fixture_note (fixture, 6)->edited, ==, CT_EDITED_PITCH);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 7, 1, 0.01, 0), ==, 1);
  g_assert_cmpint (note_fixture_note (fixture, 7)->edited, ==, CT_EDITED_TIME);
  /* nothing */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, NOTE_FIXTURE_NOTES, 0, 0), ==, 0);
  g_assert_cmpuint (ct_note_edits_move (document, NULL, 0, 1, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, 1, NAN, 1), ==, 0);
  note_fixture_assert_undo (fixture, 3);
}

/* Past every end: the block stops as a whole. */
static void
test_move_clamped (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  ct_note_edits_move (document, fixture->ids + 2, 3, -100, 500);
  for (guint i = 2; i < 5; i++)
    {
      g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->onset_s, i - 2, NEAR_S);
      g_assert_cmpint (note_fixture_note (fixture, i)->midi, ==, 127 - 4 + (int) i);
    }
  ct_note_edits_move (document, fixture->ids + 2, 3, 0, -500);
  for (guint i = 2; i < 5; i++)
    g_assert_cmpint (note_fixture_note (fixture, i)->midi, ==, (int) i - 2);
  /* at the very beginning and the lowest pitch nothing more happens */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 2, 3, -1, -1), ==, 0);
  note_fixture_assert_undo (fixture, 2);
}

static void
test_recording_end (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (CtRecording) recording = NULL;
  guint n;

  recording = ct_recording_new (NULL, 22, 44100, 2);
  ct_document_set_recording (document, recording);
  ct_note_edits_move (document, fixture->ids + 2, 3, 100, 0);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 4)->offset_s, 22, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 2)->onset_s, 19.5, NEAR_S);
  ct_note_edits_resize (document, fixture->ids + 5, 1, CT_NOTE_END, 100);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 5)->offset_s, 22, NEAR_S);
  /* the copy of the last note would begin where the recording ends */
  g_assert_null (ct_note_edits_duplicate (document, fixture->ids + 4, 1, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (ct_note_edits_draw (document, note_fixture_note (fixture, 0)->track, 60, 50, 51, 80), !=, 0);
  note_fixture_assert_undo (fixture, 3);
}

static void
test_resize (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 2, CT_NOTE_END, 0.3), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 1)->offset_s, 1.8, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 1)->onset_s, 1, NEAR_S);
  g_assert_cmpint (note_fixture_note (fixture, 1)->edited, ==, CT_EDITED_TIME);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_END, -5), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 1)->offset_s, 1.01, NEAR_S);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_START, 5), ==, 0);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_START, -5), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 1)->onset_s, 0, NEAR_S);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 3, 1, CT_NOTE_START, INFINITY), ==, 0);
  note_fixture_assert_undo (fixture, 3);
}

static void
test_nudge (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids + 1, 2, CT_NOTE_NUDGE_S), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 1)->onset_s, 1.05, NEAR_S);
  /* another direction of the same notes joins, other notes and pitch do not */
  ct_note_edits_nudge_time (document, fixture->ids + 1, 2, -CT_NOTE_NUDGE_S);
  ct_note_edits_nudge_time (document, fixture->ids + 1, 1, CT_NOTE_NUDGE_S);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 12), ==, 1);
  g_assert_cmpint (note_fixture_note (fixture, 1)->midi, ==, 121);
  /* no room for another octave */
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 12), ==, 0);
  g_assert_cmpint (note_fixture_note (fixture, 1)->midi, ==, 121);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 6), ==, 1);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 1), ==, 0);
  /* at the start */
  g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids, 1, -CT_NOTE_NUDGE_S), ==, 0);
  note_fixture_assert_undo (fixture, 3);
}

static void
test_set (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 3, CT_NOTE_PITCH, 61, FALSE), ==, 2);
  g_assert_cmpint (note_fixture_note (fixture, 1)->edited, ==, 0);
  g_assert_cmpint (note_fixture_note (fixture, 2)->edited, ==, CT_EDITED_PITCH);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 3, CT_NOTE_PITCH, -500, TRUE), ==, 3);
  g_assert_cmpint (note_fixture_note (fixture, 0)->midi, ==, 0);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 4, 2, CT_NOTE_ONSET, 7.5, FALSE), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 5)->onset_s, 7.5, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 5)->offset_s, 8.0, NEAR_S);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 4, 1, CT_NOTE_ONSET, -90, TRUE), ==, 1);
  g_assert_cmpfloat (note_fixture_note (fixture, 4)->onset_s, ==, 0);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 6, 1, CT_NOTE_DURATION, 0, FALSE), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, 6)->offset_s, 6.01, NEAR_S);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, 1000, FALSE), ==, 8);
  g_assert_cmpint (note_fixture_note (fixture, 7)->velocity, ==, 127);
  g_assert_cmpint (note_fixture_note (fixture, 7)->edited, ==, CT_EDITED_VELOCITY);
  /* goes on from before */
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, -1000, TRUE), ==, 8);
  g_assert_cmpint (note_fixture_note (fixture, 7)->velocity, ==, 1);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, 1, FALSE), ==, 0);
  note_fixture_assert_undo (fixture, 6);
}

static void
test_delete (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  /* a note and an uncertain note; both were heard and must not come back */
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids + 8, 2), ==, 2);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Delete 2 Notes");
  g_assert_null (note_fixture_note (fixture, 8));
  g_assert_null (note_fixture_note (fixture, 9));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 2);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids + 8, 2), ==, 0);
  g_assert_cmpuint (ct_note_edits_erase (document, fixture->ids, 1), ==, 1);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Erase Note");
  g_assert_cmpuint (ct_note_edits_cut (document, fixture->ids + 1, 1), ==, 1);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Cut Note");
  note_fixture_assert_undo (fixture, 3);
}

static void
test_accept (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 2);
  g_assert_cmpstr (note_fixture_step_name (fixture), ==, "Accept 2 Notes");
  g_assert_false (note_fixture_note (fixture, 9)->uncertain);
  g_assert_cmpint (note_fixture_note (fixture, 9)->edited, ==, CT_EDITED_ACCEPTED);
  g_assert_cmpint (note_fixture_note (fixture, 8)->edited, ==, 0);
  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  ct_document_undo (document);
  /* one that is changed is accepted thereby, one that stays where it is is not */
  ct_note_edits_move (document, fixture->ids + 9, 1, 0.1, 0);
  g_assert_false (note_fixture_note (fixture, 9)->uncertain);
  g_assert_cmpint (note_fixture_note (fixture, 9)->edited, ==, CT_EDITED_ACCEPTED | CT_EDITED_TIME);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 19, 1, CT_NOTE_VELOCITY, 64, FALSE), ==, 0);
  g_assert_true (note_fixture_note (fixture, 19)->uncertain);
  note_fixture_assert_undo (fixture, 1);
}

static void
test_track (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint32 first = note_fixture_note (fixture, 0)->track, second = note_fixture_note (fixture, 1)->track;

  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, second), ==, 2);
  g_assert_cmpint (note_fixture_note (fixture, 0)->track, ==, (int) second);
  g_assert_cmpint (note_fixture_note (fixture, 0)->edited, ==, CT_EDITED_TRACK);
  g_assert_cmpint (note_fixture_note (fixture, 1)->edited, ==, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, 999), ==, 0);
  note_fixture_lock (fixture, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, first), ==, 0);
  note_fixture_assert_undo (fixture, 2);
}

/* Nothing touches the notes of a locked track. */
static void
test_locked (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *locked;
  guint n;

  note_fixture_lock (fixture, 0);
  note_fixture_lock (fixture, 1);
  locked = ct_document_copy_score (document);
  g_assert_cmpuint (ct_note_edits_count_locked (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, NOTE_FIXTURE_NOTES);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, NOTE_FIXTURE_NOTES, 1, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids, NOTE_FIXTURE_NOTES, CT_NOTE_END, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids, NOTE_FIXTURE_NOTES, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids, NOTE_FIXTURE_NOTES, 1), ==, 0);
  for (CtNoteField field = CT_NOTE_PITCH; field <= CT_NOTE_VELOCITY; field++)
    g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, NOTE_FIXTURE_NOTES, field, 1, TRUE), ==, 0);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_erase (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, NOTE_FIXTURE_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, NOTE_FIXTURE_NOTES,
                                                 note_fixture_note (fixture, 1)->track),
                    ==, 0);
  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.2, &n));
  g_assert_null (ct_note_edits_join (document, fixture->ids, NOTE_FIXTURE_NOTES, &n));
  g_assert_null (ct_note_edits_duplicate (document, fixture->ids, NOTE_FIXTURE_NOTES, &n));
  g_assert_cmpuint (ct_note_edits_draw (document, note_fixture_note (fixture, 0)->track, 60, 1, 2, 80), ==, 0);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, NOTE_FIXTURE_NOTES);
  for (guint i = 0; i < NOTE_FIXTURE_NOTES; i++)
    g_assert_true (ct_edit_note_equal (&locked->notes[i], note_fixture_note (fixture, i)));
  ct_edit_score_free (locked);
  /* of some, the others go */
  ct_document_undo (document);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids, 4), ==, 2);
  g_assert_nonnull (note_fixture_note (fixture, 0));
  g_assert_null (note_fixture_note (fixture, 1));
  note_fixture_assert_undo (fixture, 2);
}

static void
test_picked (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (CtSession) session = ct_session_new (document);
  guint32 track = note_fixture_note (fixture, 0)->track;
  g_autofree guint64 *shown = NULL, *all = NULL, *hidden = NULL;
  guint n;

  ct_selection_set (ct_session_get_selection (session), fixture->ids, NOTE_FIXTURE_NOTES);
  /* uncertain notes cannot be seen at first */
  shown = ct_note_edits_dup_picked (session, &n);
  g_assert_cmpuint (n, ==, 18);
  g_object_set (ct_session_get_display (session), "show-uncertain", TRUE, NULL);
  all = ct_note_edits_dup_picked (session, &n);
  g_assert_cmpuint (n, ==, 20);
  ct_track_edits_set_flag (document, &track, 1, CT_TRACK_VISIBLE, FALSE);
  hidden = ct_note_edits_dup_picked (session, &n);
  g_assert_cmpuint (n, ==, 10);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (ct_document_get_note (document, hidden[i])->track, !=, track);
}

/* The shortest notes, and the first one of a recording. */
static void
test_tiny (NoteFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint n;

  ct_note_edits_set (document, fixture->ids, NOTE_FIXTURE_NOTES, CT_NOTE_DURATION, CT_NOTE_MIN_S, FALSE);
  g_assert_null (ct_note_edits_split (document, fixture->ids, NOTE_FIXTURE_NOTES, 3.005, &n));
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids, NOTE_FIXTURE_NOTES, CT_NOTE_END, -1), ==, 0);
  ct_note_edits_move (document, fixture->ids, NOTE_FIXTURE_NOTES, -3, -127);
  g_assert_cmpfloat (note_fixture_note (fixture, 0)->onset_s, ==, 0);
  g_assert_cmpint (note_fixture_note (fixture, 0)->midi, ==, 0);
  ct_note_edits_nudge_time (document, fixture->ids, NOTE_FIXTURE_NOTES, CT_NOTE_NUDGE_S);
  for (guint i = 0; i < NOTE_FIXTURE_NOTES; i++)
    g_assert_cmpfloat_with_epsilon (note_fixture_note (fixture, i)->offset_s - note_fixture_note (fixture, i)->onset_s,
                                    CT_NOTE_MIN_S, NEAR_S);
  note_fixture_assert_undo (fixture, 3);
}

static double
elapsed_ms (gint64 start)
{
  return 1e-3 * (double) (g_get_monotonic_time () - start);
}

/* Thousands at once. */
static void
test_many (void)
{
  const guint n = 10000;
  CtDocument *document = note_document_new (n);
  CtEditScore *before = ct_document_copy_score (document);
  g_autofree guint64 *ids = g_new (guint64, n), *copies = NULL, *joined = NULL;
  guint n_made;
  gint64 start;

  for (guint i = 0; i < n; i++)
    ids[i] = before->notes[i].id;
  start = g_get_monotonic_time ();
  g_assert_cmpuint (ct_note_edits_move (document, ids, n, 0.1, 2), ==, n);
  g_test_message ("moving %u notes took %.1f ms", n, elapsed_ms (start));
  start = g_get_monotonic_time ();
  ct_document_undo (document);
  g_test_message ("undoing it took %.1f ms", elapsed_ms (start));
  ct_document_redo (document);
  start = g_get_monotonic_time ();
  copies = ct_note_edits_duplicate (document, ids, n, &n_made);
  g_test_message ("duplicating them took %.1f ms", elapsed_ms (start));
  g_assert_cmpuint (n_made, ==, n);
  start = g_get_monotonic_time ();
  joined = ct_note_edits_join (document, ids, n, &n_made);
  g_test_message ("joining them took %.1f ms", elapsed_ms (start));
  g_assert_cmpuint (n_made, ==, 12);
  start = g_get_monotonic_time ();
  g_assert_cmpuint (ct_note_edits_delete (document, copies, n), ==, n);
  g_test_message ("deleting the copies took %.1f ms", elapsed_ms (start));
  timbre_document_assert_undo (document, before, 4);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/note-edits/" path, NoteFixture, NULL, note_fixture_set_up, func, note_fixture_tear_down)
  ADD ("move", test_move);
  ADD ("move-clamped", test_move_clamped);
  ADD ("recording-end", test_recording_end);
  ADD ("resize", test_resize);
  ADD ("nudge", test_nudge);
  ADD ("set", test_set);
  ADD ("delete", test_delete);
  ADD ("accept", test_accept);
  ADD ("track", test_track);
  ADD ("locked", test_locked);
  ADD ("picked", test_picked);
  ADD ("tiny", test_tiny);
  g_test_add_func ("/note-edits/many", test_many);
  return g_test_run ();
}
