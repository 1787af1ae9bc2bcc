/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-panel.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/transcription/ct-transcription-panel.h"

/* The places to type in, sliders and switches in the order they stand. */
enum
{
  SPIN_ONSET,
  SPIN_FRAME,
  SPIN_REPEATED,
  SPIN_LENGTH,
  SPIN_LOW,
  SPIN_HIGH,
};

enum
{
  SWITCH_OCTAVES,
  SWITCH_WITHOUT_ONSET,
  SWITCH_EARLY,
  SWITCH_PREVIEW,
};

typedef HeardPanel Fixture;

/* The @nth widget of @type in the panel, all of which is unfolded. */
static gpointer
nth (Fixture *fixture, GType type, guint n)
{
  return widget_find (fixture->panel, type, n);
}

static GtkSpinButton *
spin (Fixture *fixture, guint n)
{
  return nth (fixture, GTK_TYPE_SPIN_BUTTON, n);
}

static GtkSwitch *
control (Fixture *fixture, guint n)
{
  return nth (fixture, GTK_TYPE_SWITCH, n);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel = ct_transcription_panel_new ();
  g_autoptr (GPtrArray) expanders = g_ptr_array_new ();

  heard_panel_set_up (fixture, panel, panel, 800);
  widget_find_all (panel, GTK_TYPE_EXPANDER, expanders);
  for (guint i = 0; i < expanders->len; i++)
    gtk_expander_set_expanded (expanders->pdata[i], TRUE);
}

static void
test_sliders (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 50);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_FRAME)), ==, 50);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_REPEATED)), ==, 50);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_LENGTH)), ==, 80);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "Move a slider to preview changes.");
  g_assert_false (gtk_widget_get_sensitive (heard_panel_button (fixture, "_Apply")));

  /* higher brings out more, lower fewer */
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 25);
  heard_panel_wait_for_status (fixture, "20 fewer notes");
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 50);
  heard_panel_wait_for_status (fixture, "Move a slider to preview changes.");
  g_assert_null (ct_session_get_preview (fixture->session));
}

/* Nothing is left of a preview that was reset, nor of one that was ended: the sliders go back with it. */
static void
test_ways_out (Fixture *fixture, gconstpointer data)
{
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  heard_panel_click (fixture, "R_eset");
  heard_panel_wait_for_status (fixture, "Move a slider to preview changes.");
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (gtk_widget_get_sensitive (heard_panel_button (fixture, "_Apply")));

  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  ct_session_set_preview (fixture->session, NULL);
  heard_panel_wait_for_status (fixture, "Move a slider to preview changes.");
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 50);
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  gtk_switch_set_active (control (fixture, SWITCH_PREVIEW), FALSE);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_cmpstr (heard_panel_status (fixture), ==, "40 more notes");
  gtk_switch_set_active (control (fixture, SWITCH_PREVIEW), TRUE);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  /* another page of the sidebar */
  gtk_widget_set_visible (fixture->panel, FALSE);
  g_assert_null (ct_session_get_preview (fixture->session));
  gtk_widget_set_visible (fixture->panel, TRUE);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  g_object_set (fixture->panel, "session", NULL, NULL);
  g_assert_null (ct_session_get_preview (fixture->session));
}

static void
test_apply_and_undo (Fixture *fixture, gconstpointer data)
{
  CtHistory *history = ct_document_get_history (fixture->document);
  double threshold;

  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  heard_panel_click (fixture, "_Apply");
  heard_panel_wait_for_status (fixture, "Move a slider to preview changes.");
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Transcribe Again");
  threshold = (double) ct_document_get_score (fixture->document)->options.notes.onset_threshold;
  g_assert_cmpfloat (threshold, <, 0.1);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 100);
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 50);
  ct_document_redo (fixture->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 100);
  heard_panel_click (fixture, "R_eset");
  heard_panel_wait_for_status (fixture, "40 fewer notes");
  g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, SPIN_ONSET)), ==, 50);
}

/* A setting that no slider can show exactly is left alone by the other ones. */
static void
test_odd_settings (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = ct_document_get_score (fixture->document)->options;

  options.notes.frame_threshold = 0.2345f;
  options.notes.min_length_s = 0.0807f;
  options.tracks.separation = 1.017f;
  ct_document_begin (fixture->document, "Set");
  ct_document_set_options (fixture->document, &options);
  ct_document_commit (fixture->document);
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  heard_panel_click (fixture, "_Apply");
  options = ct_document_get_score (fixture->document)->options;
  g_assert_cmpfloat (options.notes.frame_threshold, ==, 0.2345f);
  g_assert_cmpfloat (options.notes.min_length_s, ==, 0.0807f);
  g_assert_cmpfloat (options.tracks.separation, ==, 1.017f);
}

/* Types into @where and leaves it. */
static void
type (GtkSpinButton *where, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (where), text);
  gtk_spin_button_update (where);
}

static void
test_typed (Fixture *fixture, gconstpointer data)
{
  GtkSpinButton *low = spin (fixture, SPIN_LOW), *high = spin (fixture, SPIN_HIGH);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (low)), ==, "C1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (high)), ==, "B7");
  type (low, "c3");
  g_assert_cmpfloat (gtk_spin_button_get_value (low), ==, 48);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (low)), ==, "C3");
  type (low, "no pitch");
  g_assert_cmpfloat (gtk_spin_button_get_value (low), ==, 48);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (low)), ==, "C3");
  type (high, "36");
  g_assert_cmpfloat (gtk_spin_button_get_value (high), ==, 36);
  g_assert_cmpfloat (gtk_spin_button_get_value (low), ==, 36);
  type (low, "C4");
  g_assert_cmpfloat (gtk_spin_button_get_value (high), ==, 60);
}

