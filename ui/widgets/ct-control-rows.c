/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-control-rows.h"

#include <gtk/gtk.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "ui/support/ct-value-text.h"

#define RESET_KEY "ct-reset"
#define NAMES_KEY "ct-pitch-names"

void
ct_control_rows_add_heading (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (gtk_widget_get_first_child (box))
    gtk_widget_set_margin_top (label, 12);
  gtk_box_append (GTK_BOX (box), label);
}

/* A label for @control, for screen readers too. */
static GtkWidget *
make_label (const char *text, GtkWidget *control)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  return label;
}

static void
reset_pressed (GtkGestureClick *click, int n_press, double x, double y, GtkAdjustment *adjustment)
{
  const double *reset = g_object_get_data (G_OBJECT (adjustment), RESET_KEY);

  if (n_press != 2)
    return;
  gtk_adjustment_set_value (adjustment, *reset);
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

void
ct_control_rows_reset_by_double_click (GtkWidget *scale, GtkAdjustment *adjustment, double reset)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_object_set_data_full (G_OBJECT (adjustment), RESET_KEY, g_memdup2 (&reset, sizeof reset), g_free);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (reset_pressed), adjustment, 0);
  gtk_widget_add_controller (scale, GTK_EVENT_CONTROLLER (click));
}

static GtkWidget *
make_scale (const char *hint, GtkAdjustment *adjustment, double reset)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);

  ct_control_rows_reset_by_double_click (scale, adjustment, reset);
  gtk_scale_add_mark (GTK_SCALE (scale), reset, GTK_POS_BOTTOM, NULL);
  gtk_widget_set_tooltip_text (scale, hint);
  return scale;
}

static GtkWidget *
make_spin (GtkAdjustment *adjustment, const char *hint)
{
  GtkWidget *spin = gtk_spin_button_new (adjustment, 1, 0);

  gtk_widget_add_css_class (spin, "ct-numeric");
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_widget_set_tooltip_text (spin, hint);
  return spin;
}

GtkWidget *
ct_control_rows_add_spin (GtkWidget *box, const char *label, const char *hint, GtkAdjustment *adjustment)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *spin = make_spin (adjustment, hint);

  gtk_box_append (GTK_BOX (row), make_label (label, spin));
  gtk_box_append (GTK_BOX (row), spin);
  gtk_box_append (GTK_BOX (box), row);
  return spin;
}

GtkWidget *
ct_control_rows_add_slider (GtkWidget *box,
                            const char *label,
                            const char *unit,
                            const char *hint,
                            GtkAdjustment *adjustment,
                            double reset)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scale = make_scale (hint, adjustment, reset), *spin;
  g_autofree char *text = unit ? g_strdup_printf ("%s (%s)", label, unit) : g_strdup (label);

  spin = ct_control_rows_add_spin (rows, text, hint, adjustment);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  gtk_widget_get_prev_sibling (spin), NULL, -1);
  gtk_box_append (GTK_BOX (rows), scale);
  gtk_box_append (GTK_BOX (box), rows);
  return spin;
}

GtkWidget *
ct_control_rows_add_switch (GtkWidget *box, const char *label, const char *hint)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *control = gtk_switch_new ();

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (row, hint);
  gtk_box_append (GTK_BOX (row), make_label (label, control));
  gtk_box_append (GTK_BOX (row), control);
  gtk_box_append (GTK_BOX (box), row);
  return control;
}

/* ---- values as words ---- */

typedef struct
{
  CtPitchNaming naming;
  CtKey key;
} PitchNames;

static gboolean
show_pitch (GtkSpinButton *spin, const PitchNames *names)
{
  g_autofree char *text = ct_value_text_dup_pitch (&names->naming, &names->key,
                                                   gtk_spin_button_get_value_as_int (spin));

  if (strcmp (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static int
read_pitch (GtkSpinButton *spin, double *value, const PitchNames *names)
{
  int midi;

  /* anything else keeps the value: an error would set the lowest pitch */
  *value = gtk_spin_button_get_value (spin);
  if (ct_value_text_parse_pitch (names->naming.names, gtk_editable_get_text (GTK_EDITABLE (spin)), &midi))
    *value = midi;
  return TRUE;
}

void
ct_control_rows_show_pitches (GtkSpinButton *spin)
{
  PitchNames *names = g_new0 (PitchNames, 1);

  gtk_spin_button_set_numeric (spin, FALSE);
  g_object_set_data_full (G_OBJECT (spin), NAMES_KEY, names, g_free);
  g_signal_connect (spin, "output", G_CALLBACK (show_pitch), names);
  g_signal_connect (spin, "input", G_CALLBACK (read_pitch), names);
  gtk_spin_button_update (spin);
}

void
ct_control_rows_name_pitches (GtkSpinButton *spin, const CtPitchNaming *naming, const CtKey *key)
{
  PitchNames *names = g_object_get_data (G_OBJECT (spin), NAMES_KEY);

  *names = (PitchNames){ *naming, *key };
  /* not by gtk_spin_button_update(), which would read the old name as a new one */
  show_pitch (spin, names);
}
