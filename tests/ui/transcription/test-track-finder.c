/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-panel.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/analysis/ct-track-counter.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"
#include "ui/transcription/ct-track-finder.h"
#include "ui/widgets/ct-toast.h"

typedef HeardPanel Fixture;

static gpointer
nth (Fixture *fixture, GType type, guint n)
{
  return widget_find (fixture->panel, type, n);
}

static GtkSpinButton *
number (Fixture *fixture)
{
  return nth (fixture, GTK_TYPE_SPIN_BUTTON, 0);
}

static void
wait_for_preview (Fixture *fixture)
{
  while (!ct_session_get_preview (fixture->session))
    g_main_context_iteration (NULL, TRUE);
}

/* Whether a toast says @text. */
static gboolean
has_toast (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (gtk_window_get_child (GTK_WINDOW (fixture->window)), GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (strcmp (gtk_label_get_text (labels->pdata[i]), text) == 0)
      return TRUE;
  return FALSE;
}

static const CtEditScore *
score_of (Fixture *fixture)
{
  return ct_document_get_score (fixture->document);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *finder = ct_track_finder_new ();

  heard_panel_set_up (fixture, finder, ct_toast_new (finder), 400);
}

/* The stepper asks, the preview shows, and back at the number there is nothing is asked for any longer. */
static void
test_step (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
  gtk_spin_button_set_value (number (fixture), 1);
  heard_panel_wait_for_status (fixture, "79 notes on another track, 2 fewer tracks");
  g_assert_cmpuint (ct_session_get_preview (fixture->session)->n_tracks, ==, 1);
  g_assert_cmpuint (score_of (fixture)->n_tracks, ==, 3);
  gtk_spin_button_set_value (number (fixture), 3);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));

  gtk_spin_button_set_value (number (fixture), 2);
  wait_for_preview (fixture);
  heard_panel_click (fixture, "_Cancel");
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
}

static void
test_apply (Fixture *fixture, gconstpointer data)
{
  CtHistory *history = ct_document_get_history (fixture->document);

  gtk_spin_button_set_value (number (fixture), 1);
  wait_for_preview (fixture);
  heard_panel_click (fixture, "_Apply");
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
  g_assert_cmpuint (score_of (fixture)->n_tracks, ==, 1);
  g_assert_cmpint (score_of (fixture)->options.tracks.n_tracks, ==, 1);
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Find Tracks Again");

  /* as many as there are */
  heard_panel_click (fixture, "Find Tracks Again");
  heard_panel_wait_for_status (fixture, "79 notes on another track, 2 more tracks");
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
  heard_panel_click (fixture, "_Apply");
  g_assert_cmpint (score_of (fixture)->options.tracks.n_tracks, ==, 0);
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 1);
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
}

/* What would change nothing ends by itself. */
static void
test_nothing_new (Fixture *fixture, gconstpointer data)
{
  heard_panel_click (fixture, "Find Tracks Again");
  heard_panel_wait_for_status (fixture, "");
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_true (has_toast (fixture, "No changes"));

  /* a preview that is ended has been seen, so nothing is said */
  gtk_spin_button_set_value (number (fixture), 2);
  wait_for_preview (fixture);
  ct_toast_send (fixture->panel, "Other", FALSE);
  ct_session_set_preview (fixture->session, NULL);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
  g_assert_true (has_toast (fixture, "Other"));
}

static GtkWidget *
perhaps (Fixture *fixture)
{
  for (guint i = 0;; i++)
    {
      GtkButton *found = nth (fixture, GTK_TYPE_BUTTON, i);

      if (gtk_button_get_label (found) && g_str_has_prefix (gtk_button_get_label (found), "Perhaps"))
        return GTK_WIDGET (found);
    }
}

static gboolean
is_counted (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_visible (gtk_widget_get_parent (perhaps (fixture)));
}

static void
set_separation (Fixture *fixture, double separation)
{
  CtTranscriberOptions options = score_of (fixture)->options;

  options.tracks.separation = (float) separation;
  ct_document_begin (fixture->document, "Set");
  ct_document_set_options (fixture->document, &options);
  ct_document_commit (fixture->document);
}

static void
counted (CtTrackCounter *counter, gboolean *done)
{
  *done = TRUE;
}

