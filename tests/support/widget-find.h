/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIDGET_FIND_H
#define WIDGET_FIND_H

#include <gtk/gtk.h>

/* Appends all widgets of @type below @widget, and itself, to @found. */
static inline void
widget_find_all (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    widget_find_all (child, type, found);
}

/* The @nth (from 0) widget of @type below @widget, which there must be. */
static inline GtkWidget *
widget_find (GtkWidget *widget, GType type, guint nth)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  widget_find_all (widget, type, found);
  g_assert_cmpuint (nth, <, found->len);
  return g_ptr_array_index (found, nth);
}

/* The first event controller of @type on @widget, which there must be. */
static inline GtkEventController *
widget_find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

/* The gesture of @widget that drags with the primary button, which there must be. */
static inline GtkGesture *
widget_find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY)
        return GTK_GESTURE (controller);
    }
  g_assert_not_reached ();
}

/* Lets the main loop run until nothing is left to do, and then as long as @done says FALSE (NULL: no longer). */
static inline void
widget_wait (gboolean (*done) (gpointer data), gpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  while (done && !done (data))
    g_main_context_iteration (NULL, TRUE);
}

#endif
