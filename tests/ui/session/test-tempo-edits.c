/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-tempo-edits.h"

#include <glib-object.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-selection.h"

/* Twenty notes of half a second, one a second, and beats of half a second from 1 s on, in 4/4. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtEditScore *before;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtTempoPoint points[60];
  static const CtMeter meter = { 0, 4, 4 };
  CtEditTempo found = { .sought = true };

  for (int i = 0; i < 60; i++)
    points[i] = (CtTempoPoint){ i * CT_TICKS_PER_QUARTER, 1 + 0.5 * i, false };
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  if (!data)
    g_assert_cmpint (ct_tempo_map_new (points, 60, &meter, 1, &found.map), ==, CT_STATUS_OK);
  ct_document_take_beats (fixture->document, &found);
  ct_edit_tempo_clear (&found);
  fixture->before = ct_document_copy_score (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_edit_score_free (fixture->before);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static const CtTempoMap *
map_of (Fixture *fixture)
{
  return ct_document_get_tempo_map (fixture->document);
}

static double
beat_time (Fixture *fixture, int beat)
{
  return ct_tempo_map_time_at (map_of (fixture), beat * (double) CT_TICKS_PER_QUARTER);
}

/* No note moved; undone, everything is as before. */
static void
assert_step (Fixture *fixture, const char *name)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  g_assert_cmpuint (score->n_notes, ==, fixture->before->n_notes);
  for (gsize i = 0; i < score->n_notes; i++)
    g_assert_true (ct_edit_note_equal (&score->notes[i], &fixture->before->notes[i]));
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, name);
  ct_document_undo (fixture->document);
  g_assert_true (ct_edit_tempo_equal (&score->tempo, &fixture->before->tempo));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
  g_assert_false (ct_document_get_modified (fixture->document));
}

static void
test_beats (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_tempo_edits_move (fixture->session, 10 * 960, 6.1));
  g_assert_cmpfloat (beat_time (fixture, 10), ==, 6.1);
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 20), 11, 1e-9);
  assert_step (fixture, "Move Beat");
  g_assert_false (ct_tempo_edits_move (fixture->session, 10 * 960, 60));
  g_assert_true (ct_tempo_edits_fix (fixture->session, 6.1));
  assert_step (fixture, "Fix Beat");
  g_assert_true (ct_tempo_edits_scale (fixture->session, TRUE));
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 2), 1.5, 1e-9);
  assert_step (fixture, "Double Beats");
  g_assert_true (ct_tempo_edits_scale (fixture->session, FALSE));
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 2), 3, 1e-9);
  assert_step (fixture, "Halve Beats");
}

static void
assert_bar (Fixture *fixture, double time_s, gint64 bar, int beat)
{
  CtBarPosition place = ct_tempo_map_position (map_of (fixture),
                                               llround (ct_tempo_map_tick_at (map_of (fixture), time_s)));

  g_assert_cmpint (place.bar, ==, bar);
  g_assert_cmpint (place.beat, ==, beat);
}

static void
test_bars (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_tempo_edits_set_downbeat (fixture->session, 2.1));
  assert_bar (fixture, 2, 1, 1);
  assert_bar (fixture, 1.5, 0, 4); /* the upbeat */
  assert_bar (fixture, 4, 2, 1);
  assert_step (fixture, "Set First Downbeat");
  g_assert_true (ct_tempo_edits_start_bar (fixture->session, 6));
  assert_bar (fixture, 6, 4, 1);
  assert_bar (fixture, 5.5, 3, 2);
  assert_step (fixture, "Start Bar");
  g_assert_true (ct_tempo_edits_shift_bars (fixture->session, 1));
  assert_bar (fixture, 1.5, 1, 1);
  assert_step (fixture, "Shift Bar Lines");
  g_assert_true (ct_tempo_edits_set_meter (fixture->session, 5.7, 3, 4));
  assert_bar (fixture, 5, 3, 1);
  assert_bar (fixture, 6.5, 4, 1);
  assert_bar (fixture, 3, 2, 1);
  assert_step (fixture, "Change Meter");
  g_assert_false (ct_tempo_edits_set_meter (fixture->session, 5.7, 3, 5));
}

/* Over the selected notes, the loop, or all of it. */
static void
test_steady (Fixture *fixture, gconstpointer data)
{
  guint64 ids[] = { note_document_id (fixture->document, 4), note_document_id (fixture->document, 8) };
  double first_s = ct_document_get_note (fixture->document, ids[0])->onset_s;

  g_assert_true (ct_tempo_edits_move (fixture->session, 10 * 960, 6.1));
  ct_selection_set (ct_session_get_selection (fixture->session), ids, 2);
  g_assert_true (ct_tempo_edits_steady (fixture->session, 240));
  g_assert_cmpfloat_with_epsilon (
      ct_tempo_map_bpm_at (map_of (fixture), ct_tempo_map_tick_at (map_of (fixture), first_s + 1)), 240, 20);
  ct_document_undo (fixture->document);
  ct_selection_clear (ct_session_get_selection (fixture->session));
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 4, 8 });
  g_assert_true (ct_tempo_edits_steady (fixture->session, 0));
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 10), 6, 1e-9);
  ct_document_undo (fixture->document);
  ct_session_clear_loop (fixture->session);
  g_assert_true (ct_tempo_edits_steady (fixture->session, 60));
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map_of (fixture), 5000), 60, 2);
  ct_document_undo (fixture->document);
  assert_step (fixture, "Move Beat");
}

