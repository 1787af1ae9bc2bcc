/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-lane.h"

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/widgets/ct-popover.h"

typedef struct
{
  GtkWidget *popover; /* or NULL */
} CtLanePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CtLane, ct_lane, CT_TYPE_LAYER)

static CtLanePrivate *
get_private (CtLane *self)
{
  return ct_lane_get_instance_private (self);
}

double
ct_lane_time_at (CtLane *self, double x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  return MAX (ct_view_time (ct_session_get_view (ct_layer_get_session (CT_LAYER (self))), MAX (width, 1), x), 0);
}

/* ---- the popover ---- */

void
ct_lane_drop_popover (CtLane *self)
{
  g_clear_pointer (&get_private (self)->popover, ct_popover_drop);
}

void
ct_lane_pop_up (CtLane *self, GtkWidget *popover, double time_s, int y, int height, GtkPositionType side)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRectangle place = { .y = y, .width = 1, .height = height };
  int end = MAX (gtk_widget_get_width (widget) - 1, 0);
  CtGrid grid;

  if (ct_layer_get_grid (CT_LAYER (self), &grid))
    place.x = (int) CLAMP (ct_grid_x (&grid, time_s), 0, end);
  ct_lane_drop_popover (self);
  get_private (self)->popover = popover;
  gtk_widget_set_parent (popover, widget);
  gtk_popover_set_position (GTK_POPOVER (popover), side);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
ct_lane_pop_up_menu (CtLane *self, GMenuModel *menu, double time_s, int y, int height, GtkPositionType side)
{
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  ct_lane_pop_up (self, popover, time_s, y, height, side);
}

void
ct_lane_pop_down (CtLane *self)
{
  GtkWidget *popover = get_private (self)->popover;

  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* ---- input ---- */

static void
menu_pressed (GtkGestureClick *click, int n_press, double x, double y, CtLane *self)
{
  if (!ct_layer_get_session (CT_LAYER (self)))
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  CT_LANE_GET_CLASS (self)->menu_asked (self, x, y);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, CtLane *self)
{
  return CT_LANE_GET_CLASS (self)->key_pressed (self, key, state);
}

static void
focus_came (GtkEventControllerFocus *controller, CtLane *self)
{
  CT_LANE_GET_CLASS (self)->focus_came (self);
}

/* ---- the widget ---- */

static void
ct_lane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *popover = get_private (CT_LANE (widget))->popover;

  if (popover)
    gtk_popover_present (GTK_POPOVER (popover));
}

static void
ct_lane_dispose (GObject *object)
{
  ct_lane_drop_popover (CT_LANE (object));
  G_OBJECT_CLASS (ct_lane_parent_class)->dispose (object);
}

static void
ct_lane_class_init (CtLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_lane_dispose;
  widget_class->size_allocate = ct_lane_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ct_lane_init (CtLane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_came), self);
  g_signal_connect_swapped (focus, "notify::is-focus", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
}
