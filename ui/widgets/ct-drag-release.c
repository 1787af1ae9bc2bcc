/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-drag-release.h"

#define BUTTONS (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK | GDK_BUTTON4_MASK | GDK_BUTTON5_MASK)

gboolean
ct_drag_get_release (GtkGestureDrag *drag, double *x, double *y)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (drag));

  return event && gdk_event_get_event_type (event) == GDK_MOTION_NOTIFY
         && !(gdk_event_get_modifier_state (event) & BUTTONS) && gtk_gesture_drag_get_offset (drag, x, y);
}
