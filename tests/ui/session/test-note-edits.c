/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-recording.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

#define N_NOTES 20
#define NEAR_S 1e-9

typedef struct
{
  CtDocument *document;
  CtEditScore *before;
  guint64 ids[N_NOTES]; /* in the order of the score as it is at first */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (N_NOTES);
  fixture->before = ct_document_copy_score (fixture->document);
  for (guint i = 0; i < N_NOTES; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  g_clear_pointer (&fixture->before, ct_edit_score_free);
}

static void
assert_undo (Fixture *fixture, guint n_steps)
{
  timbre_document_assert_undo (fixture->document, g_steal_pointer (&fixture->before), n_steps);
}

static const CtEditNote *
note_of (Fixture *fixture, guint i)
{
  return ct_document_get_note (fixture->document, fixture->ids[i]);
}

static gboolean
can_undo (Fixture *fixture)
{
  return ct_history_get_can_undo (ct_document_get_history (fixture->document));
}

static const char *
step_name (Fixture *fixture)
{
  return ct_history_get_undo_name (ct_document_get_history (fixture->document));
}

static void
lock (Fixture *fixture, guint place)
{
  guint32 track = ct_document_get_score (fixture->document)->tracks[place].id;

  ct_track_edits_set_flag (fixture->document, &track, 1, CT_TRACK_LOCKED, TRUE);
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 2, 2, 0.25, -3), ==, 2);
  g_assert_cmpstr (step_name (fixture), ==, "Move 2 Notes");
  for (guint i = 2; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (note_of (fixture, i)->onset_s, i + 0.25, NEAR_S);
      g_assert_cmpfloat_with_epsilon (note_of (fixture, i)->offset_s, i + 0.75, NEAR_S);
      g_assert_cmpint (note_of (fixture, i)->midi, ==, 60 + (int) i - 3);
      g_assert_cmpint (note_of (fixture, i)->edited, ==, CT_EDITED_TIME | CT_EDITED_PITCH);
      g_assert_cmpint (note_of (fixture, i)->origin_midi, ==, 60 + (int) i);
    }
  g_assert_cmpint (note_of (fixture, 4)->edited, ==, 0);
  /* pitch or time alone */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 6, 1, 0, 1), ==, 1);
  g_assert_cmpint (note_of (fixture, 6)->edited, ==, CT_EDITED_PITCH);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 7, 1, 0.01, 0), ==, 1);
  g_assert_cmpint (note_of (fixture, 7)->edited, ==, CT_EDITED_TIME);
  /* nothing */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, N_NOTES, 0, 0), ==, 0);
  g_assert_cmpuint (ct_note_edits_move (document, NULL, 0, 1, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, 1, NAN, 1), ==, 0);
  assert_undo (fixture, 3);
}

/* Past every end: the block stops as a whole. */
static void
test_move_clamped (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  ct_note_edits_move (document, fixture->ids + 2, 3, -100, 500);
  for (guint i = 2; i < 5; i++)
    {
      g_assert_cmpfloat_with_epsilon (note_of (fixture, i)->onset_s, i - 2, NEAR_S);
      g_assert_cmpint (note_of (fixture, i)->midi, ==, 127 - 4 + (int) i);
    }
  ct_note_edits_move (document, fixture->ids + 2, 3, 0, -500);
  for (guint i = 2; i < 5; i++)
    g_assert_cmpint (note_of (fixture, i)->midi, ==, (int) i - 2);
  /* at the very beginning and the lowest pitch nothing more happens */
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids + 2, 3, -1, -1), ==, 0);
  assert_undo (fixture, 2);
}

static void
test_recording_end (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (CtRecording) recording = NULL;
  guint n;

  recording = ct_recording_new (NULL, 22, 44100, 2);
  ct_document_set_recording (document, recording);
  ct_note_edits_move (document, fixture->ids + 2, 3, 100, 0);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 4)->offset_s, 22, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 2)->onset_s, 19.5, NEAR_S);
  ct_note_edits_resize (document, fixture->ids + 5, 1, CT_NOTE_END, 100);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 5)->offset_s, 22, NEAR_S);
  /* the copy of the last note would begin where the recording ends */
  g_assert_null (ct_note_edits_duplicate (document, fixture->ids + 4, 1, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (ct_note_edits_draw (document, note_of (fixture, 0)->track, 60, 50, 51, 80), !=, 0);
  assert_undo (fixture, 3);
}

static void
test_resize (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 2, CT_NOTE_END, 0.3), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->offset_s, 1.8, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1, NEAR_S);
  g_assert_cmpint (note_of (fixture, 1)->edited, ==, CT_EDITED_TIME);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_END, -5), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->offset_s, 1.01, NEAR_S);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_START, 5), ==, 0);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 1, 1, CT_NOTE_START, -5), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 0, NEAR_S);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids + 3, 1, CT_NOTE_START, INFINITY), ==, 0);
  assert_undo (fixture, 3);
}

