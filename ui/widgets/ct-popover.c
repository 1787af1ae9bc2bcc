/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-popover.h"

void
ct_popover_drop (GtkWidget *popover)
{
  g_return_if_fail (GTK_IS_POPOVER (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_unparent (popover);
}

GtkWidget *
ct_popover_new_menu (GtkWidget *parent)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (NULL);

  gtk_widget_set_parent (menu, parent);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_BOTTOM);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  return menu;
}

void
ct_popover_show_menu (GtkWidget *menu, GMenuModel *model, const GdkRectangle *rectangle)
{
  gtk_popover_popdown (GTK_POPOVER (menu));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), rectangle);
  gtk_popover_popup (GTK_POPOVER (menu));
}
