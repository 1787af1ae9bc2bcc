/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens files dropped anywhere on a window. */
#include "ui/window/ct-window-private.h"

#include <gtk/gtk.h>

#include "ui/window/ct-window.h"

static GtkWidget *
area_of (GtkDropTarget *target)
{
  return gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, CtWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  gtk_widget_remove_css_class (area_of (target), "ct-drop");
  for (GSList *item = files; item; item = item->next)
    ct_window_open (self, item->data);
  return files != NULL;
}

static GdkDragAction
entered (GtkDropTarget *target, double x, double y, CtWindow *self)
{
  gtk_widget_add_css_class (area_of (target), "ct-drop");
  return GDK_ACTION_COPY;
}

static void
left (GtkDropTarget *target, CtWindow *self)
{
  gtk_widget_remove_css_class (area_of (target), "ct-drop");
}

void
ct_window_accept_drops (CtWindow *self, GtkWidget *area)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (entered), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (left), self, 0);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));
}
