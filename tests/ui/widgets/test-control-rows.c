/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-control-rows.h"

#include <gtk/gtk.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"

typedef struct
{
  GtkWidget *window, *box;
  GtkAdjustment *adjustment;
  guint n_changes;
} Fixture;

static void
value_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  fixture->adjustment = g_object_ref_sink (gtk_adjustment_new (50, 0, 100, 1, 10, 0));
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->box);
  g_signal_connect_swapped (fixture->adjustment, "value-changed", G_CALLBACK (value_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_signal_handlers_disconnect_by_data (fixture->adjustment, fixture);
  g_assert_finalize_object (fixture->adjustment);
}

static void
type (GtkWidget *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
}

static const char *
text_of (GtkWidget *spin)
{
  return gtk_editable_get_text (GTK_EDITABLE (spin));
}

/* Slider and entry show one value; whichever is moved, it changes once. */
static void
test_slider (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin = ct_control_rows_add_slider (fixture->box, "_Level", "dB", "How loud", fixture->adjustment, 20);
  GtkWidget *scale = widget_find (fixture->box, GTK_TYPE_SCALE, 0);

  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (widget_find (fixture->box, GTK_TYPE_LABEL, 0))), ==, "_Level (dB)");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (scale), ==, "How loud");
  gtk_range_set_value (GTK_RANGE (scale), 30);
  g_assert_cmpstr (text_of (spin), ==, "30");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  type (spin, "70");
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (scale)), ==, 70);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  type (spin, "70");
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  type (spin, "1000");
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 100);
}

static GtkEventController *
find_click (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        return controller;
    }
  g_assert_not_reached ();
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  GtkEventController *click;

  ct_control_rows_add_slider (fixture->box, "Level", NULL, NULL, fixture->adjustment, 20);
  click = find_click (widget_find (fixture->box, GTK_TYPE_SCALE, 0));
  g_signal_emit_by_name (click, "pressed", 1, 5.0, 5.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 50);
  g_signal_emit_by_name (click, "pressed", 2, 5.0, 5.0);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 20);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
}

/* Pitches are shown by name and read by name or number; what is none leaves the value. */
static void
test_pitches (Fixture *fixture, gconstpointer data)
{
  GtkWidget *spin = ct_control_rows_add_spin (fixture->box, "Pitch", NULL, fixture->adjustment);

  ct_control_rows_show_pitches (GTK_SPIN_BUTTON (spin));
  g_assert_cmpstr (text_of (spin), ==, "D3");
  type (spin, "c#4");
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 61);
  g_assert_cmpstr (text_of (spin), ==, "C♯4");
  type (spin, "60");
  g_assert_cmpstr (text_of (spin), ==, "C4");
  fixture->n_changes = 0;
  type (spin, "X9");
  g_assert_cmpstr (text_of (spin), ==, "C4");
  type (spin, "");
  g_assert_cmpstr (text_of (spin), ==, "C4");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  gtk_adjustment_set_value (fixture->adjustment, 69);
  g_assert_cmpstr (text_of (spin), ==, "A4");
}

/* Named otherwise, a pitch stays what it is: the old name is not read as a new one. */
static void
test_pitch_names (Fixture *fixture, gconstpointer data)
{
  static const CtPitchNaming german = { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY };
  static const CtKey f_major = { -1, false };
  GtkWidget *spin = ct_control_rows_add_spin (fixture->box, "Pitch", NULL, fixture->adjustment);

  ct_control_rows_show_pitches (GTK_SPIN_BUTTON (spin));
  gtk_adjustment_set_value (fixture->adjustment, 71);
  g_assert_cmpstr (text_of (spin), ==, "B4");
  fixture->n_changes = 0;
  ct_control_rows_name_pitches (GTK_SPIN_BUTTON (spin), &german, &f_major);
  g_assert_cmpstr (text_of (spin), ==, "H4");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  type (spin, "b4");
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->adjustment), ==, 70);
  g_assert_cmpstr (text_of (spin), ==, "B4");
}

/* A heading keeps its distance from what is above it, but not from the top. */
static void
test_heading (Fixture *fixture, gconstpointer data)
{
  GtkWidget *control;

  ct_control_rows_add_heading (fixture->box, "First");
  control = ct_control_rows_add_switch (fixture->box, "On", "Whether");
  ct_control_rows_add_heading (fixture->box, "Second");
  g_assert_cmpint (gtk_widget_get_margin_top (gtk_widget_get_first_child (fixture->box)), ==, 0);
  g_assert_cmpint (gtk_widget_get_margin_top (gtk_widget_get_last_child (fixture->box)), >, 0);
  g_assert_true (GTK_IS_SWITCH (control));
  g_assert_true (gtk_label_get_mnemonic_widget (GTK_LABEL (widget_find (fixture->box, GTK_TYPE_LABEL, 1))) == control);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/control-rows/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("slider", test_slider);
  ADD ("reset", test_reset);
  ADD ("pitches", test_pitches);
  ADD ("pitch-names", test_pitch_names);
  ADD ("heading", test_heading);
  return g_test_run ();
}
