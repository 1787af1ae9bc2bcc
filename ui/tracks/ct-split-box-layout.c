/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widgets of a CtSplitBox. */
#include "ui/tracks/ct-split-box-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/tracks/ct-split-box.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"

/* Appends to @box a line with @widget, labelled @text. */
static void
add_line (GtkWidget *box, const char *text, GtkWidget *widget)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), widget);
  gtk_box_append (GTK_BOX (box), line);
}

static void
make_modes (CtSplitBox *self, GtkWidget *box)
{
  const char *const labels[] = { _ ("T_imbre"), _ ("Re_gister"), _ ("Se_lection") };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (line, "linked");
  gtk_box_set_homogeneous (GTK_BOX (line), TRUE);
  for (int mode = CT_SPLIT_TIMBRE; mode <= CT_SPLIT_SELECTION; mode++)
    {
      GtkWidget *label = gtk_label_new_with_mnemonic (labels[mode]);

      /* to fit all three into a narrow panel */
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      self->modes[mode] = gtk_toggle_button_new ();
      gtk_button_set_child (GTK_BUTTON (self->modes[mode]), label);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->modes[mode]), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label,
                                      NULL, -1);
      if (mode > CT_SPLIT_TIMBRE)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->modes[mode]),
                                     GTK_TOGGLE_BUTTON (self->modes[CT_SPLIT_TIMBRE]));
      gtk_box_append (GTK_BOX (line), self->modes[mode]);
      g_signal_connect_swapped (self->modes[mode], "toggled", G_CALLBACK (ct_split_box_mode_changed), self);
    }
  gtk_box_append (GTK_BOX (box), line);
}

static void
make_pages (CtSplitBox *self, GtkWidget *box)
{
  const char *const numbers[] = { _ ("Automatic"), "2", "3", "4", "5", "6", "7", "8", NULL };
  GtkWidget *timbre = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *pitch = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *lowest = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->n_timbres = gtk_drop_down_new_from_strings (numbers);
  add_line (timbre, _ ("_Number"), self->n_timbres);
  ct_drop_down_name_button (GTK_DROP_DOWN (self->n_timbres));

  self->best_gap = gtk_toggle_button_new_with_mnemonic (_ ("_Best Gap"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->best_gap), TRUE);
  self->boundary = gtk_spin_button_new_with_range (1, 127, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->boundary), 60);
  gtk_widget_set_hexpand (self->boundary, TRUE);
  g_object_bind_property (self->best_gap, "active", self->boundary, "sensitive",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  ct_control_rows_show_pitches (GTK_SPIN_BUTTON (self->boundary));
  gtk_box_append (GTK_BOX (lowest), self->best_gap);
  gtk_box_append (GTK_BOX (lowest), self->boundary);
  gtk_box_append (GTK_BOX (pitch), lowest);
  gtk_widget_set_tooltip_text (self->boundary, _ ("Lowest pitch of the upper part"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->boundary), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lowest pitch of the upper part"), -1);

  self->pages = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->pages), timbre, "timbre");
  gtk_stack_add_named (GTK_STACK (self->pages), pitch, "register");
  gtk_stack_add_named (GTK_STACK (self->pages), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "selection");
  gtk_stack_set_vhomogeneous (GTK_STACK (self->pages), FALSE);
  gtk_box_append (GTK_BOX (box), self->pages);
  g_signal_connect_swapped (self->n_timbres, "notify::selected", G_CALLBACK (ct_split_box_option_changed), self);
  g_signal_connect_swapped (self->best_gap, "toggled", G_CALLBACK (ct_split_box_option_changed), self);
  g_signal_connect_swapped (self->boundary, "value-changed", G_CALLBACK (ct_split_box_boundary_changed), self);
}

static void
make_ending (CtSplitBox *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->selected = gtk_check_button_new ();
  gtk_box_append (GTK_BOX (box), self->selected);
  self->result = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->result), 0);
  gtk_label_set_wrap (GTK_LABEL (self->result), TRUE);
  gtk_box_append (GTK_BOX (box), self->result);
  self->apply = gtk_button_new_with_mnemonic (_ ("_Split"));
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_box_set_homogeneous (GTK_BOX (line), TRUE);
  gtk_widget_set_hexpand (cancel, TRUE);
  gtk_widget_set_hexpand (self->apply, TRUE);
  gtk_box_append (GTK_BOX (line), cancel);
  gtk_box_append (GTK_BOX (line), self->apply);
  gtk_box_append (GTK_BOX (box), line);
  g_signal_connect_swapped (self->selected, "toggled", G_CALLBACK (ct_split_box_option_changed), self);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (ct_split_box_cancel), self);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (ct_split_box_apply), self);
}

void
ct_split_box_build (CtSplitBox *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_box_append (GTK_BOX (outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (outer), box);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), outer);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  make_modes (self, box);
  make_pages (self, box);
  make_ending (self, box);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[CT_SPLIT_TIMBRE]), TRUE);
}
