/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-split-box.h"

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/track-fixture.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

typedef struct
{
  TrackFixture track; /* all notes on one */
  CtDocument *document;
  CtSession *session;
  GtkWidget *window;
  CtSplitBox *box;
  guint n_previews, n_opened, n_closed, n_applied;
} Fixture;

static void
count (gpointer object, guint *n)
{
  ++*n;
}

static void
closed (CtSplitBox *box, gboolean applied, Fixture *fixture)
{
  fixture->n_closed++;
  fixture->n_applied += applied != FALSE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  track_fixture_set_up (&fixture->track, "together");
  fixture->document = fixture->track.document;
  fixture->session = ct_session_new (fixture->document);
  fixture->window = gtk_window_new ();
  fixture->box = CT_SPLIT_BOX (ct_split_box_new ());
  ct_split_box_set_session (fixture->box, fixture->session);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->box));
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_signal_connect (fixture->session, "preview-changed", G_CALLBACK (count), &fixture->n_previews);
  g_signal_connect (fixture->box, "opened", G_CALLBACK (count), &fixture->n_opened);
  g_signal_connect (fixture->box, "closed", G_CALLBACK (closed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_wait_for (G_OBJECT (fixture->session)->ref_count == 1); /* a worker may still have it */
  g_assert_finalize_object (fixture->session);
  track_fixture_tear_down (&fixture->track, "together");
}

static void
open_box (Fixture *fixture, CtSplitMode mode)
{
  ct_split_box_open (fixture->box, mode, fixture->track.tracks, 1, FALSE);
}

static GtkSpinButton *
boundary (Fixture *fixture)
{
  return GTK_SPIN_BUTTON (widget_find (GTK_WIDGET (fixture->box), GTK_TYPE_SPIN_BUTTON, 0));
}

/* The best gap is shown in the place where a boundary is typed, and that is no boundary that was typed: it is computed
 * once, and the box goes on looking for the best. */
static void
test_best_gap (Fixture *fixture, gconstpointer data)
{
  int gap;

  gtk_spin_button_set_value (boundary (fixture), 1);
  open_box (fixture, CT_SPLIT_REGISTER);
  g_assert_cmpuint (fixture->n_previews, ==, 1);
  gap = gtk_spin_button_get_value_as_int (boundary (fixture));
  g_assert_cmpint (gap, >, 1);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (boundary (fixture))));
  g_assert_cmpuint (ct_split_box_get_n_groups (fixture->box), ==, 2);

  ct_split_box_set_boundary (fixture->box, (guint) gap + 1);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (boundary (fixture))));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (boundary (fixture)), ==, gap + 1);
  ct_split_box_set_boundary (fixture->box, 0);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (boundary (fixture)), ==, gap);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (boundary (fixture))));
  g_assert_true (ct_split_box_is_open (fixture->box));
}

/* The boundary is called as all pitches are: by the key at the beginning. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  CtKeyChange key = { .key = { 4, false } };
  CtHarmony harmony = { .keys = &key, .n_keys = 1 };

  open_box (fixture, CT_SPLIT_REGISTER);
  ui_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (boundary (fixture))));
  ct_split_box_set_boundary (fixture->box, 63);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (boundary (fixture))), ==, "E♭4");
  ct_document_take_harmony (fixture->document, &harmony);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (boundary (fixture))), ==, "D♯4");
  g_object_set (ct_session_get_display (fixture->session), "note-names", CT_NAME_NOTES_GERMAN, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (boundary (fixture))), ==, "Dis4");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (boundary (fixture)), ==, 63);
}

/* Its own preview does not close it, another one does and stays; opened again it is computed once more. */
static void
test_previews (Fixture *fixture, gconstpointer data)
{
  CtEditScore *other;

  open_box (fixture, CT_SPLIT_REGISTER);
  g_assert_true (ct_split_box_is_open (fixture->box));
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  open_box (fixture, CT_SPLIT_REGISTER);
  g_assert_true (ct_split_box_is_open (fixture->box));
  g_assert_cmpuint (fixture->n_opened, ==, 2);
  g_assert_cmpuint (fixture->n_closed, ==, 0);

  other = ct_document_copy_score (fixture->document);
  ct_session_set_preview (fixture->session, other);
  g_assert_false (ct_split_box_is_open (fixture->box));
  g_assert_cmpuint (fixture->n_closed, ==, 1);
  g_assert_true (ct_session_get_preview (fixture->session) == other);
  /* closed, it leaves the canvas to others */
  ct_session_set_preview (fixture->session, NULL);
  ct_split_box_cancel (fixture->box);
  g_assert_cmpuint (fixture->n_closed, ==, 1);
}

static void
test_apply (Fixture *fixture, gconstpointer data)
{
  open_box (fixture, CT_SPLIT_TIMBRE);
  g_assert_false (ct_split_box_is_settled (fixture->box));
  ct_split_box_apply (fixture->box); /* too early */
  g_assert_true (ct_split_box_is_open (fixture->box));
  ui_test_wait_for (ct_split_box_is_settled (fixture->box));
  g_assert_cmpuint (ct_split_box_get_n_groups (fixture->box), ==, 3);
  ct_split_box_apply (fixture->box);
  g_assert_cmpuint (fixture->n_applied, ==, 1);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 3);
  g_assert_null (ct_session_get_preview (fixture->session));
  ct_document_undo (fixture->document);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* A split of all notes of a track is none. */
static void
test_whole_track (Fixture *fixture, gconstpointer data)
{
  guint n;
  g_autofree guint64 *all = ct_track_edits_dup_notes (fixture->document, fixture->track.tracks, 1, &n);

  ct_selection_set (ct_session_get_selection (fixture->session), all, n);
  open_box (fixture, CT_SPLIT_SELECTION);
  g_assert_cmpuint (ct_split_box_get_n_groups (fixture->box), ==, 0);
  g_assert_null (ct_session_get_preview (fixture->session));
  ct_split_box_apply (fixture->box);
  g_assert_true (ct_split_box_is_open (fixture->box));
  ct_selection_set (ct_session_get_selection (fixture->session), all, 10);
  g_assert_cmpuint (ct_split_box_get_n_groups (fixture->box), >, 0);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  ct_split_box_cancel (fixture->box);
  g_assert_null (ct_session_get_preview (fixture->session));
}

/* A session that goes takes the split with it, computed or not. */
static void
test_session_goes (Fixture *fixture, gconstpointer data)
{
  open_box (fixture, CT_SPLIT_TIMBRE);
  ct_split_box_set_session (fixture->box, NULL);
  g_assert_false (ct_split_box_is_open (fixture->box));
  g_assert_true (ct_split_box_is_settled (fixture->box));
  open_box (fixture, CT_SPLIT_TIMBRE);
  g_assert_false (ct_split_box_is_open (fixture->box));
  g_assert_null (ct_session_get_preview (fixture->session));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/split-box/best-gap", Fixture, NULL, set_up, test_best_gap, tear_down);
  g_test_add ("/split-box/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/split-box/previews", Fixture, NULL, set_up, test_previews, tear_down);
  g_test_add ("/split-box/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/split-box/whole-track", Fixture, NULL, set_up, test_whole_track, tear_down);
  g_test_add ("/split-box/session-goes", Fixture, NULL, set_up, test_session_goes, tear_down);
  return g_test_run ();
}
