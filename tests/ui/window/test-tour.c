/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-tour.h"

#include <gtk/gtk.h>

#include "core/notes/ct-note-decoder.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback.h"
#include "ui/window/ct-tour-bar.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtPlayback *playback;
  CtTour *tour;
  guint n_changes;
} Fixture;

static void
count (CtTour *tour, Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (10);
  fixture->session = ct_session_new (fixture->document);
  fixture->playback = ct_playback_new (TRUE);
  ct_playback_set_session (fixture->playback, fixture->session);
  fixture->tour = ct_tour_new (fixture->playback);
  g_signal_connect (fixture->tour, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_tour_end (fixture->tour);
  g_assert_finalize_object (fixture->tour);
  ct_playback_set_session (fixture->playback, NULL);
  g_assert_finalize_object (fixture->playback);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->document);
}

static void
go_to (Fixture *fixture, CtTourStep step)
{
  ct_tour_begin (fixture->tour, fixture->session);
  while (ct_tour_get_step (fixture->tour) < step)
    ct_tour_next (fixture->tour);
  g_assert_false (ct_tour_get_done (fixture->tour));
}

/* The step is done, and the next one follows by itself. */
static void
assert_goes_on (Fixture *fixture, CtTourStep step)
{
  g_assert_cmpint (ct_tour_get_step (fixture->tour), ==, step);
  g_assert_true (ct_tour_get_done (fixture->tour));
  ui_test_wait_for (!ct_tour_get_active (fixture->tour) || ct_tour_get_step (fixture->tour) == step + 1);
  g_assert_false (ct_tour_get_done (fixture->tour));
}

static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  CtTour *tour = fixture->tour;

  g_assert_false (ct_tour_get_active (tour));
  ct_tour_next (tour);
  ct_tour_back (tour);
  ct_tour_end (tour);
  g_assert_cmpuint (fixture->n_changes, ==, 0);

  ct_tour_begin (tour, fixture->session);
  g_assert_true (ct_tour_get_active (tour));
  g_assert_cmpint (ct_tour_get_step (tour), ==, CT_TOUR_LOOK);
  ct_tour_back (tour);
  g_assert_cmpint (ct_tour_get_step (tour), ==, CT_TOUR_LOOK);
  for (int step = CT_TOUR_LOOK; step < CT_N_TOUR_STEPS; step++)
    {
      g_assert_cmpint (ct_tour_get_step (tour), ==, step);
      g_assert_nonnull (ct_tour_step_get_title (step));
      g_assert_cmpuint (g_utf8_strlen (ct_tour_step_get_text (step), -1), <, 180);
      ct_tour_next (tour);
    }
  g_assert_false (ct_tour_get_active (tour));
  g_assert_cmpuint (fixture->n_changes, ==, 1 + CT_N_TOUR_STEPS);

  go_to (fixture, CT_TOUR_CORRECT);
  ct_tour_back (tour);
  g_assert_cmpint (ct_tour_get_step (tour), ==, CT_TOUR_SOLO);
  ct_tour_begin (tour, fixture->session);
  g_assert_cmpint (ct_tour_get_step (tour), ==, CT_TOUR_LOOK);
}