/* Whether another number is about as likely with @separation, which is set. */
static gboolean
doubts (Fixture *fixture, double separation)
{
  CtTrackCounter *counter = ct_track_counter_new (fixture->document);
  CtTimbreCount count;
  gboolean done = FALSE, doubted;

  set_separation (fixture, separation);
  g_signal_connect (counter, "counted", G_CALLBACK (counted), &done);
  ct_track_counter_set_active (counter, TRUE);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  doubted = ct_track_counter_get (counter, &count) && count.second > 0 && ct_timbre_count_doubts (&count);
  g_object_run_dispose (G_OBJECT (counter));
  g_object_unref (counter);
  return doubted;
}

/* What the recording says is told, and the second best number is a click away where it is about as likely. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  widget_wait (is_counted, fixture);
  g_assert_cmpstr (gtk_label_get_text (
                       GTK_LABEL (gtk_widget_get_first_child (gtk_widget_get_parent (perhaps (fixture))))),
                   ==, "3 found");
  g_assert_false (gtk_widget_get_visible (perhaps (fixture)));
  for (double separation = 1.05; !doubts (fixture, separation); separation *= 1.1)
    g_assert_cmpfloat (separation, <, 100);
  while (!gtk_widget_get_visible (perhaps (fixture)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (perhaps (fixture))), ==, "Perhaps 4");
  g_signal_emit_by_name (perhaps (fixture), "clicked");
  wait_for_preview (fixture);
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 4);
  g_assert_cmpuint (ct_session_get_preview (fixture->session)->n_tracks, ==, 4);
}

/* The number is that of tracks with notes, by whatever hand. */
static void
test_edits (Fixture *fixture, gconstpointer data)
{
  guint32 tracks[2] = { score_of (fixture)->tracks[0].id, score_of (fixture)->tracks[1].id };

  ct_track_edits_add (fixture->document, -1);
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
  ct_track_edits_merge (fixture->document, tracks, 2);
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 2);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
}

/* Where a hand is on every track nothing changes, and it is said why. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    ct_track_edits_rename (fixture->document, score_of (fixture)->tracks[i].id, "Flute");
  gtk_spin_button_set_value (number (fixture), 2);
  heard_panel_wait_for_status (
      fixture, "No changes. Tracks that you renamed, recolored or edited stay as they are; you can split them.");
  g_assert_null (ct_session_get_preview (fixture->session));
}

/* The preview goes with its page, and for good when somebody else ends it. */
static void
test_preview (Fixture *fixture, gconstpointer data)
{
  gtk_spin_button_set_value (number (fixture), 2);
  wait_for_preview (fixture);
  gtk_widget_set_visible (fixture->panel, FALSE);
  g_assert_null (ct_session_get_preview (fixture->session));
  gtk_widget_set_visible (fixture->panel, TRUE);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  ct_session_set_preview (fixture->session, NULL);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "");
  g_assert_cmpfloat (gtk_spin_button_get_value (number (fixture)), ==, 3);
  g_object_set (fixture->panel, "session", NULL, NULL);
}

static void
test_nothing_heard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtEvidence) evidence = ct_evidence_ref (ct_document_get_evidence (fixture->document));

  ct_document_set_evidence (fixture->document, NULL);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (number (fixture))));
  g_assert_false (gtk_widget_is_sensitive (heard_panel_button (fixture, "Find Tracks Again")));
  ct_document_set_evidence (fixture->document, evidence);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (number (fixture))));
  g_object_set (fixture->panel, "session", NULL, NULL);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (number (fixture))));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  g_assert_true (
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (number (fixture)), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (heard_panel_button (fixture, "Find Tracks Again")),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (
      gtk_test_accessible_has_property (nth (fixture, GTK_TYPE_MENU_BUTTON, 0), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/track-finder/" name, Fixture, NULL, set_up, func, heard_panel_tear_down)
  ADD ("step", test_step);
  ADD ("apply", test_apply);
  ADD ("nothing-new", test_nothing_new);
  ADD ("found", test_found);
  ADD ("edits", test_edits);
  ADD ("kept", test_kept);
  ADD ("preview", test_preview);
  ADD ("nothing-heard", test_nothing_heard);
  ADD ("accessible", test_accessible);
  return g_test_run ();
}
