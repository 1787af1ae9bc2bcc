/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-plot-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-paint.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

/* Dark in the light style too: the colors of tracks are made for it. */
static const GdkRGBA ground = { 0.11f, 0.11f, 0.13f, 1 };

enum
{
  PROP_SESSION = 1,
  PROP_BOX,
  PROP_DESCRIPTION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTimbrePlot, ct_timbre_plot, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtTimbrePlot *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

/* ---- painting ---- */

static void
draw_ring (CtTimbrePlot *self, cairo_t *cr, guint64 id, double line)
{
  const CtTimbrePoint *point = ct_timbre_points_find (&self->points, id);

  if (point)
    ct_timbre_paint_ring (cr, &self->view, point, line);
}

static void
ct_timbre_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot, &ground, &all);
  if (!self->session || width <= 0 || height <= 0)
    return;
  if (!self->texture || self->texture_scale != gtk_widget_get_scale_factor (widget))
    {
      g_clear_object (&self->texture);
      ct_timbre_plot_refresh (self);
      self->texture_scale = gtk_widget_get_scale_factor (widget);
      self->texture = ct_timbre_paint_points (&self->points, &self->view, self->session, self->texture_scale);
    }
  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_append_texture (snapshot, self->texture, &all);
  cr = gtk_snapshot_append_cairo (snapshot, &all);
  ct_timbre_paint_attractors (cr, &self->view, &self->points.projection);
  if (self->hovered)
    draw_ring (self, cr, self->hovered, 1);
  if (gtk_widget_has_visible_focus (widget))
    draw_ring (self, cr, ct_selection_get_cursor (ct_session_get_selection (self->session)), 2);
  if (self->lasso)
    ct_timbre_paint_lasso (cr, self->lasso);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
ct_timbre_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ct_timbre_plot_repaint (CT_TIMBRE_PLOT (widget));
}

static void
ct_timbre_plot_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = 120;
  *natural = 240;
}

/* ---- following the session ---- */

static void
on_score_changed (CtTimbrePlot *self)
{
  self->stale = TRUE;
  ct_timbre_plot_repaint (self);
  ct_timbre_plot_describe (self);
}

static void
on_selection_changed (CtTimbrePlot *self)
{
  ct_timbre_plot_repaint (self);
  ct_timbre_plot_describe (self);
}

static void
forget_session (CtTimbrePlot *self)
{
  if (!self->session)
    return;
  g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_display (self->session), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_selection (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  ct_timbre_points_clear (&self->points);
  self->hovered = 0;
}

void
ct_timbre_plot_set_session (CtTimbrePlot *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  if (self->session == session)
    return;
  forget_session (self);
  if (session)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (get_document (self), "changed", G_CALLBACK (on_score_changed), self);
      g_signal_connect_swapped (get_document (self), "notify::evidence", G_CALLBACK (on_score_changed), self);
      g_signal_connect_swapped (ct_session_get_display (session), "notify::show-uncertain",
                                G_CALLBACK (on_score_changed), self);
      g_signal_connect_swapped (ct_session_get_display (session), "notify::reviewing", G_CALLBACK (on_score_changed),
                                self);
      g_signal_connect_swapped (session, "preview-changed", G_CALLBACK (on_score_changed), self);
      g_signal_connect_swapped (session, "names-changed", G_CALLBACK (ct_timbre_plot_describe), self);
      g_signal_connect_swapped (ct_session_get_selection (session), "changed", G_CALLBACK (on_selection_changed), self);
    }
  self->fitted = TRUE;
  on_score_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- construction ---- */

static void
ct_timbre_plot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_BOX:
      g_value_set_boolean (value, self->box);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, ct_timbre_plot_get_description (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_timbre_plot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (object);

  switch (id)
    {
    case PROP_SESSION:
      ct_timbre_plot_set_session (self, g_value_get_object (value));
      break;
    case PROP_BOX:
      self->box = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_timbre_plot_dispose (GObject *object)
{
  CtTimbrePlot *self = CT_TIMBRE_PLOT (object);

  forget_session (self);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->lasso, g_array_unref);
  g_clear_pointer (&self->description, g_free);
  G_OBJECT_CLASS (ct_timbre_plot_parent_class)->dispose (object);
}

static void
ct_timbre_plot_class_init (CtTimbrePlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_timbre_plot_get_property;
  object_class->set_property = ct_timbre_plot_set_property;
  object_class->dispose = ct_timbre_plot_dispose;
  widget_class->snapshot = ct_timbre_plot_snapshot;
  widget_class->size_allocate = ct_timbre_plot_size_allocate;
  widget_class->measure = ct_timbre_plot_measure;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, flags | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_BOX] = g_param_spec_boolean ("box", NULL, NULL, FALSE, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  ct_timbre_plot_class_add_keys (widget_class);
}

static void
ct_timbre_plot_init (CtTimbrePlot *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timbre map"), -1);
  self->view.scale = 1;
  self->fitted = TRUE;
  ct_timbre_plot_add_controllers (self);
}

GtkWidget *
ct_timbre_plot_new (void)
{
  return g_object_new (CT_TYPE_TIMBRE_PLOT, NULL);
}
