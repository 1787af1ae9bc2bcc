/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-transcription-panel-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/base/ct-note.h"
#include "ui/transcription/ct-sensitivity.h"
#include "ui/transcription/ct-transcription-panel.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"

#define MAX_LENGTH_MS 500

/* A floating adjustment bound to the option @name. */
static GtkAdjustment *
bind_value (CtTranscriptionPanel *self, const char *name, double lower, double upper, double step)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (lower, lower, upper, step, 5 * step, 0);

  g_object_bind_property (self->options, name, adjustment, "value", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  return adjustment;
}

/* A slider bound to a sensitivity, reset to the middle. */
static void
add_sensitivity (CtTranscriptionPanel *self, const char *label, const char *hint, const char *name)
{
  ct_control_rows_add_slider (self->controls, label, NULL, hint, bind_value (self, name, 0, 100, 1),
                              CT_SENSITIVITY_DEFAULT);
}

static void
add_switch (CtTranscriptionPanel *self, const char *label, const char *hint, const char *name)
{
  g_object_bind_property (self->options, name, ct_control_rows_add_switch (self->controls, label, hint), "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static GtkWidget *
add_pitch (CtTranscriptionPanel *self, const char *label, const char *hint, const char *name)
{
  GtkWidget *spin = ct_control_rows_add_spin (self->controls, label, hint,
                                              bind_value (self, name, CT_MIDI_LOW, CT_MIDI_HIGH, 1));

  ct_control_rows_show_pitches (GTK_SPIN_BUTTON (spin));
  return spin;
}

static void
make_note_rows (CtTranscriptionPanel *self)
{
  GtkAdjustment *length = bind_value (self, "shortest-note", 0, MAX_LENGTH_MS, 5);

  ct_control_rows_add_heading (self->controls, _ ("Notes"));
  add_sensitivity (self, _ ("_Onset Sensitivity"),
                   _ ("Higher values start more notes. Double-click the slider to reset."), "onset-sensitivity");
  add_sensitivity (self, _ ("_Note Sensitivity"),
                   _ ("Higher values hold notes longer. Double-click the slider to reset."), "note-sensitivity");
  add_sensitivity (self, _ ("Re_peated Notes"),
                   _ ("Higher values strike sounding notes again more often; the lowest never does. Double-click the "
                      "slider to reset."),
                   "repetition-sensitivity");
  /* Translators: ms: milliseconds */
  ct_control_rows_add_slider (
      self->controls, _ ("Shortest Note"), _ ("ms"),
      _ ("Drops shorter notes; high-confidence notes may be half this long. Double-click the slider to reset."), length,
      gtk_adjustment_get_value (length));
  self->lowest = add_pitch (self, _ ("_Lowest Pitch"), _ ("A name such as C2, or a MIDI number"), "lowest-pitch");
  self->highest = add_pitch (self, _ ("_Highest Pitch"), _ ("A name such as C7, or a MIDI number"), "highest-pitch");
}

static void
make_switch_rows (CtTranscriptionPanel *self)
{
  ct_control_rows_add_heading (self->controls, _ ("Cleanup"));
  add_switch (self, _ ("Remove O_ctave Errors"),
              _ ("Drops weak octaves and twelfths that are partials of a sounding note"), "drop-octaves");
  add_switch (self, _ ("Allow Notes _Without an Onset"),
              _ ("Adds notes that sound clearly although no onset was detected"), "notes-without-onset");
  add_switch (self, _ ("Start So_ft Attacks Earlier"),
              _ ("Starts notes where their partials begin to rise instead of at the peak"), "early-start");
}

static void
make_scope_rows (CtTranscriptionPanel *self)
{
  const char *const places[] = { _ ("Whole song"), _ ("Loop or selected time"), _ ("Current track"), NULL };

  ct_control_rows_add_heading (self->controls, _ ("Range"));
  self->scope = GTK_WIDGET (ct_drop_down_new (gtk_string_list_new (places), _ ("Range")));
  gtk_box_append (GTK_BOX (self->controls), self->scope);
  self->scope_text = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->scope_text), 0);
  gtk_label_set_wrap (GTK_LABEL (self->scope_text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->scope_text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->scope_text, "dim-label");
  gtk_box_append (GTK_BOX (self->controls), self->scope_text);
}

static void
make_status (CtTranscriptionPanel *self, GtkWidget *foot)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                               TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 3, "hexpand", TRUE, "width-chars", 20,
                               NULL);
  gtk_widget_add_css_class (self->status, "ct-numeric");
  self->spinner = gtk_spinner_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Transcribing again…"), -1);
  gtk_box_append (GTK_BOX (row), self->status);
  gtk_box_append (GTK_BOX (row), self->spinner);
  gtk_box_append (GTK_BOX (foot), row);
  self->way_out = g_object_new (GTK_TYPE_LABEL, "label", _ ("Press Escape to end the preview."), "xalign", 0.0, "wrap",
                                TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->way_out, "caption");
  gtk_widget_add_css_class (self->way_out, "dim-label");
  gtk_box_append (GTK_BOX (foot), self->way_out);
}

static void
make_foot (CtTranscriptionPanel *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_start (foot, 12);
  gtk_widget_set_margin_end (foot, 12);
  gtk_widget_set_margin_top (foot, 9);
  gtk_widget_set_margin_bottom (foot, 12);
  make_status (self, foot);
  self->preview = ct_control_rows_add_switch (foot, _ ("Preview Changes"),
                                              _ ("Shows the resulting notes and marks the differences"));
  gtk_switch_set_active (GTK_SWITCH (self->preview), TRUE);
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  self->reset = gtk_button_new_with_mnemonic (_ ("R_eset"));
  gtk_widget_set_tooltip_text (self->reset, _ ("Reset all settings to their defaults"));
  self->apply = gtk_button_new_with_mnemonic (_ ("_Apply"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_tooltip_text (self->apply, _ ("Apply to the score; a single step to undo"));
  gtk_box_append (GTK_BOX (buttons), self->reset);
  gtk_box_append (GTK_BOX (buttons), self->apply);
  gtk_box_append (GTK_BOX (foot), buttons);
  gtk_box_append (GTK_BOX (self->box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->box), foot);
}

void
ct_transcription_panel_lay_out (CtTranscriptionPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->controls = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (self->controls, 12);
  gtk_widget_set_margin_end (self->controls, 12);
  gtk_widget_set_margin_top (self->controls, 12);
  gtk_widget_set_margin_bottom (self->controls, 12);
  make_note_rows (self);
  make_switch_rows (self);
  make_scope_rows (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->controls);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  make_foot (self);
}
