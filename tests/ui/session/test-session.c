/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-session.h"

#include <glib-object.h>
#include <stdbool.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-view.h"
#include "ui/support/ct-track-palette.h"

static void
count (gpointer object, guint *n)
{
  (*n)++;
}

/* A minute of two tracks, a note every second, in turn; the last one an uncertain note. */
static CtSession *
make_session (CtDocument **out)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/a.wav", 60, 44100, 2);
  CtSession *session;
  guint32 tracks[2];

  ct_document_set_recording (document, recording);
  session = ct_session_new (document);
  ct_document_begin (document, "Fill");
  for (guint i = 0; i < 2; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      tracks[i] = ct_document_add_track (document, &track, -1);
    }
  for (guint i = 0; i < 60; i++)
    {
      CtEditNote note = { .onset_s = i,
                          .offset_s = i + 0.5,
                          .confidence = 1,
                          .origin_frame = -1,
                          .track = tracks[i % 2],
                          .midi = (guint8) (50 + i % 20),
                          .velocity = 80,
                          .edited = CT_EDITED_DRAWN,
                          .uncertain = i == 59 };

      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  *out = document;
  return session;
}

static void
test_fit (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  const CtView *view = ct_session_get_view (session);
  guint64 ids[2];

  /* a stretch that can be read, until somebody chooses another */
  g_assert_cmpfloat (view->start_s, ==, 0);
  g_assert_cmpfloat (view->end_s, ==, 20);
  g_assert_cmpfloat (view->low_midi, <, 50);
  g_assert_cmpfloat (view->high_midi, >, 69);

  ids[0] = ct_document_get_score (document)->notes[10].id;
  ids[1] = ct_document_get_score (document)->notes[12].id;
  ct_selection_set (ct_session_get_selection (session), ids, 2);
  ct_session_fit_selection (session);
  g_assert_cmpfloat (view->start_s, <, 10);
  g_assert_cmpfloat (view->start_s, >, 9);
  g_assert_cmpfloat (view->end_s, >, 12.5);
  g_assert_cmpfloat (view->end_s, <, 13.5);
  ct_session_fit_all (session);
  g_assert_cmpfloat (view->end_s, ==, 60);
  g_object_unref (document);
  g_assert_finalize_object (session);
}

