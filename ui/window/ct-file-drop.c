/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-file-drop.h"

typedef struct
{
  CtFileDropFunc func;
  gpointer data;
} Receiver;

static GtkWidget *
area_of (GtkDropTarget *target)
{
  return gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, Receiver *receiver)
{
  GSList *files = g_value_get_boxed (value);

  gtk_widget_remove_css_class (area_of (target), "ct-drop");
  for (GSList *item = files; item; item = item->next)
    receiver->func (item->data, receiver->data);
  return files != NULL;
}

static GdkDragAction
entered (GtkDropTarget *target, double x, double y, gpointer data)
{
  gtk_widget_add_css_class (area_of (target), "ct-drop");
  return GDK_ACTION_COPY;
}

static void
left (GtkDropTarget *target, gpointer data)
{
  gtk_widget_remove_css_class (area_of (target), "ct-drop");
}

static void
receiver_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
ct_file_drop_add (GtkWidget *area, CtFileDropFunc func, gpointer data)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  Receiver *receiver = g_new0 (Receiver, 1);

  *receiver = (Receiver){ func, data };
  g_signal_connect_data (target, "drop", G_CALLBACK (dropped), receiver, receiver_free, 0);
  g_signal_connect (target, "enter", G_CALLBACK (entered), NULL);
  g_signal_connect (target, "leave", G_CALLBACK (left), NULL);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));
}