static gboolean
set_passed (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* A timer that the tour has started before fires before this one does. */
static void
wait_past_pause (void)
{
  gboolean passed = FALSE;

  g_timeout_add (CT_TOUR_PAUSE_MS + 1, set_passed, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_moving (Fixture *fixture, gconstpointer data)
{
  /* what is done too early counts for nothing */
  ct_tour_begin (fixture->tour, fixture->session);
  ct_session_zoom_time (fixture->session, 0.5, 1);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_tour_next (fixture->tour);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_session_zoom_time (fixture->session, 0.5, 1);
  assert_goes_on (fixture, CT_TOUR_MOVE);

  ct_tour_back (fixture->tour);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_session_pan (fixture->session, 0, -0.1);
  g_assert_true (ct_tour_get_done (fixture->tour));
  /* moved on by the user, it does not advance once more */
  ct_tour_next (fixture->tour);
  g_assert_cmpint (ct_tour_get_step (fixture->tour), ==, CT_TOUR_PLAY);
  wait_past_pause ();
  g_assert_cmpint (ct_tour_get_step (fixture->tour), ==, CT_TOUR_PLAY);
}

static void
test_playing (Fixture *fixture, gconstpointer data)
{
  go_to (fixture, CT_TOUR_PLAY);
  ct_playback_play (fixture->playback);
  g_assert_true (ct_playback_get_playing (fixture->playback));
  assert_goes_on (fixture, CT_TOUR_PLAY);
  ct_tour_end (fixture->tour);

  /* the pages turned while it plays are no looking around */
  go_to (fixture, CT_TOUR_MOVE);
  ct_session_pan (fixture->session, 0, -0.2);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_playback_pause (fixture->playback);
}

static void
test_tracks (Fixture *fixture, gconstpointer data)
{
  guint32 tracks[2];

  for (guint i = 0; i < 2; i++)
    tracks[i] = ct_document_get_score (fixture->document)->tracks[i].id;
  go_to (fixture, CT_TOUR_SOLO);
  ct_track_edits_set_flag (fixture->document, tracks, 1, CT_TRACK_MUTE, TRUE);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_track_edits_set_flag (fixture->document, tracks, 1, CT_TRACK_SOLO, TRUE);
  assert_goes_on (fixture, CT_TOUR_SOLO);

  ct_tour_next (fixture->tour);
  ct_track_edits_rename (fixture->document, tracks[0], "Violin");
  g_assert_false (ct_tour_get_done (fixture->tour));
  g_assert_cmpuint (ct_track_edits_merge (fixture->document, tracks, 2), !=, 0);
  assert_goes_on (fixture, CT_TOUR_TIMBRE);
}

static void
test_notes (Fixture *fixture, gconstpointer data)
{
  guint64 id = note_document_id (fixture->document, 0);
  CtTranscriberOptions options;

  go_to (fixture, CT_TOUR_CORRECT);
  ct_selection_select (ct_session_get_selection (fixture->session), id, TRUE);
  g_assert_false (ct_tour_get_done (fixture->tour));
  g_assert_cmpuint (ct_note_edits_nudge_pitch (fixture->document, &id, 1, 1), ==, 1);
  assert_goes_on (fixture, CT_TOUR_CORRECT);

  ct_tour_next (fixture->tour);
  g_assert_cmpint (ct_tour_get_step (fixture->tour), ==, CT_TOUR_SENSITIVITY);
  options = ct_document_get_score (fixture->document)->options;
  options.notes.onset_threshold *= 0.5f;
  ct_document_begin (fixture->document, "Transcribe");
  ct_document_set_options (fixture->document, &options);
  ct_document_commit (fixture->document);
  assert_goes_on (fixture, CT_TOUR_SENSITIVITY);
}

static void
test_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/song.coloratura");

  ct_document_mark_modified (fixture->document);
  go_to (fixture, CT_TOUR_KEEP);
  ct_document_set_file (fixture->document, file);
  g_assert_false (ct_tour_get_done (fixture->tour));
  ct_document_mark_saved (fixture->document);
  assert_goes_on (fixture, CT_TOUR_KEEP);
  g_assert_false (ct_tour_get_active (fixture->tour));
}

/* The nth label or button of the strip. */
static const char *
label_of (CtTourBar *bar, guint nth)
{
  return gtk_label_get_text (GTK_LABEL (widget_find (GTK_WIDGET (bar), GTK_TYPE_LABEL, nth)));
}

static void
press (CtTourBar *bar, guint nth)
{
  g_signal_emit_by_name (widget_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, nth), "clicked");
}

static void
test_bar (Fixture *fixture, gconstpointer data)
{
  CtTourBar *bar = g_object_new (CT_TYPE_TOUR_BAR, "tour", fixture->tour, NULL);
  GtkWidget *window = gtk_window_new (), *check, *back;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bar));
  gtk_window_present (GTK_WINDOW (window));
  check = widget_find (GTK_WIDGET (bar), GTK_TYPE_IMAGE, 0);
  back = widget_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  ct_tour_begin (fixture->tour, fixture->session);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_cmpstr (label_of (bar, 0), ==, ct_tour_step_get_title (CT_TOUR_LOOK));
  g_assert_cmpstr (label_of (bar, 1), ==, "1 / 8");
  g_assert_false (gtk_widget_get_sensitive (back));
  press (bar, 1);
  g_assert_cmpstr (label_of (bar, 1), ==, "2 / 8");
  g_assert_true (gtk_widget_get_sensitive (back));
  g_assert_false (gtk_widget_get_visible (check));
  ct_session_zoom_time (fixture->session, 0.5, 1);
  g_assert_true (gtk_widget_get_visible (check));
  press (bar, 0);
  g_assert_cmpstr (label_of (bar, 1), ==, "1 / 8");
  g_assert_false (gtk_widget_get_visible (check));
  press (bar, 2);
  g_assert_false (ct_tour_get_active (fixture->tour));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));

  g_object_ref (bar);
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_finalize_object (bar);
}

#define ADD(name, function) g_test_add ("/tour/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("by-hand", test_by_hand);
  ADD ("moving", test_moving);
  ADD ("playing", test_playing);
  ADD ("tracks", test_tracks);
  ADD ("notes", test_notes);
  ADD ("saving", test_saving);
  ADD ("bar", test_bar);
  return g_test_run ();
}
