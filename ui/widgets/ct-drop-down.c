/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-drop-down.h"

GtkDropDown *
ct_drop_down_new (GtkStringList *choices, const char *name)
{
  GtkDropDown *self = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (choices), NULL));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  ct_drop_down_name_button (self);
  return self;
}

void
ct_drop_down_name_button (GtkDropDown *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (GTK_WIDGET (self));

  g_return_if_fail (GTK_IS_TOGGLE_BUTTON (button));
  /* GTK follows one step from a widget to what names it, not two */
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  labels ? labels->data : (gpointer) self, NULL, -1);
}