static void
test_nudge (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids + 1, 2, CT_NOTE_NUDGE_S), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 1)->onset_s, 1.05, NEAR_S);
  /* another direction of the same notes joins, other notes and pitch do not */
  ct_note_edits_nudge_time (document, fixture->ids + 1, 2, -CT_NOTE_NUDGE_S);
  ct_note_edits_nudge_time (document, fixture->ids + 1, 1, CT_NOTE_NUDGE_S);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 12), ==, 1);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 121);
  /* no room for another octave */
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 12), ==, 0);
  g_assert_cmpint (note_of (fixture, 1)->midi, ==, 121);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 6), ==, 1);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids + 1, 1, 1), ==, 0);
  /* at the start */
  g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids, 1, -CT_NOTE_NUDGE_S), ==, 0);
  assert_undo (fixture, 3);
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 3, CT_NOTE_PITCH, 61, FALSE), ==, 2);
  g_assert_cmpint (note_of (fixture, 1)->edited, ==, 0);
  g_assert_cmpint (note_of (fixture, 2)->edited, ==, CT_EDITED_PITCH);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 3, CT_NOTE_PITCH, -500, TRUE), ==, 3);
  g_assert_cmpint (note_of (fixture, 0)->midi, ==, 0);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 4, 2, CT_NOTE_ONSET, 7.5, FALSE), ==, 2);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 5)->onset_s, 7.5, NEAR_S);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 5)->offset_s, 8.0, NEAR_S);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 4, 1, CT_NOTE_ONSET, -90, TRUE), ==, 1);
  g_assert_cmpfloat (note_of (fixture, 4)->onset_s, ==, 0);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 6, 1, CT_NOTE_DURATION, 0, FALSE), ==, 1);
  g_assert_cmpfloat_with_epsilon (note_of (fixture, 6)->offset_s, 6.01, NEAR_S);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, 1000, FALSE), ==, 8);
  g_assert_cmpint (note_of (fixture, 7)->velocity, ==, 127);
  g_assert_cmpint (note_of (fixture, 7)->edited, ==, CT_EDITED_VELOCITY);
  /* goes on from before */
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, -1000, TRUE), ==, 8);
  g_assert_cmpint (note_of (fixture, 7)->velocity, ==, 1);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, 8, CT_NOTE_VELOCITY, 1, FALSE), ==, 0);
  assert_undo (fixture, 6);
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  /* a note and an uncertain note; both were heard and must not come back */
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids + 8, 2), ==, 2);
  g_assert_cmpstr (step_name (fixture), ==, "Delete 2 Notes");
  g_assert_null (note_of (fixture, 8));
  g_assert_null (note_of (fixture, 9));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 2);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids + 8, 2), ==, 0);
  g_assert_cmpuint (ct_note_edits_erase (document, fixture->ids, 1), ==, 1);
  g_assert_cmpstr (step_name (fixture), ==, "Erase Note");
  g_assert_cmpuint (ct_note_edits_cut (document, fixture->ids + 1, 1), ==, 1);
  g_assert_cmpstr (step_name (fixture), ==, "Cut Note");
  assert_undo (fixture, 3);
}

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, N_NOTES), ==, 2);
  g_assert_cmpstr (step_name (fixture), ==, "Accept 2 Notes");
  g_assert_false (note_of (fixture, 9)->uncertain);
  g_assert_cmpint (note_of (fixture, 9)->edited, ==, CT_EDITED_ACCEPTED);
  g_assert_cmpint (note_of (fixture, 8)->edited, ==, 0);
  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, N_NOTES), ==, 0);
  ct_document_undo (document);
  /* one that is changed is accepted thereby, one that stays where it is is not */
  ct_note_edits_move (document, fixture->ids + 9, 1, 0.1, 0);
  g_assert_false (note_of (fixture, 9)->uncertain);
  g_assert_cmpint (note_of (fixture, 9)->edited, ==, CT_EDITED_ACCEPTED | CT_EDITED_TIME);
  g_assert_cmpuint (ct_note_edits_set (document, fixture->ids + 19, 1, CT_NOTE_VELOCITY, 64, FALSE), ==, 0);
  g_assert_true (note_of (fixture, 19)->uncertain);
  assert_undo (fixture, 1);
}