/* The ends of the range are called as all pitches are, and stay what they are. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  CtDisplay *display = ct_session_get_display (fixture->session);
  GtkSpinButton *low = spin (fixture, SPIN_LOW), *high = spin (fixture, SPIN_HIGH);

  g_object_set (display, "note-names", CT_NAME_NOTES_GERMAN, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (high)), ==, "H7");
  g_assert_cmpfloat (gtk_spin_button_get_value (high), ==, 107);
  type (low, "b1");
  g_assert_cmpfloat (gtk_spin_button_get_value (low), ==, 34);
  g_object_set (display, "note-names", CT_NAME_NOTES_LETTERS, "spelling", CT_SPELLING_SHARPS, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (low)), ==, "A♯1");
  g_assert_cmpfloat (gtk_spin_button_get_value (low), ==, 34);
}

/* The gesture on @widget that hears a double click. */
static void
double_click (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkGesture *capturing = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        capturing = GTK_GESTURE (controller);
    }
  g_assert_nonnull (capturing);
  g_signal_emit_by_name (capturing, "pressed", 1, 5.0, 5.0);
  g_signal_emit_by_name (capturing, "pressed", 2, 5.0, 5.0);
}

static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  static const guint spins[] = { SPIN_ONSET, SPIN_FRAME, SPIN_REPEATED, SPIN_LENGTH };
  static const double shipped[] = { 50, 50, 50, 80 };

  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    {
      gtk_spin_button_set_value (spin (fixture, spins[i]), 30);
      double_click (nth (fixture, GTK_TYPE_SCALE, i));
      g_assert_cmpfloat (gtk_spin_button_get_value (spin (fixture, spins[i])), ==, shipped[i]);
    }
  heard_panel_wait_for_status (fixture, "Move a slider to preview changes.");
}

static void
test_scope (Fixture *fixture, gconstpointer data)
{
  GtkDropDown *scope = nth (fixture, GTK_TYPE_DROP_DOWN, 0);
  const CtEditScore *score = ct_document_get_score (fixture->document);
  g_autofree guint64 *ids = g_new (guint64, score->n_notes);

  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 100);
  heard_panel_wait_for_status (fixture, "40 more notes");
  gtk_drop_down_set_selected (scope, 1);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "Move a slider to preview changes.");
  g_assert_false (gtk_widget_get_sensitive (heard_panel_button (fixture, "_Apply")));
  for (gsize i = 0; i < score->n_notes; i++)
    ids[i] = score->notes[i].id;
  ct_selection_set (ct_session_get_selection (fixture->session), ids, 40);
  gtk_spin_button_set_value (spin (fixture, SPIN_ONSET), 99);
  heard_panel_wait_for_status (fixture, "10 more notes");
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 1, 2 });
  heard_panel_wait_for_status (fixture, "2 more notes");
  gtk_drop_down_set_selected (scope, 2);
  heard_panel_wait_for_status (fixture, "12 more notes");
  gtk_drop_down_set_selected (scope, 0);
  heard_panel_wait_for_status (fixture, "40 more notes");
}

static void
test_nothing_heard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtEvidence) evidence = ct_evidence_ref (ct_document_get_evidence (fixture->document));

  ct_document_set_evidence (fixture->document, NULL);
  g_assert_cmpstr (heard_panel_status (fixture), ==, "Open a recording to adjust its transcription.");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (spin (fixture, SPIN_ONSET))));
  ct_document_set_evidence (fixture->document, evidence);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (spin (fixture, SPIN_ONSET))));
  g_object_set (fixture->panel, "session", NULL, NULL);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (spin (fixture, SPIN_ONSET))));
  g_object_set (fixture->panel, "session", fixture->session, NULL);
}

/* Everything that can be set has a name for those who cannot see it. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  const GType types[] = { GTK_TYPE_SPIN_BUTTON, GTK_TYPE_SCALE, GTK_TYPE_SWITCH };
  guint n = 0;

  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (GPtrArray) found = g_ptr_array_new ();

      widget_find_all (fixture->panel, types[t], found);
      for (guint i = 0; i < found->len; i++, n++)
        g_assert_true (
            gtk_test_accessible_has_relation (g_ptr_array_index (found, i), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
    }
  g_assert_cmpuint (n, ==, 6 + 4 + 4);
  g_assert_true (
      gtk_test_accessible_has_property (nth (fixture, GTK_TYPE_DROP_DOWN, 0), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  ui_test_init (&argc, &argv);
#define ADD(name, func) g_test_add ("/transcription-panel/" name, Fixture, NULL, set_up, func, heard_panel_tear_down)
  ADD ("sliders", test_sliders);
  ADD ("ways-out", test_ways_out);
  ADD ("preview", test_preview);
  ADD ("apply-and-undo", test_apply_and_undo);
  ADD ("odd-settings", test_odd_settings);
  ADD ("typed", test_typed);
  ADD ("names", test_names);
  ADD ("double-click", test_double_click);
  ADD ("scope", test_scope);
  ADD ("nothing-heard", test_nothing_heard);
  ADD ("accessible", test_accessible);
  return g_test_run ();
}
