/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-bar.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

static void
add_button (GtkWidget *bar, const char *icon, const char *label, const char *tooltip, const char *action)
{
  GtkWidget *button = icon ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (bar), button);
}

GtkWidget *
ct_track_bar_new (void)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *split = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  gtk_widget_add_css_class (bar, "toolbar");
  add_button (bar, "list-add-symbolic", NULL, _ ("Add Track"), "tracks.add");
  add_button (bar, "list-remove-symbolic", NULL, _ ("Remove Selected Tracks and Their Notes"), "tracks.remove");
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_append (GTK_BOX (bar), space);
  add_button (bar, NULL, _ ("_Merge"), _ ("Merge Selected Tracks"), "tracks.merge");
  g_menu_append (menu, _ ("By _Timbre…"), "tracks.split-by-timbre");
  g_menu_append (menu, _ ("By _Register…"), "tracks.split-by-register");
  g_menu_append (menu, _ ("_Selected Notes by Timbre…"), "tracks.split-selection-by-timbre");
  g_menu_append (menu, _ ("Split _Off Selected Notes…"), "tracks.split-by-selection");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (split), _ ("S_plit"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (split), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (split), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (split, _ ("Split Selected Tracks"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (split), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Split Selected Tracks"),
                                  -1);
  gtk_box_append (GTK_BOX (bar), split);
  return bar;
}