static void
test_split_join (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditNote whole = *note_of (fixture, 3), joined;
  g_autofree guint64 *halves = NULL, *again = NULL;
  const CtEditNote *second;
  guint n;

  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, 3.005, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, 3.495, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, 3.75, &n));
  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, NAN, &n));
  halves = ct_note_edits_split (document, fixture->ids, N_NOTES, 3.2, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (halves[0], ==, fixture->ids[3]);
  second = ct_document_get_note (document, halves[1]);
  g_assert_cmpfloat (note_of (fixture, 3)->onset_s, ==, 3);
  g_assert_cmpfloat (note_of (fixture, 3)->offset_s, ==, 3.2);
  g_assert_cmpfloat (second->onset_s, ==, 3.2);
  g_assert_cmpfloat (second->offset_s, ==, 3.5);
  g_assert_cmpint (second->origin_frame, ==, whole.origin_frame);
  g_assert_cmpint (second->edited, ==, CT_EDITED_TIME);
  g_assert_cmpint (second->track, ==, (int) whole.track);
  again = ct_note_edits_join (document, halves, 2, &n);
  g_assert_cmpuint (n, ==, 1);
  joined = *note_of (fixture, 3);
  /* it is what it was, but for the mark of a hand; and nothing that was heard is gone */
  joined.edited = whole.edited;
  g_assert_true (ct_edit_note_equal (&whole, &joined));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  assert_undo (fixture, 2);
}

