/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-drag-escape.h"

#include "ui/widgets/ct-drag-release.h"

typedef struct
{
  GtkGesture *drag;         /* owns this */
  GtkEventController *keys; /* weak: of the window, while a drag goes on */
  CtDragCancel cancel;
} DragEscape;

static void
stop (DragEscape *self)
{
  GtkEventController *keys = self->keys;

  g_clear_weak_pointer (&self->keys);
  if (keys)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (keys), keys);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, DragEscape *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  self->cancel (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (self->drag)));
  stop (self);
  gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
  return GDK_EVENT_STOP;
}

static void
began (GtkGestureDrag *drag, double x, double y, DragEscape *self)
{
  GtkRoot *root = gtk_widget_get_root (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)));
  GtkEventController *keys;

  stop (self);
  if (!root)
    return;
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (root), keys);
  g_set_weak_pointer (&self->keys, keys);
}

static void
ended (GtkGestureDrag *drag, double x, double y, DragEscape *self)
{
  stop (self);
}

static void
cancelled (GtkGestureDrag *drag, GdkEventSequence *sequence, DragEscape *self)
{
  double x, y;

  stop (self);
  if (ct_drag_get_release (drag, &x, &y))
    g_signal_emit_by_name (drag, "drag-end", x, y);
  else
    self->cancel (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)));
}

static void
free_escape (gpointer data)
{
  stop (data);
  g_free (data);
}

void
ct_drag_escape_attach (GtkGesture *drag, CtDragCancel cancel)
{
  DragEscape *self = g_new0 (DragEscape, 1);

  self->drag = drag;
  self->cancel = cancel;
  g_object_set_data_full (G_OBJECT (drag), "ct-drag-escape", self, free_escape);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (began), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (ended), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (cancelled), self);
}
