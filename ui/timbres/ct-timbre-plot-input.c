/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and keyboard on the timbre map. */
#include "ui/timbres/ct-timbre-plot-private.h"

#include <gtk/gtk.h>
#include <math.h>

#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-timbre-picker.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-view.h"
#include "ui/widgets/ct-drag-release.h"

#define ZOOM_STEP 1.25
#define WHEEL_STEP 1.15
#define LASSO_STEP 3.0 /* px between corners of a lasso */

static gboolean
adds (GdkModifierType state)
{
  return (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
}

static void
take (CtTimbrePlot *self, guint64 id, gboolean add)
{
  if (!ct_timbre_picker_can_pick (self->session, id))
    {
      if (!add)
        ct_selection_clear (ct_session_get_selection (self->session));
      return;
    }
  if (add)
    ct_selection_select (ct_session_get_selection (self->session), id,
                         !ct_selection_contains (ct_session_get_selection (self->session), id));
  else
    ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  ct_selection_set_cursor (ct_session_get_selection (self->session), id);
}

/* ---- the pointer ---- */

static void
set_hovered (CtTimbrePlot *self, guint64 id)
{
  if (self->hovered == id)
    return;
  self->hovered = id;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  ct_timbre_plot_describe (self);
}

static void
on_motion (CtTimbrePlot *self, double x, double y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (!self->lasso)
    set_hovered (self, self->session ? ct_timbre_plot_pick (self, x, y) : 0);
}

static void
on_leave (CtTimbrePlot *self)
{
  set_hovered (self, 0);
}

static void
on_drag_begin (CtTimbrePlot *self, double x, double y)
{
  CtLassoPoint corner = { x, y };

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->session)
    return;
  g_clear_pointer (&self->lasso, g_array_unref);
  self->lasso = g_array_new (FALSE, FALSE, sizeof (CtLassoPoint));
  g_array_append_val (self->lasso, corner);
}

static void
set_box (GArray *lasso, double x, double y)
{
  CtLassoPoint first = g_array_index (lasso, CtLassoPoint, 0);
  CtLassoPoint others[] = { { x, first.y }, { x, y }, { first.x, y } };

  g_array_set_size (lasso, 1);
  g_array_append_vals (lasso, others, G_N_ELEMENTS (others));
}