/* One half deleted says nothing of what was heard; the other one does, too, then. */
static void
test_delete_halves (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autofree guint64 *halves = NULL;
  guint n;

  halves = ct_note_edits_split (document, fixture->ids + 3, 1, 3.2, &n);
  ct_note_edits_delete (document, halves, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  ct_note_edits_delete (document, halves + 1, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 1);
  assert_undo (fixture, 3);
}

static void
test_join (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 picked[3] = { fixture->ids[12], fixture->ids[0], fixture->ids[4] };
  g_autofree guint64 *made = NULL;
  guint n;

  /* other pitches and tracks do not join */
  g_assert_null (ct_note_edits_join (document, fixture->ids, 12, &n));
  ct_note_edits_set (document, fixture->ids + 12, 1, CT_NOTE_VELOCITY, 127, FALSE);
  ct_note_edits_resize (document, fixture->ids + 12, 1, CT_NOTE_END, 1);
  /* C4 at 0 and 12 s on the first track, and E4 at 4 s: the gap is closed */
  made = ct_note_edits_join (document, picked, 3, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (made[0], ==, fixture->ids[0]);
  g_assert_cmpfloat (note_of (fixture, 0)->onset_s, ==, 0);
  g_assert_cmpfloat (note_of (fixture, 0)->offset_s, ==, 13.5);
  g_assert_cmpint (note_of (fixture, 0)->velocity, ==, lround ((0.5 * 64 + 1.5 * 127) / 2));
  g_assert_null (note_of (fixture, 12));
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 1);
  assert_undo (fixture, 3);
}

/* One that is not selected lies between; a single note joins the next only if that is near. */
static void
test_join_neighbours (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 ends[2] = { fixture->ids[0], fixture->ids[4] };
  g_autofree guint64 *made = NULL, *all = NULL;
  guint n;

  ct_note_edits_set (document, fixture->ids, 5, CT_NOTE_PITCH, 50, FALSE);
  g_assert_null (ct_note_edits_join (document, ends, 2, &n));
  g_assert_null (ct_note_edits_join (document, fixture->ids, 1, &n));
  ct_note_edits_resize (document, fixture->ids, 1, CT_NOTE_END, 0.75);
  made = ct_note_edits_join (document, fixture->ids, 1, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (note_of (fixture, 0)->offset_s, ==, 2.5);
  g_assert_null (note_of (fixture, 2));
  /* both tracks at once */
  all = ct_note_edits_join (document, fixture->ids, 5, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (note_of (fixture, 0)->offset_s, ==, 4.5);
  g_assert_cmpfloat (note_of (fixture, 1)->offset_s, ==, 3.5);
  assert_undo (fixture, 4);
}

/* What was drawn takes over where the part it joins was heard. */
static void
test_join_drawn (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint64 ids[2] = { ct_note_edits_draw (document, note_of (fixture, 5)->track, 65, 4.6, 4.9, 80), fixture->ids[5] };
  g_autofree guint64 *made = NULL;
  const CtEditNote *note;
  guint n;

  made = ct_note_edits_join (document, ids, 2, &n);
  note = ct_document_get_note (document, ids[0]);
  g_assert_cmpint (note->origin_frame, ==, 5 * 86);
  g_assert_cmpint (note->origin_midi, ==, 65);
  g_assert_cmpint (note->edited & CT_EDITED_DRAWN, ==, 0);
  g_assert_cmpint (note->edited & CT_EDITED_TIME, ==, CT_EDITED_TIME);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  assert_undo (fixture, 2);
}

static void
test_duplicate (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autofree guint64 *copies = NULL;
  guint n;

  copies = ct_note_edits_duplicate (document, fixture->ids + 8, 2, &n);
  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const CtEditNote *copy = ct_document_get_note (document, copies[i]);

      g_assert_cmpfloat_with_epsilon (copy->onset_s, 8 + i + 1.5, NEAR_S);
      g_assert_cmpfloat_with_epsilon (copy->offset_s - copy->onset_s, 0.5, NEAR_S);
      g_assert_cmpint (copy->midi, ==, 68 + (int) i);
      g_assert_cmpint (copy->edited, ==, CT_EDITED_DRAWN);
      g_assert_cmpint (copy->origin_frame, ==, -1);
      g_assert_cmpint (copy->origin_midi, ==, 0);
      g_assert_cmpfloat (copy->confidence, ==, 1);
      g_assert_false (copy->uncertain);
    }
  g_assert_true (note_of (fixture, 9)->uncertain);
  assert_undo (fixture, 1);
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (CtEditNote));
  g_autofree guint64 *copies = NULL;
  guint n;

  for (guint i = 0; i < 4; i++)
    g_array_append_vals (notes, note_of (fixture, i), 1);
  g_array_index (notes, CtEditNote, 3).track = 12345;
  copies = ct_note_edits_paste (document, notes, -1, &n);
  /* the first would begin before 0, the last is on no track */
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (ct_document_get_note (document, copies[0])->onset_s, ==, 0);
  g_assert_null (ct_note_edits_paste (document, notes, -10, &n));
  assert_undo (fixture, 1);
}

static void
test_draw (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint32 track = ct_document_get_score (document)->tracks[1].id;
  const CtEditNote *note;
  guint64 id;

  id = ct_note_edits_draw (document, track, 72, 5.25, 6, 90);
  note = ct_document_get_note (document, id);
  g_assert_cmpfloat (note->onset_s, ==, 5.25);
  g_assert_cmpfloat (note->offset_s, ==, 6);
  g_assert_cmpint (note->edited, ==, CT_EDITED_DRAWN);
  g_assert_cmpint (note->velocity, ==, 90);
  g_assert_cmpint (note->track, ==, (int) track);
  g_assert_cmpint (note->origin_frame, ==, -1);
  /* extremes */
  id = ct_note_edits_draw (document, track, 999, -3, -4, 999);
  note = ct_document_get_note (document, id);
  g_assert_cmpfloat (note->onset_s, ==, 0);
  g_assert_cmpfloat (note->offset_s, ==, CT_NOTE_MIN_S);
  g_assert_cmpint (note->midi, ==, 127);
  g_assert_cmpint (note->velocity, ==, 127);
  g_assert_cmpuint (ct_note_edits_draw (document, 777, 60, 1, 2, 80), ==, 0);
  g_assert_cmpuint (ct_note_edits_draw (document, track, 60, NAN, 2, 80), ==, 0);
  /* a deleted drawing was never heard */
  ct_note_edits_delete (document, &id, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  assert_undo (fixture, 3);
}

static void
test_track (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint32 first = note_of (fixture, 0)->track, second = note_of (fixture, 1)->track;

  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, second), ==, 2);
  g_assert_cmpint (note_of (fixture, 0)->track, ==, (int) second);
  g_assert_cmpint (note_of (fixture, 0)->edited, ==, CT_EDITED_TRACK);
  g_assert_cmpint (note_of (fixture, 1)->edited, ==, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, 999), ==, 0);
  lock (fixture, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, 4, first), ==, 0);
  assert_undo (fixture, 2);
}

