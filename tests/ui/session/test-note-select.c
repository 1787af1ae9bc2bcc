/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-note-select.h"

#include <glib-object.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/note-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

typedef struct
{
  CtDocument *document; /* twenty notes on two tracks in turn; number 9 and 19 are uncertain */
  CtSession *session;
  CtSelection *selection;
  guint64 ids[20];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  fixture->selection = ct_session_get_selection (fixture->session);
  for (guint i = 0; i < 20; i++)
    fixture->ids[i] = note_document_id (fixture->document, i);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static CtEditTrack
track_of (Fixture *fixture, guint place)
{
  return ct_document_get_score (fixture->document)->tracks[place];
}

static void
set_track (Fixture *fixture, const CtEditTrack *track)
{
  ct_document_begin (fixture->document, "Track");
  ct_document_set_track (fixture->document, track);
  ct_document_commit (fixture->document);
}

static void
test_all (Fixture *fixture, gconstpointer data)
{
  CtEditTrack track = track_of (fixture, 0);

  g_assert_cmpuint (ct_note_select_all (fixture->session), ==, 18);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 18);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[9]));
  /* not even where they are shown */
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  g_assert_cmpuint (ct_note_select_all (fixture->session), ==, 18);
  track.locked = TRUE;
  set_track (fixture, &track);
  g_assert_cmpuint (ct_note_select_all (fixture->session), ==, 8);
  track.locked = FALSE;
  track.visible = FALSE;
  set_track (fixture, &track);
  g_assert_cmpuint (ct_note_select_all (fixture->session), ==, 8);
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[1]));
}

static void
test_track_and_invert (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (ct_note_select_track (fixture->session, track_of (fixture, 0).id), ==, 10);
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[0]));
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[1]));
  g_assert_cmpuint (ct_note_select_invert (fixture->session), ==, 8);
  g_assert_false (ct_selection_contains (fixture->selection, fixture->ids[0]));
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[1]));
  g_assert_cmpuint (ct_note_select_invert (fixture->session), ==, 10);
  g_assert_cmpuint (ct_note_select_track (fixture->session, 999), ==, 0);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 0);
}

static void
test_pitch_range (Fixture *fixture, gconstpointer data)
{
  int low, high;

  g_assert_false (ct_note_select_get_pitch_range (fixture->session, &low, &high));
  /* pitches go from 60 to 71 in turn: 62 to 64 are numbers 2, 3, 4, 14, 15, 16 */
  g_assert_cmpuint (ct_note_select_pitch_range (fixture->session, 64, 62), ==, 6);
  g_assert_true (ct_note_select_get_pitch_range (fixture->session, &low, &high));
  g_assert_cmpint (low, ==, 62);
  g_assert_cmpint (high, ==, 64);
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[14]));
  g_assert_cmpuint (ct_note_select_pitch_range (fixture->session, 0, 59), ==, 0);
}

static void
test_step (Fixture *fixture, gconstpointer data)
{
  CtEditTrack track = track_of (fixture, 1);

  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, FALSE), ==, fixture->ids[0]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, FALSE), ==, fixture->ids[1]);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 1);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, TRUE), ==, fixture->ids[2]);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  g_assert_cmpuint (ct_selection_get_cursor (fixture->selection), ==, fixture->ids[2]);
  /* past a muted track, which is not heard, and to neither end's other side */
  track.mute = TRUE;
  set_track (fixture, &track);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, FALSE), ==, fixture->ids[4]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, 0, FALSE), ==, fixture->ids[2]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, 0, FALSE), ==, fixture->ids[0]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, 0, FALSE), ==, 0);
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[0]));
  /* past uncertain notes, unless they are shown */
  track.mute = FALSE;
  set_track (fixture, &track);
  ct_selection_set (fixture->selection, &fixture->ids[8], 1);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, FALSE), ==, fixture->ids[10]);
  g_object_set (ct_session_get_display (fixture->session), "show-uncertain", TRUE, NULL);
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, 0, FALSE), ==, fixture->ids[9]);
}