static void
on_drag_update (CtTimbrePlot *self, double dx, double dy)
{
  CtLassoPoint first, last, corner;

  if (!self->lasso)
    return;
  first = g_array_index (self->lasso, CtLassoPoint, 0);
  last = g_array_index (self->lasso, CtLassoPoint, self->lasso->len - 1);
  corner = (CtLassoPoint){ first.x + dx, first.y + dy };
  if (self->box)
    set_box (self->lasso, corner.x, corner.y);
  else if (hypot (corner.x - last.x, corner.y - last.y) >= LASSO_STEP)
    g_array_append_val (self->lasso, corner);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (CtTimbrePlot *self, double dx, double dy, GtkGesture *gesture)
{
  g_autoptr (GArray) lasso = NULL;
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  CtLassoPoint first;

  if (!self->lasso)
    return;
  on_drag_update (self, dx, dy);
  lasso = g_steal_pointer (&self->lasso);
  first = g_array_index (lasso, CtLassoPoint, 0);
  if (lasso->len < 3 || hypot (dx, dy) + lasso->len < 5)
    take (self, ct_timbre_plot_pick (self, first.x, first.y), adds (state));
  else
    ct_timbre_plot_lasso (self, (const CtLassoPoint *) lasso->data, lasso->len, adds (state));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_cancel (CtTimbrePlot *self, GdkEventSequence *sequence, GtkGestureDrag *gesture)
{
  double dx, dy;

  if (ct_drag_get_release (gesture, &dx, &dy))
    {
      on_drag_end (self, dx, dy, GTK_GESTURE (gesture));
      return;
    }
  g_clear_pointer (&self->lasso, g_array_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pan_begin (CtTimbrePlot *self)
{
  ct_timbre_plot_refresh (self);
  self->pan_x = self->view.x;
  self->pan_y = self->view.y;
}

static void
on_pan_update (CtTimbrePlot *self, double dx, double dy)
{
  self->fitted = FALSE;
  self->view.x = self->pan_x - dx / self->view.scale;
  self->view.y = self->pan_y + dy / self->view.scale;
  ct_timbre_plot_repaint (self);
}

static gboolean
on_scroll (CtTimbrePlot *self, double dx, double dy)
{
  ct_timbre_plot_zoom (self, pow (WHEEL_STEP, -dy), self->pointer_x, self->pointer_y);
  return GDK_EVENT_STOP;
}

static GtkEventController *
add_drag (CtTimbrePlot *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  return GTK_EVENT_CONTROLLER (drag);
}

void
ct_timbre_plot_add_controllers (CtTimbrePlot *self)
{
  GtkEventController *select = add_drag (self, GDK_BUTTON_PRIMARY), *pan = add_drag (self, GDK_BUTTON_MIDDLE);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (select, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (select, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (select, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (select, "cancel", G_CALLBACK (on_drag_cancel), self);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (on_pan_begin), self);
  g_signal_connect_swapped (pan, "drag-update", G_CALLBACK (on_pan_update), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_swapped (focus, "notify::contains-focus", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/* ---- the keyboard ---- */

static gboolean
on_arrow (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (widget);
  gboolean add;
  int dx, dy;
  guint64 id;

  g_variant_get (arguments, "(iib)", &dx, &dy, &add);
  if (!self->session)
    return GDK_EVENT_PROPAGATE;
  ct_timbre_plot_refresh (self);
  id = ct_timbre_picker_step (&self->points, self->session,
                              ct_selection_get_cursor (ct_session_get_selection (self->session)), dx, dy);
  if (!id)
    return GDK_EVENT_STOP;
  if (add)
    ct_selection_select (ct_session_get_selection (self->session), id, TRUE);
  else
    ct_selection_set (ct_session_get_selection (self->session), &id, 1);
  ct_selection_set_cursor (ct_session_get_selection (self->session), id);
  return GDK_EVENT_STOP;
}

static gboolean
on_zoom_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  double factor;

  g_variant_get (arguments, "(d)", &factor);
  ct_timbre_plot_zoom (CT_TIMBRE_PLOT (widget), factor, gtk_widget_get_width (widget) / 2.0,
                       gtk_widget_get_height (widget) / 2.0);
  return GDK_EVENT_STOP;
}

static gboolean
on_fit_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ct_timbre_plot_fit (CT_TIMBRE_PLOT (widget));
  return GDK_EVENT_STOP;
}

static gboolean
on_select_none (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (widget);

  if (!self->session || ct_selection_get_n (ct_session_get_selection (self->session)) == 0)
    return GDK_EVENT_PROPAGATE;
  ct_selection_clear (ct_session_get_selection (self->session));
  return GDK_EVENT_STOP;
}

static gboolean
on_select_all (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  const double far = 1e6;
  const CtLassoPoint all[] = { { -far, -far }, { far, -far }, { far, far }, { -far, far } };

  ct_timbre_plot_lasso (CT_TIMBRE_PLOT (widget), all, G_N_ELEMENTS (all), FALSE);
  return GDK_EVENT_STOP;
}

void
ct_timbre_plot_class_add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint keys[2];
    int dx;
    int dy;
  } arrows[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, -1, 0 },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 1, 0 },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, 1 },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, -1 },
  };
  static const guint in[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint out[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    for (int j = 0; j < 2; j++)
      {
        gtk_widget_class_add_binding (klass, arrows[i].keys[j], 0, on_arrow, "(iib)", arrows[i].dx, arrows[i].dy,
                                      FALSE);
        gtk_widget_class_add_binding (klass, arrows[i].keys[j], GDK_SHIFT_MASK, on_arrow, "(iib)", arrows[i].dx,
                                      arrows[i].dy, TRUE);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (in); i++)
    gtk_widget_class_add_binding (klass, in[i], 0, on_zoom_key, "(d)", ZOOM_STEP);
  for (gsize i = 0; i < G_N_ELEMENTS (out); i++)
    gtk_widget_class_add_binding (klass, out[i], 0, on_zoom_key, "(d)", 1 / ZOOM_STEP);
  gtk_widget_class_add_binding (klass, GDK_KEY_0, 0, on_fit_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_0, 0, on_fit_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, on_select_none, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_a, GDK_CONTROL_MASK, on_select_all, NULL);
}
