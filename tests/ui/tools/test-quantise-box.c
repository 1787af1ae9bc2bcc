/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-quantise-box.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

/* The places of the controls. */
enum
{
  CHOICE_NOTES,
  CHOICE_GRID,
};
enum
{
  CHECK_STARTS,
  CHECK_ENDS,
};
enum
{
  BUTTON_AS_HEARD,
  BUTTON_CANCEL,
  BUTTON_APPLY,
};

/* 20 notes, one a second, two of them uncertain; the beats come a tenth of a second later. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  GtkWidget *window;
  CtQuantiseBox *box;
} Fixture;

static void
set_beats (Fixture *fixture)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (60, 0.1, 4, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Beats");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (map);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  ct_session_set_grid (fixture->session, &(CtNoteGrid){ 4, CT_NOTE_GRID_STRAIGHT, 0.6 });
  fixture->window = gtk_window_new ();
  fixture->box = CT_QUANTISE_BOX (ct_quantise_box_new ());
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->box));
  ct_quantise_box_set_session (fixture->box, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static gpointer
find (Fixture *fixture, GType type, guint place)
{
  return widget_find (GTK_WIDGET (fixture->box), type, place);
}

/* The buttons that are no part of another control. */
static GtkWidget *
button (Fixture *fixture, guint place)
{
  static const char *const labels[] = { "As _Heard", "_Cancel", "_Apply" };
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (GTK_WIDGET (fixture->box), GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (buttons->pdata[i]), labels[place]) == 0)
      return buttons->pdata[i];
  g_assert_not_reached ();
}

static gboolean
says (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  widget_find_all (GTK_WIDGET (fixture->box), GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len; i++)
    if (strstr (gtk_label_get_text (labels->pdata[i]), text))
      return TRUE;
  return FALSE;
}

static double
onset (Fixture *fixture, guint place)
{
  return ct_document_get_score (fixture->document)->notes[place].onset_s;
}

/* Without beats it stays shut; open, it shows what would be, and how far that is from the grid. */
static void
test_preview (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *strength = gtk_spin_button_get_adjustment (find (fixture, GTK_TYPE_SPIN_BUTTON, 0));

  ct_quantise_box_open (fixture->box);
  g_assert_false (ct_quantise_box_is_open (fixture->box));
  set_beats (fixture);
  ct_quantise_box_open (fixture->box);
  g_assert_true (ct_quantise_box_is_open (fixture->box));
  g_assert_cmpuint (gtk_drop_down_get_selected (find (fixture, GTK_TYPE_DROP_DOWN, CHOICE_NOTES)), ==, 2);
  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, CHECK_ENDS), FALSE);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, CHOICE_GRID), 1);
  g_assert_true (says (fixture, "1/4"));
  g_assert_true (says (fixture, "18 notes move. Off the grid: 100 ms on average, then 0 ms."));
  g_assert_cmpfloat_with_epsilon (ct_session_get_preview (fixture->session)->notes[2].onset_s, 2.1, 1e-9);
  g_assert_cmpfloat (onset (fixture, 2), ==, 2);
  gtk_adjustment_set_value (strength, 75);
  g_assert_true (says (fixture, "then 25 ms"));
  /* the grid is the session's */
  ct_session_set_grid (fixture->session, &(CtNoteGrid){ 1, CT_NOTE_GRID_STRAIGHT, 0.6 });
  g_assert_true (says (fixture, "1/1"));
  g_assert_false (says (fixture, "100 ms on average"));
  /* neither end: there is nothing to do */
  gtk_check_button_set_active (find (fixture, GTK_TYPE_CHECK_BUTTON, CHECK_STARTS), FALSE);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (gtk_widget_get_sensitive (button (fixture, BUTTON_APPLY)));
  g_signal_emit_by_name (button (fixture, BUTTON_CANCEL), "clicked");
  g_assert_false (ct_quantise_box_is_open (fixture->box));
}

/* What is applied is one step, for the notes that were chosen, and can be brought back. */
static void
test_apply (Fixture *fixture, gconstpointer data)
{
  const guint64 ids[] = { note_document_id (fixture->document, 2), note_document_id (fixture->document, 5) };

  set_beats (fixture);
  ct_selection_set (ct_session_get_selection (fixture->session), ids, 2);
  ct_quantise_box_open (fixture->box);
  g_assert_cmpuint (gtk_drop_down_get_selected (find (fixture, GTK_TYPE_DROP_DOWN, CHOICE_NOTES)), ==, 0);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, CHOICE_GRID), 1);
  g_assert_false (gtk_widget_get_sensitive (button (fixture, BUTTON_AS_HEARD)));
  g_signal_emit_by_name (button (fixture, BUTTON_APPLY), "clicked");
  g_assert_false (ct_quantise_box_is_open (fixture->box));
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_cmpfloat_with_epsilon (onset (fixture, 2), 2.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (onset (fixture, 5), 5.1, 1e-9);
  g_assert_cmpfloat (onset (fixture, 3), ==, 3);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, "Quantize 2 Notes");
  /* of the track of the first one, that one goes back */
  ct_session_set_current_track (fixture->session, ct_document_get_score (fixture->document)->tracks[0].id);
  ct_quantise_box_open (fixture->box);
  gtk_drop_down_set_selected (find (fixture, GTK_TYPE_DROP_DOWN, CHOICE_NOTES), 1);
  g_signal_emit_by_name (button (fixture, BUTTON_AS_HEARD), "clicked");
  g_assert_cmpfloat (onset (fixture, 2), ==, 2);
  g_assert_cmpfloat_with_epsilon (onset (fixture, 5), 5.1, 1e-9);
  ct_document_undo (fixture->document);
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (onset (fixture, 5), ==, 5);
}

/* It follows the selection, and ends with its preview, with the beats and with the session. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  const guint64 id = note_document_id (fixture->document, 2);

  set_beats (fixture);
  ct_selection_set (ct_session_get_selection (fixture->session), &id, 1);
  ct_quantise_box_open (fixture->box);
  g_assert_true (says (fixture, "1 note moves."));
  ct_selection_clear (ct_session_get_selection (fixture->session));
  g_assert_true (says (fixture, "There are no notes to quantize."));
  ct_selection_set (ct_session_get_selection (fixture->session), &id, 1);
  ct_session_set_preview (fixture->session, NULL); /* as Escape does */
  g_assert_false (ct_quantise_box_is_open (fixture->box));
  ct_quantise_box_open (fixture->box);
  ct_document_undo (fixture->document);
  g_assert_false (ct_quantise_box_is_open (fixture->box));
  ct_document_redo (fixture->document);
  ct_quantise_box_open (fixture->box);
  ct_quantise_box_set_session (fixture->box, NULL);
  g_assert_false (ct_quantise_box_is_open (fixture->box));
  g_assert_null (ct_session_get_preview (fixture->session));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add ("/quantise-box/preview", Fixture, NULL, set_up, test_preview, tear_down);
  g_test_add ("/quantise-box/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/quantise-box/ends", Fixture, NULL, set_up, test_ends, tear_down);
  return g_test_run ();
}