/* On one track, from wherever the cursor is. */
static void
test_step_on_track (Fixture *fixture, gconstpointer data)
{
  guint32 second = track_of (fixture, 1).id;

  ct_session_set_view (fixture->session, &(CtView){ 0, 30, 50, 80 });
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, second, FALSE), ==, fixture->ids[1]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, second, FALSE), ==, fixture->ids[3]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, second, TRUE), ==, fixture->ids[5]);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 2);
  ct_selection_set (fixture->selection, &fixture->ids[4], 1);
  ct_selection_set_cursor (fixture->selection, fixture->ids[4]);
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, second, FALSE), ==, fixture->ids[3]);
}

/* From one uncertain note to the next, round and round, until none is left; tracks that cannot be edited are none of
 * it. */
static void
test_uncertain (Fixture *fixture, gconstpointer data)
{
  CtEditTrack track = track_of (fixture, 1);

  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, 2);
  g_assert_false (ct_display_get_show_uncertain (ct_session_get_display (fixture->session)));
  ct_session_set_view (fixture->session, &(CtView){ 10.5, 14, 50, 80 });
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), ==, fixture->ids[19]);
  g_assert_true (ct_display_shows_uncertain (ct_session_get_display (fixture->session)));
  g_assert_true (ct_selection_contains (fixture->selection, fixture->ids[19]));
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), ==, fixture->ids[9]);
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, -1), ==, fixture->ids[19]);
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, -1), ==, fixture->ids[9]);
  g_assert_cmpuint (ct_selection_get_n (fixture->selection), ==, 1);

  track.locked = TRUE;
  set_track (fixture, &track);
  g_assert_cmpuint (ct_note_select_count_uncertain (fixture->session), ==, 0);
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), ==, 0);
}

/* They are shown as long as they are gone through, and what the user has set stays. */
static void
test_review (Fixture *fixture, gconstpointer data)
{
  CtDisplay *display = ct_session_get_display (fixture->session);

  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), !=, 0);
  g_assert_true (ct_display_shows_uncertain (display));
  g_assert_false (ct_display_get_show_uncertain (display));
  ct_selection_clear (fixture->selection);
  g_assert_false (ct_display_shows_uncertain (display));
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), !=, 0);
  ct_selection_set (fixture->selection, fixture->ids, 1);
  g_assert_false (ct_display_shows_uncertain (display));
  g_object_set (display, "show-uncertain", TRUE, NULL);
  g_assert_cmpuint (ct_note_select_step_uncertain (fixture->session, 1), !=, 0);
  ct_selection_clear (fixture->selection);
  g_assert_true (ct_display_shows_uncertain (display));
}

/* Without a cursor the walk begins where the view does. */
static void
test_step_from_view (Fixture *fixture, gconstpointer data)
{
  ct_session_set_view (fixture->session, &(CtView){ 4.5, 8, 50, 80 });
  g_assert_cmpuint (ct_note_select_step (fixture->session, 1, 0, FALSE), ==, fixture->ids[5]);
  ct_selection_clear (fixture->selection);
  ct_selection_set_cursor (fixture->selection, 0);
  ct_session_set_view (fixture->session, &(CtView){ 4.5, 8, 50, 80 });
  g_assert_cmpuint (ct_note_select_step (fixture->session, -1, 0, FALSE), ==, fixture->ids[4]);
  g_assert_cmpfloat (ct_session_get_view (fixture->session)->start_s, <, 4);
}

