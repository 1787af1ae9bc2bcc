/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-score-dialog.h"

#include <adwaita.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/score/ct-score-preview.h"

typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWindow *parent;
  GtkWidget *dialog;
  CtScorePreview *preview;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (300);
  /* a warning of markup would end the test */
  ct_track_edits_rename (fixture->document, ct_document_get_score (fixture->document)->tracks[1].id, "Flute & <Oboe>");
  fixture->session = ct_session_new (fixture->document);
  fixture->parent = g_object_ref (GTK_WINDOW (gtk_window_new ()));
  fixture->dialog = GTK_WIDGET (ct_score_dialog_show (fixture->parent, fixture->session));
  ui_test_settle ();
  fixture->preview = CT_SCORE_PREVIEW (widget_find (fixture->dialog, CT_TYPE_SCORE_PREVIEW, 0));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  gtk_window_destroy (fixture->parent);
  ui_test_settle ();
  g_assert_finalize_object (fixture->parent);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static gboolean
says (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (fixture->dialog, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (gtk_widget_get_mapped (g_ptr_array_index (labels, i))
        && g_str_equal (gtk_label_get_label (g_ptr_array_index (labels, i)), text))
      return TRUE;
  return FALSE;
}

static void
check (Fixture *fixture, guint track, gboolean active)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (widget_find (fixture->dialog, GTK_TYPE_CHECK_BUTTON, track)), active);
  ui_test_settle ();
}

static gboolean
can (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (fixture->dialog, action, NULL);
}

/* Whether a button with this action can be pressed. */
static gboolean
offers (Fixture *fixture, const char *action)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (fixture->dialog, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_actionable_get_action_name (g_ptr_array_index (buttons, i)), action) == 0)
      return gtk_widget_get_sensitive (g_ptr_array_index (buttons, i));
  g_assert_not_reached ();
}

/* Without a track there is nothing to print; without beats the dialog says so. */
static void
test_tracks (Fixture *fixture, gconstpointer data)
{
  const char *no_beats = "No beats were found: the music is written as if each second were a quarter note.";

  g_assert_true (says (fixture, no_beats));
  g_assert_true (offers (fixture, "score.print") && offers (fixture, "score.save"));
  check (fixture, 0, FALSE);
  g_assert_true (says (fixture, no_beats));
  check (fixture, 1, FALSE);
  g_assert_true (says (fixture, "Choose a track."));
  g_assert_false (offers (fixture, "score.print") || offers (fixture, "score.save"));
  check (fixture, 0, TRUE);
  g_assert_true (offers (fixture, "score.print") && offers (fixture, "score.save"));
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  AdwComboRow *digits = ADW_COMBO_ROW (widget_find (fixture->dialog, ADW_TYPE_COMBO_ROW, 1));

  adw_combo_row_set_selected (digits, 2);
  ui_test_settle ();
  g_assert_false (offers (fixture, "score.previous"));
  g_assert_true (offers (fixture, "score.next"));
  g_assert_true (can (fixture, "score.next"));
  g_assert_cmpuint (ct_score_preview_get_page (fixture->preview), ==, 1);
  g_assert_true (offers (fixture, "score.previous"));
  for (guint i = 0; i < 100 && offers (fixture, "score.next"); i++)
    can (fixture, "score.next");
  g_assert_false (offers (fixture, "score.next"));
  can (fixture, "score.zoom-in");
  g_assert_cmpfloat (ct_score_preview_get_zoom (fixture->preview), ==, 1.25);
  can (fixture, "score.zoom-out");
  g_assert_cmpfloat (ct_score_preview_get_zoom (fixture->preview), ==, 1);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/score-dialog/tracks", Fixture, NULL, set_up, test_tracks, tear_down);
  g_test_add ("/score-dialog/pages", Fixture, NULL, set_up, test_pages, tear_down);
  return g_test_run ();
}