static void
test_zoom (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  const CtView *view = ct_session_get_view (session);
  guint n = 0;

  g_signal_connect (session, "view-changed", G_CALLBACK (count), &n);
  for (int i = 0; i < 60; i++)
    {
      double before = ct_view_x (view, 1000, 20);

      ct_session_zoom_time (session, 0.8, 20);
      g_assert_cmpfloat_with_epsilon (ct_view_x (view, 1000, 20), before, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (view->end_s - view->start_s, CT_VIEW_MIN_SPAN_S, 1e-9);
  g_assert_cmpuint (n, >, 20);
  for (int i = 0; i < 60; i++)
    ct_session_zoom_time (session, 1.25, 20);
  g_assert_cmpfloat (view->start_s, ==, 0);
  g_assert_cmpfloat (view->end_s, <=, 66.0001);

  for (int i = 0; i < 20; i++)
    {
      double before = ct_view_y (view, 500, 60);

      ct_session_zoom_pitch (session, 0.9, 60);
      g_assert_cmpfloat_with_epsilon (ct_view_y (view, 500, 60), before, 1e-6);
    }
  for (int i = 0; i < 100; i++)
    ct_session_zoom_pitch (session, 1.2, 60);
  g_assert_cmpfloat (view->low_midi, ==, CT_VIEW_LOW_MIDI);
  g_assert_cmpfloat (view->high_midi, ==, CT_VIEW_HIGH_MIDI);
  g_object_unref (document);
  g_assert_finalize_object (session);
}

static void
test_pan (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  const CtView *view = ct_session_get_view (session);

  ct_session_set_view (session, &(CtView){ 10, 20, 40, 80 });
  ct_session_pan (session, 0.5, 0);
  g_assert_cmpfloat (view->start_s, ==, 15);
  ct_session_pan (session, -10, -10);
  g_assert_cmpfloat (view->start_s, ==, 0);
  g_assert_cmpfloat (view->low_midi, ==, CT_VIEW_LOW_MIDI);
  ct_session_pan (session, 100, 100);
  g_assert_cmpfloat (view->start_s, ==, 55);
  g_assert_cmpfloat (view->high_midi, ==, CT_VIEW_HIGH_MIDI);
  ct_session_reveal (session, 1, 60);
  g_assert_cmpfloat (view->start_s, <, 1);
  g_assert_cmpfloat (view->low_midi, <, 60);
  g_object_unref (document);
  g_assert_finalize_object (session);
}

static void
test_pick (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  const CtEditScore *score = ct_document_get_score (document);
  CtEditTrack track = score->tracks[0];

  g_assert_true (ct_session_can_pick (session, &score->notes[0]));
  g_assert_false (ct_session_can_pick (session, &score->notes[59]));
  g_object_set (ct_session_get_display (session), "show-uncertain", TRUE, NULL);
  g_assert_true (ct_session_can_pick (session, &score->notes[59]));

  track.locked = true;
  ct_document_begin (document, "Lock");
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  g_assert_false (ct_session_can_pick (session, &score->notes[0]));
  g_assert_true (ct_session_is_shown (session, &score->notes[0]));
  g_assert_true (ct_session_can_pick (session, &score->notes[1]));

  track.solo = true;
  ct_document_begin (document, "Solo");
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  g_assert_true (ct_session_is_shown (session, &score->notes[0]));
  g_assert_true (ct_session_is_heard (session, &score->notes[0]));
  /* inaudible notes are still shown and can be picked */
  g_assert_false (ct_session_is_heard (session, &score->notes[1]));
  g_assert_true (ct_session_is_shown (session, &score->notes[1]));
  g_assert_true (ct_session_can_pick (session, &score->notes[1]));

  track.visible = false;
  ct_document_begin (document, "Hide");
  ct_document_set_track (document, &track);
  ct_document_commit (document);
  g_assert_false (ct_session_is_shown (session, &score->notes[0]));
  g_assert_false (ct_session_can_pick (session, &score->notes[0]));
  g_object_unref (document);
  g_assert_finalize_object (session);
}

static void
test_loop_and_playhead (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  CtTimeSpan span;

  g_assert_false (ct_session_get_loop (session, &span));
  ct_session_set_loop_enabled (session, TRUE);
  g_assert_false (ct_session_get_loop_enabled (session));
  ct_session_set_loop (session, &(CtTimeSpan){ 30, 20 });
  g_assert_true (ct_session_get_loop (session, &span));
  g_assert_cmpfloat (span.start_s, ==, 20);
  g_assert_cmpfloat (span.end_s, ==, 30);
  g_assert_true (ct_session_get_loop_enabled (session));
  ct_session_set_loop (session, &(CtTimeSpan){ 30, 30.001 });
  g_assert_false (ct_session_get_loop (session, &span));

  ct_session_set_playhead_s (session, 1e9);
  g_assert_cmpfloat (ct_session_get_playhead_s (session), ==, 60);
  ct_session_set_playhead_s (session, -1);
  g_assert_cmpfloat (ct_session_get_playhead_s (session), ==, 0);
  ct_session_set_loop (session, &(CtTimeSpan){ 2, 1 });
  ct_session_set_playhead_s (session, 1.5);
  ct_session_enter_loop (session);
  g_assert_cmpfloat (ct_session_get_playhead_s (session), ==, 1.5);
  ct_session_set_playhead_s (session, 2);
  ct_session_enter_loop (session);
  g_assert_cmpfloat (ct_session_get_playhead_s (session), ==, 1);
  g_object_unref (document);
  g_assert_finalize_object (session);
}

static void
test_current_track (void)
{
  CtDocument *document;
  CtSession *session = make_session (&document);
  const CtEditScore *score = ct_document_get_score (document);
  guint32 second = score->tracks[1].id;

  g_assert_cmpuint (ct_session_get_current_track (session), ==, score->tracks[0].id);
  ct_session_set_current_track (session, second);
  g_assert_cmpuint (ct_session_get_current_track (session), ==, second);
  ct_document_begin (document, "Remove");
  for (gsize i = score->n_notes; i-- > 0;)
    if (score->notes[i].track == second)
      ct_document_delete_note (document, score->notes[i].id);
  ct_document_remove_track (document, second);
  ct_document_commit (document);
  g_assert_cmpuint (ct_session_get_current_track (session), ==, score->tracks[0].id);
  g_object_unref (document);
  g_assert_finalize_object (session);
}

/* The map that is shown is the document's, except while one is previewed. */
static void
test_tempo (void)
{
  CtDocument *document = ct_document_new ();
  CtSession *session = ct_session_new (document);
  CtTempoMap *map, *preview;
  guint n = 0;

  g_assert_cmpint (ct_tempo_map_new_steady (90, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (80, 0, 3, 4, &preview), ==, CT_STATUS_OK);
  g_signal_connect (session, "tempo-changed", G_CALLBACK (count), &n);
  g_assert_null (ct_session_get_tempo_map (session));
  ct_session_set_tempo_preview (session, NULL);
  g_assert_cmpuint (n, ==, 0);
  ct_session_set_tempo_preview (session, preview);
  g_assert_true (ct_session_get_tempo_map (session) == preview);
  g_assert_cmpuint (n, ==, 1);
  ct_document_begin (document, "Tempo");
  ct_document_set_tempo_map (document, map);
  ct_document_commit (document);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (ct_tempo_map_equal (ct_session_get_tempo_map (session), map));
  ct_tempo_map_free (map);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/fit", test_fit);
  g_test_add_func ("/session/zoom", test_zoom);
  g_test_add_func ("/session/pan", test_pan);
  g_test_add_func ("/session/pick", test_pick);
  g_test_add_func ("/session/loop-and-playhead", test_loop_and_playhead);
  g_test_add_func ("/session/current-track", test_current_track);
  g_test_add_func ("/session/tempo", test_tempo);
  return g_test_run ();
}