/* A row of taps is one step; a tap that hits nothing new is none. */
static void
test_tap (Fixture *fixture, gconstpointer data)
{
  static const double times[] = { 5.03, 5.55, 6.02, 6.04, 6.58 };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, times[i]), ==, i < 3 ? i + 1 : i);
  g_assert_cmpfloat (beat_time (fixture, 8), ==, 5.03);
  g_assert_cmpfloat (beat_time (fixture, 9), ==, 5.55);
  g_assert_cmpfloat (beat_time (fixture, 11), ==, 6.58);
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 12), 7, 1e-9);
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 7), 4.5, 1e-9);
  assert_step (fixture, "Tap Tempo");
  /* elsewhere another row begins */
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 1), ==, 1);
}

/* One tap that is missed does not shift the beats after it; what is no whole number of beats is a long one. */
static void
test_missed_taps (Fixture *fixture, gconstpointer data)
{
  static const double times[] = { 2.02, 2.5, 3.01, 3.5, 4.6, 5, 5.5, 6, 6.76 };
  static const guint n[] = { 1, 2, 3, 4, 6, 7, 8, 9, 10 };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, times[i]), ==, n[i]);
  g_assert_cmpfloat (beat_time (fixture, 5), ==, 3.5);
  g_assert_cmpfloat_with_epsilon (beat_time (fixture, 6), 4.05, 1e-9);
  g_assert_cmpfloat (beat_time (fixture, 7), ==, 4.6);
  g_assert_cmpfloat (beat_time (fixture, 10), ==, 6);
  g_assert_cmpfloat (beat_time (fixture, 11), ==, 6.76);
  assert_step (fixture, "Tap Tempo");
  /* two in a row, but none where a row has hardly begun */
  ct_tempo_edits_tap (fixture->session, 1);
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 2), ==, 2);
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 2.5), ==, 3);
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 3), ==, 4);
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 5), ==, 7);
  /* nor where the song was wound on */
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 8), ==, 8);
}

static void
test_loops (Fixture *fixture, gconstpointer data)
{
  guint64 id = note_document_id (fixture->document, 6);
  CtTimeSpan loop;

  ct_session_set_playhead_s (fixture->session, 4);
  g_assert_true (ct_tempo_edits_loop_bars (fixture->session));
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (loop.start_s, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (loop.end_s, 5, 1e-9);
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 4, 7 });
  g_assert_true (ct_tempo_edits_loop_bars (fixture->session));
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (loop.start_s, 3, 1e-9);
  g_assert_cmpfloat_with_epsilon (loop.end_s, 7, 1e-9);
  ct_session_clear_loop (fixture->session);
  ct_selection_set (ct_session_get_selection (fixture->session), &id, 1);
  g_assert_true (ct_tempo_edits_loop_bars (fixture->session));
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (fmod (loop.start_s - 1, 2), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (loop.end_s - loop.start_s, 2, 1e-9);
  g_assert_true (ct_tempo_edits_loop_bar (fixture->session, 1.5));
  g_assert_true (ct_session_get_loop (fixture->session, &loop));
  g_assert_cmpfloat_with_epsilon (loop.start_s, 1, 1e-9);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* Where there are no beats, they can be tapped or set, and nothing else. */
static void
test_without_beats (Fixture *fixture, gconstpointer data)
{
  g_assert_false (ct_tempo_edits_move (fixture->session, 0, 1));
  g_assert_false (ct_tempo_edits_fix (fixture->session, 1));
  g_assert_false (ct_tempo_edits_set_downbeat (fixture->session, 1));
  g_assert_false (ct_tempo_edits_start_bar (fixture->session, 1));
  g_assert_false (ct_tempo_edits_shift_bars (fixture->session, 1));
  g_assert_false (ct_tempo_edits_set_meter (fixture->session, 1, 3, 4));
  g_assert_false (ct_tempo_edits_scale (fixture->session, TRUE));
  g_assert_false (ct_tempo_edits_steady (fixture->session, 0));
  g_assert_false (ct_tempo_edits_loop_bars (fixture->session));
  g_assert_true (ct_tempo_edits_steady (fixture->session, 90));
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map_of (fixture), 0), 90, 1e-6);
  g_assert_cmpfloat (beat_time (fixture, 0), ==, fixture->before->notes[0].onset_s);
  assert_step (fixture, "Set Constant Tempo");
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 2), ==, 1);
  g_assert_null (map_of (fixture));
  g_assert_cmpuint (ct_tempo_edits_tap (fixture->session, 2.7), ==, 2);
  g_assert_cmpfloat (beat_time (fixture, 0), ==, 2);
  assert_step (fixture, "Tap Tempo");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/tempo-edits/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("beats", test_beats);
  ADD ("bars", test_bars);
  ADD ("steady", test_steady);
  ADD ("tap", test_tap);
  ADD ("missed-taps", test_missed_taps);
  ADD ("loops", test_loops);
  g_test_add ("/tempo-edits/without-beats", Fixture, "none", set_up, test_without_beats, tear_down);
  return g_test_run ();
}
