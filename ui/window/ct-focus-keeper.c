/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-focus-keeper.h"

struct _CtFocusKeeper
{
  GObject parent_instance;
  GtkWindow *window;  /* weak */
  GtkWidget *area;    /* weak */
  GtkWidget *home;    /* weak */
  GtkWidget *focus;   /* weak: what had the focus last */
  GtkWidget *origin;  /* weak: what has the focus outside of popovers, or had it before a press on a button */
  GtkWidget *popover; /* weak: the one that has the focus */
  GtkWidget *button;  /* weak: the last press was on it; NULL: elsewhere, or a key came since */
};

G_DEFINE_FINAL_TYPE (CtFocusKeeper, ct_focus_keeper, G_TYPE_OBJECT)

static GtkWidget *
outermost_popover (GtkWidget *widget)
{
  GtkWidget *popover = NULL;

  for (; widget; widget = gtk_widget_get_parent (widget))
    if (GTK_IS_POPOVER (widget))
      popover = widget;
  return popover;
}

static gboolean
can_take (CtFocusKeeper *self, GtkWidget *widget)
{
  return widget && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget)
         && gtk_widget_get_root (widget) == GTK_ROOT (self->window);
}

/* Back to where the focus came from, or home. */
static void
give_back (CtFocusKeeper *self)
{
  GtkWidget *to = can_take (self, self->origin) ? self->origin : self->home;

  if (can_take (self, to))
    gtk_widget_grab_focus (to);
}

static void
popover_closed (GtkPopover *popover, CtFocusKeeper *self)
{
  g_signal_handlers_disconnect_by_func (popover, popover_closed, self);
  g_clear_weak_pointer (&self->popover);
  give_back (self);
}

static gboolean
is_in_area (CtFocusKeeper *self, GtkWidget *widget)
{
  return widget && self->area && gtk_widget_is_ancestor (widget, self->area);
}

/* Whether what had the focus is still shown, and can take no more of it. */
static gboolean
became_insensitive (CtFocusKeeper *self)
{
  return self->focus && gtk_widget_get_mapped (self->focus) && !gtk_widget_is_sensitive (self->focus);
}

static void
focus_moved (CtFocusKeeper *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window), *popover = outermost_popover (focus);

  if (!focus && !self->popover && became_insensitive (self))
    give_back (self);
  else if (popover && popover != self->popover)
    {
      g_set_weak_pointer (&self->popover, popover);
      g_signal_connect_object (popover, "closed", G_CALLBACK (popover_closed), self, 0);
    }
  else if (!popover && focus && !self->popover)
    {
      if (!self->button || (focus != self->button && !gtk_widget_is_ancestor (self->button, focus)))
        g_set_weak_pointer (&self->origin, focus);
      else if (is_in_area (self, self->origin) && can_take (self, self->origin))
        gtk_widget_grab_focus (self->origin);
    }
  g_set_weak_pointer (&self->focus, gtk_window_get_focus (self->window));
}

/* The button of the window under the pointer or the finger; NULL: none. */
static GtkWidget *
find_button (CtFocusKeeper *self, GdkEvent *event)
{
  GtkNative *native = GTK_NATIVE (self->window);
  GtkWidget *widget;
  double x, y, dx, dy;

  if (gdk_event_get_surface (event) != gtk_native_get_surface (native) || !gdk_event_get_position (event, &x, &y))
    return NULL;
  gtk_native_get_surface_transform (native, &dx, &dy);
  widget = gtk_widget_pick (GTK_WIDGET (self->window), x - dx, y - dy, GTK_PICK_DEFAULT);
  return widget ? gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) : NULL;
}

static gboolean
input_came (GtkEventController *controller, GdkEvent *event, CtFocusKeeper *self)
{
  GdkEventType type = gdk_event_get_event_type (event);
  gboolean presses = type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN;
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (!presses && type != GDK_KEY_PRESS)
    return GDK_EVENT_PROPAGATE;
  g_set_weak_pointer (&self->button, presses ? find_button (self, event) : NULL);
  if (!outermost_popover (focus))
    g_set_weak_pointer (&self->origin, focus);
  return GDK_EVENT_PROPAGATE;
}

static void
ct_focus_keeper_dispose (GObject *object)
{
  CtFocusKeeper *self = CT_FOCUS_KEEPER (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->area);
  g_clear_weak_pointer (&self->home);
  g_clear_weak_pointer (&self->focus);
  g_clear_weak_pointer (&self->origin);
  g_clear_weak_pointer (&self->popover);
  g_clear_weak_pointer (&self->button);
  G_OBJECT_CLASS (ct_focus_keeper_parent_class)->dispose (object);
}

static void
ct_focus_keeper_class_init (CtFocusKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_focus_keeper_dispose;
}

static void
ct_focus_keeper_init (CtFocusKeeper *self)
{
}

CtFocusKeeper *
ct_focus_keeper_new (GtkWindow *window, GtkWidget *area, GtkWidget *home)
{
  CtFocusKeeper *self = g_object_new (CT_TYPE_FOCUS_KEEPER, NULL);
  GtkEventController *input = gtk_event_controller_legacy_new ();

  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->area, area);
  g_set_weak_pointer (&self->home, home);
  gtk_event_controller_set_propagation_phase (input, GTK_PHASE_CAPTURE);
  g_signal_connect_object (input, "event", G_CALLBACK (input_came), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), input);
  g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (focus_moved), self, G_CONNECT_SWAPPED);
  return self;
}