/* Every note of a timbre from one or two of them, and no other. */
static void
test_similar_timbre (void)
{
  FakeTimbres *timbres = fake_timbres_new (60, 3, 0.2, 0, 1);
  CtDocument *document = timbre_document_new (timbres, 3, FALSE);
  CtSession *session = ct_session_new (document);
  CtSelection *selection = ct_session_get_selection (session);
  const CtEditScore *score = ct_document_get_score (document);
  guint64 drawn;
  CtEditNote note = score->notes[0];
  guint n = 0;

  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 0);
  ct_selection_set (selection, &score->notes[4].id, 1);
  for (gsize i = 0; i < score->n_notes; i++)
    n += score->notes[i].track == score->notes[4].track && !score->notes[i].uncertain;
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, n);
  for (gsize i = 0; i < score->n_notes; i++)
    if (ct_selection_contains (selection, score->notes[i].id))
      g_assert_cmpuint (score->notes[i].track, ==, score->notes[4].track);

  /* a drawn note has no timbre: alone it finds nothing and stays; beside another it stays, too */
  note.origin_frame = -1;
  note.origin_midi = 0;
  ct_document_begin (document, "Draw");
  drawn = ct_document_add_note (document, &note);
  ct_document_commit (document);
  ct_selection_set (selection, &drawn, 1);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 0);
  g_assert_cmpuint (ct_selection_get_n (selection), ==, 1);
  ct_selection_select (selection, score->notes[5].id, TRUE);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), >, 10);
  g_assert_true (ct_selection_contains (selection, drawn));
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

/* Of three timbres those that sound like the selected note, whatever track they are on. */
static void
test_timbres_apart (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 3, 0.1, 0, 5);
  CtDocument *document = timbre_document_new (timbres, 1, TRUE);
  CtSession *session = ct_session_new (document);
  guint n_right = 0;
  const CtEditScore *score = ct_document_get_score (document);
  guint64 id = score->notes[0].id;

  ct_selection_set (ct_session_get_selection (session), &id, 1);
  g_assert_cmpuint (ct_note_select_similar_timbre (session), ==, 100);
  for (gsize i = 0; i < score->n_notes; i++)
    n_right += (timbres->timbres[i] == timbres->timbres[0])
               == ct_selection_contains (ct_session_get_selection (session), score->notes[i].id);
  g_assert_cmpuint (n_right, ==, 300);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

/* What the threshold gives on a real recording, where the tracks are as they were found. */
static void
test_demo (void)
{
  CtDocument *document = timbre_document_new_demo ();
  CtSession *session = ct_session_new (document);
  const CtEditScore *score = ct_document_get_score (document);
  double recall = 0, precision = 0;
  guint n_notes = 0;

  for (gsize i = 0; i < score->n_notes; i += 3)
    {
      guint n, n_same = 0, n_track = 0;
      guint64 id = score->notes[i].id;

      if (score->notes[i].uncertain)
        continue;
      ct_selection_set (ct_session_get_selection (session), &id, 1);
      n = ct_note_select_similar_timbre (session);
      for (gsize j = 0; j < score->n_notes; j++)
        {
          gboolean same = score->notes[j].track == score->notes[i].track && !score->notes[j].uncertain;

          n_track += same;
          n_same += same && ct_selection_contains (ct_session_get_selection (session), score->notes[j].id);
        }
      g_assert_cmpuint (n, >=, 1);
      precision += (double) n_same / n;
      recall += (double) n_same / n_track;
      n_notes++;
    }
  g_test_message ("of what sounds like a note of the demo %.0f %% is on its track; %.0f %% of its track sounds like it",
                  100 * precision / n_notes, 100 * recall / n_notes);
  g_assert_cmpfloat (precision / n_notes, >=, 0.85);
  g_assert_cmpfloat (recall / n_notes, >=, 0.5);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/note-select/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("all", test_all);
  ADD ("track-and-invert", test_track_and_invert);
  ADD ("pitch-range", test_pitch_range);
  ADD ("step", test_step);
  ADD ("step-on-track", test_step_on_track);
  ADD ("uncertain", test_uncertain);
  ADD ("review", test_review);
  ADD ("step-from-view", test_step_from_view);
  g_test_add_func ("/note-select/similar-timbre", test_similar_timbre);
  g_test_add_func ("/note-select/timbres-apart", test_timbres_apart);
  g_test_add_func ("/note-select/demo", test_demo);
  return g_test_run ();
}