/* Nothing touches the notes of a locked track. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *locked;
  guint n;

  lock (fixture, 0);
  lock (fixture, 1);
  locked = ct_document_copy_score (document);
  g_assert_cmpuint (ct_note_edits_count_locked (document, fixture->ids, N_NOTES), ==, N_NOTES);
  g_assert_cmpuint (ct_note_edits_move (document, fixture->ids, N_NOTES, 1, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids, N_NOTES, CT_NOTE_END, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_nudge_time (document, fixture->ids, N_NOTES, 1), ==, 0);
  g_assert_cmpuint (ct_note_edits_nudge_pitch (document, fixture->ids, N_NOTES, 1), ==, 0);
  for (CtNoteField field = CT_NOTE_PITCH; field <= CT_NOTE_VELOCITY; field++)
    g_assert_cmpuint (ct_note_edits_set (document, fixture->ids, N_NOTES, field, 1, TRUE), ==, 0);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids, N_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_erase (document, fixture->ids, N_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_accept (document, fixture->ids, N_NOTES), ==, 0);
  g_assert_cmpuint (ct_note_edits_move_to_track (document, fixture->ids, N_NOTES, note_of (fixture, 1)->track), ==, 0);
  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, 3.2, &n));
  g_assert_null (ct_note_edits_join (document, fixture->ids, N_NOTES, &n));
  g_assert_null (ct_note_edits_duplicate (document, fixture->ids, N_NOTES, &n));
  g_assert_cmpuint (ct_note_edits_draw (document, note_of (fixture, 0)->track, 60, 1, 2, 80), ==, 0);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, N_NOTES);
  for (guint i = 0; i < N_NOTES; i++)
    g_assert_true (ct_edit_note_equal (&locked->notes[i], note_of (fixture, i)));
  ct_edit_score_free (locked);
  /* of some, the others go */
  ct_document_undo (document);
  g_assert_cmpuint (ct_note_edits_delete (document, fixture->ids, 4), ==, 2);
  g_assert_nonnull (note_of (fixture, 0));
  g_assert_null (note_of (fixture, 1));
  assert_undo (fixture, 2);
}

static void
test_picked (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (CtSession) session = ct_session_new (document);
  guint32 track = note_of (fixture, 0)->track;
  g_autofree guint64 *shown = NULL, *all = NULL, *hidden = NULL;
  guint n;

  ct_selection_set (ct_session_get_selection (session), fixture->ids, N_NOTES);
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
  g_assert_false (can_undo (fixture) == FALSE);
}

/* The shortest notes, and the first one of a recording. */
static void
test_tiny (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  guint n;

  ct_note_edits_set (document, fixture->ids, N_NOTES, CT_NOTE_DURATION, CT_NOTE_MIN_S, FALSE);
  g_assert_null (ct_note_edits_split (document, fixture->ids, N_NOTES, 3.005, &n));
  g_assert_cmpuint (ct_note_edits_resize (document, fixture->ids, N_NOTES, CT_NOTE_END, -1), ==, 0);
  ct_note_edits_move (document, fixture->ids, N_NOTES, -3, -127);
  g_assert_cmpfloat (note_of (fixture, 0)->onset_s, ==, 0);
  g_assert_cmpint (note_of (fixture, 0)->midi, ==, 0);
  ct_note_edits_nudge_time (document, fixture->ids, N_NOTES, CT_NOTE_NUDGE_S);
  for (guint i = 0; i < N_NOTES; i++)
    g_assert_cmpfloat_with_epsilon (note_of (fixture, i)->offset_s - note_of (fixture, i)->onset_s, CT_NOTE_MIN_S,
                                    NEAR_S);
  assert_undo (fixture, 3);
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
#define ADD(path, func) g_test_add ("/note-edits/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("move", test_move);
  ADD ("move-clamped", test_move_clamped);
  ADD ("recording-end", test_recording_end);
  ADD ("resize", test_resize);
  ADD ("nudge", test_nudge);
  ADD ("set", test_set);
  ADD ("delete", test_delete);
  ADD ("accept", test_accept);
  ADD ("split-join", test_split_join);
  ADD ("delete-halves", test_delete_halves);
  ADD ("join", test_join);
  ADD ("join-neighbours", test_join_neighbours);
  ADD ("join-drawn", test_join_drawn);
  ADD ("duplicate", test_duplicate);
  ADD ("paste", test_paste);
  ADD ("draw", test_draw);
  ADD ("track", test_track);
  ADD ("locked", test_locked);
  ADD ("picked", test_picked);
  ADD ("tiny", test_tiny);
  g_test_add_func ("/note-edits/many", test_many);
  return g_test_run ();
}
