/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widgets of a CtTrackFinder. */
#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/transcription/ct-sensitivity.h"
#include "ui/transcription/ct-track-finder-private.h"
#include "ui/widgets/ct-control-rows.h"

/* What the number is found with: seldom needed, so it opens from a button. */
static GtkWidget *
make_options (CtTrackFinder *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkAdjustment *separation = gtk_adjustment_new (0, 0, 100, 1, 5, 0);
  GtkWidget *button = gtk_menu_button_new (), *outliers;

  g_object_bind_property (self->options, "timbre-separation", separation, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  ct_control_rows_add_slider (box, _ ("Timbre _Separation"), NULL,
                              _ ("Higher values separate more similar timbres. Double-click the slider to reset."),
                              separation, CT_SENSITIVITY_DEFAULT);
  outliers = ct_control_rows_add_switch (box, _ ("Reassign _Register Outliers"),
                                         _ ("Moves notes far from their track’s register to a track they fit better"));
  g_object_bind_property (self->options, "follow-register", outliers, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  gtk_widget_set_size_request (box, 240, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _ ("How Tracks Are Found"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("How Tracks Are Found"),
                                  -1);
  return button;
}

static void
make_controls (CtTrackFinder *self)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (1, 1, CT_TRACK_FINDER_MOST, 1, 1, 0);
  GtkWidget *row;

  self->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->number = ct_control_rows_add_spin (self->controls, _ ("_Instruments"),
                                           _ ("Finds the tracks again for another number of instruments. Notes stay as "
                                              "they are, and so do tracks that you renamed, recolored or edited."),
                                           adjustment);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->number), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->number), 2);
  row = gtk_widget_get_parent (self->number);
  gtk_widget_set_hexpand (row, TRUE);
  self->again = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  gtk_widget_set_tooltip_text (self->again, _ ("Find Tracks Again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->again), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Find Tracks Again"),
                                  -1);
  self->options_button = make_options (self);
  gtk_box_append (GTK_BOX (self->controls), self->again);
  gtk_box_append (GTK_BOX (self->controls), self->options_button);
  gtk_box_append (GTK_BOX (self->box), self->controls);
}

/* What the recording itself says, below the number. */
static void
make_found (CtTrackFinder *self)
{
  self->found = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_widget_set_hexpand (self->count, TRUE);
  gtk_widget_add_css_class (self->count, "dim-label");
  self->perhaps = gtk_button_new ();
  gtk_widget_add_css_class (self->perhaps, "flat");
  gtk_widget_set_tooltip_text (self->perhaps, _ ("Preview the tracks for this number, which is about as likely"));
  gtk_box_append (GTK_BOX (self->found), self->count);
  gtk_box_append (GTK_BOX (self->found), self->perhaps);
  gtk_box_append (GTK_BOX (self->box), self->found);
}

static GtkWidget *
make_status (CtTrackFinder *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                               TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, "width-chars", 20, NULL);
  gtk_widget_add_css_class (self->status, "ct-numeric");
  self->spinner = gtk_spinner_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Finding tracks again…"), -1);
  gtk_box_append (GTK_BOX (row), self->status);
  gtk_box_append (GTK_BOX (row), self->spinner);
  return row;
}

static void
make_result (CtTrackFinder *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_top (box, 6);
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  self->cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  self->apply = gtk_button_new_with_mnemonic (_ ("_Apply"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_tooltip_text (self->apply, _ ("Apply to the score; a single step to undo"));
  gtk_box_append (GTK_BOX (buttons), self->cancel);
  gtk_box_append (GTK_BOX (buttons), self->apply);
  gtk_box_append (GTK_BOX (box), make_status (self));
  gtk_box_append (GTK_BOX (box), buttons);
  self->result = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->result), box);
  gtk_box_append (GTK_BOX (self->box), self->result);
}

void
ct_track_finder_lay_out (CtTrackFinder *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_top (self->box, 9);
  gtk_widget_set_margin_bottom (self->box, 9);
  make_controls (self);
  make_found (self);
  make_result (self);
}
