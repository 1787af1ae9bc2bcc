/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-plot-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/timbre/ct-timbre-projection.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-point-painter.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-points.h"

#define MARGIN 16.0
#define PICK_RADIUS 10.0
#define MIN_SCALE 20.0
#define MAX_SCALE 20000.0
#define MIN_EXTENT 0.05 /* of the map, to be fitted: what lies closer together looks as if it were one */

/* The ground is dark by day, too: the colours of tracks are made for it. */
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

static const CtTimbrePoint *
point_at (CtTimbrePlot *self, guint index)
{
  return &g_array_index (self->points.points, CtTimbrePoint, index);
}

static guint
n_points (CtTimbrePlot *self)
{
  return self->points.points ? self->points.points->len : 0;
}

int
ct_timbre_plot_find (CtTimbrePlot *self, guint64 id)
{
  for (guint i = 0; i < n_points (self) && id != 0; i++)
    if (point_at (self, i)->id == id)
      return (int) i;
  return -1;
}

/* ---- where everything lies ---- */

static void
fit (CtTimbrePlot *self)
{
  double left = INFINITY, right = -INFINITY, bottom = INFINITY, top = -INFINITY;
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN, 1);
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN, 1);

  for (guint i = 0; i < n_points (self); i++)
    {
      const CtTimbrePoint *point = point_at (self, i);

      left = fmin (left, (double) point->x);
      right = fmax (right, (double) point->x);
      bottom = fmin (bottom, (double) point->y);
      top = fmax (top, (double) point->y);
    }
  if (n_points (self) == 0)
    left = right = bottom = top = 0;
  self->x = (left + right) / 2;
  self->y = (bottom + top) / 2;
  self->scale = fmin (width / fmax (right - left, MIN_EXTENT), height / fmax (top - bottom, MIN_EXTENT));
}

void
ct_timbre_plot_refresh (CtTimbrePlot *self)
{
  const CtEditScore *score, *preview;
  CtEvidence *evidence;

  if (self->session && self->stale)
    {
      score = ct_document_get_score (get_document (self));
      preview = ct_session_get_preview (self->session);
      evidence = ct_document_get_evidence (get_document (self));
      ct_timbre_points_fit (&self->points, score, evidence);
      ct_timbre_points_place (&self->points, preview ? preview : score, evidence,
                              ct_display_get_show_uncertain (ct_session_get_display (self->session)));
    }
  else if (!self->session)
    ct_timbre_points_clear (&self->points);
  self->stale = FALSE;
  if (self->fitted)
    fit (self);
}

void
ct_timbre_plot_locate (CtTimbrePlot *self, double map_x, double map_y, double *x, double *y)
{
  *x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 + (map_x - self->x) * self->scale;
  *y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 - (map_y - self->y) * self->scale;
}

static double
point_radius (const CtTimbrePoint *point)
{
  return 2.5 + 2.5 * sqrt (CLAMP ((double) point->length_s, 0, 2) / 2);
}

guint
ct_timbre_plot_get_n_points (CtTimbrePlot *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), 0);
  ct_timbre_plot_refresh (self);
  return n_points (self);
}

gboolean
ct_timbre_plot_get_place (CtTimbrePlot *self, guint64 id, double *x, double *y)
{
  int index;

  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), FALSE);
  ct_timbre_plot_refresh (self);
  index = ct_timbre_plot_find (self, id);
  if (index < 0)
    return FALSE;
  ct_timbre_plot_locate (self, (double) point_at (self, (guint) index)->x, (double) point_at (self, (guint) index)->y,
                         x, y);
  return TRUE;
}

guint64
ct_timbre_plot_pick (CtTimbrePlot *self, double x, double y)
{
  double least = PICK_RADIUS;
  guint64 id = 0;

  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), 0);
  ct_timbre_plot_refresh (self);
  for (guint i = 0; i < n_points (self); i++)
    {
      const CtTimbrePoint *point = point_at (self, i);
      double point_x, point_y, distance;

      ct_timbre_plot_locate (self, (double) point->x, (double) point->y, &point_x, &point_y);
      distance = hypot (point_x - x, point_y - y);
      if (distance < least)
        {
          least = distance;
          id = point->id;
        }
    }
  return id;
}

void
ct_timbre_plot_lasso (CtTimbrePlot *self, const CtLassoPoint *corners, guint n, gboolean add)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  if (!self->session)
    return;
  ct_timbre_plot_refresh (self);
  if (add)
    {
      guint n_selected;
      g_autofree guint64 *selected = ct_session_dup_selected (self->session, &n_selected);

      g_array_append_vals (ids, selected, n_selected);
    }
  for (guint i = 0; i < n_points (self); i++)
    {
      const CtTimbrePoint *point = point_at (self, i);
      double x, y;

      ct_timbre_plot_locate (self, (double) point->x, (double) point->y, &x, &y);
      /* a score that is only tried may have notes that are not there yet */
      if (!point->locked && ct_lasso_contains (corners, n, x, y)
          && ct_document_get_note (get_document (self), point->id)
          && !(add && ct_session_is_selected (self->session, point->id)))
        g_array_append_val (ids, point->id);
    }
  ct_session_set_selected (self->session, (const guint64 *) ids->data, ids->len);
}

void
ct_timbre_plot_zoom (CtTimbrePlot *self, double factor, double x, double y)
{
  double scale, right, up;

  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  ct_timbre_plot_refresh (self);
  scale = CLAMP (self->scale * factor, MIN_SCALE, MAX_SCALE);
  right = x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  up = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 - y;
  self->x += right / self->scale - right / scale;
  self->y += up / self->scale - up / scale;
  self->scale = scale;
  self->fitted = FALSE;
  ct_timbre_plot_repaint (self);
}

void
ct_timbre_plot_fit (CtTimbrePlot *self)
{
  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  self->fitted = TRUE;
  ct_timbre_plot_repaint (self);
}

/* ---- painting ---- */

void
ct_timbre_plot_repaint (CtTimbrePlot *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The points that are selected, or those that are not; in [scaled] pixels. */
static void
paint_points (CtTimbrePlot *self, CtPointPainter *painter, gboolean selected, int scale)
{
  gboolean any = ct_session_get_n_selected (self->session) > 0;

  for (guint i = 0; i < n_points (self); i++)
    {
      const CtTimbrePoint *point = point_at (self, i);
      double radius = point_radius (point) * scale, x, y;

      if ((any && ct_session_is_selected (self->session, point->id)) != selected)
        continue;
      ct_timbre_plot_locate (self, (double) point->x, (double) point->y, &x, &y);
      x *= scale;
      y *= scale;
      if (selected)
        ct_point_painter_dot (painter, x, y, radius + 2 * scale, 0xffffff, 1, FALSE);
      ct_point_painter_dot (painter, x, y, radius + (selected ? 0.5 * scale : 0), point->rgb,
                            selected ? 1
                            : any    ? 0.4
                                     : 0.8,
                            !point->own && !selected);
    }
}

static void
paint (CtTimbrePlot *self, int width, int height, int scale)
{
  CtPointPainter painter;

  ct_timbre_plot_refresh (self);
  ct_point_painter_init (&painter, width * scale, height * scale);
  paint_points (self, &painter, FALSE, scale);
  paint_points (self, &painter, TRUE, scale);
  self->texture = ct_point_painter_finish (&painter);
  self->texture_scale = scale;
}

/* A cross for each attractor, longer for those with more notes. */
static void
draw_attractors (CtTimbrePlot *self, cairo_t *cr)
{
  const CtTimbreProjection *projection = &self->points.projection;

  for (gsize i = 0; i < projection->n_attractors; i++)
    {
      const CtTimbreAttractor *attractor = &projection->attractors[i];
      double arm = 4 + 10 * sqrt ((double) attractor->share), x, y;

      ct_timbre_plot_locate (self, (double) attractor->x, (double) attractor->y, &x, &y);
      x = floor (x) + 0.5;
      y = floor (y) + 0.5;
      cairo_move_to (cr, x - arm, y);
      cairo_line_to (cr, x + arm, y);
      cairo_move_to (cr, x, y - arm);
      cairo_line_to (cr, x, y + arm);
    }
  cairo_set_source_rgba (cr, 0, 0, 0, 0.7);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
draw_ring (CtTimbrePlot *self, cairo_t *cr, guint64 id, double line)
{
  int index = ct_timbre_plot_find (self, id);
  const CtTimbrePoint *point;
  double x, y;

  if (index < 0)
    return;
  point = point_at (self, (guint) index);
  ct_timbre_plot_locate (self, (double) point->x, (double) point->y, &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, point_radius (point) + 4, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}

static void
draw_lasso (CtTimbrePlot *self, cairo_t *cr)
{
  const double dashes[] = { 4, 3 };

  for (guint i = 0; i < self->lasso->len; i++)
    {
      const CtLassoPoint *corner = &g_array_index (self->lasso, CtLassoPoint, i);

      cairo_line_to (cr, corner->x, corner->y);
    }
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.12);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
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
      paint (self, width, height, gtk_widget_get_scale_factor (widget));
    }
  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_append_texture (snapshot, self->texture, &all);
  cr = gtk_snapshot_append_cairo (snapshot, &all);
  draw_attractors (self, cr);
  if (self->hovered)
    draw_ring (self, cr, self->hovered, 1);
  if (gtk_widget_has_visible_focus (widget))
    draw_ring (self, cr, ct_session_get_cursor_note (self->session), 2);
  if (self->lasso)
    draw_lasso (self, cr);
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

/* ---- what is shown ---- */

const char *
ct_timbre_plot_get_description (CtTimbrePlot *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), NULL);
  return self->description ? self->description : "";
}

void
ct_timbre_plot_describe (CtTimbrePlot *self)
{
  guint64 id = self->hovered;
  const CtEditNote *note = NULL;
  char *description;

  if (self->session && !id)
    id = ct_session_get_cursor_note (self->session);
  if (self->session && id)
    note = ct_document_get_note (get_document (self), id);
  description = note ? ct_note_text_dup_description (get_document (self), note) : g_strdup ("");
  if (g_strcmp0 (description, self->description) == 0)
    {
      g_free (description);
      return;
    }
  g_free (self->description);
  self->description = description;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DESCRIPTION]);
}

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
      g_signal_connect_swapped (session, "preview-changed", G_CALLBACK (on_score_changed), self);
      g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection_changed), self);
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
  self->scale = 1;
  self->fitted = TRUE;
  ct_timbre_plot_add_hands (self);
}

GtkWidget *
ct_timbre_plot_new (void)
{
  return g_object_new (CT_TYPE_TIMBRE_PLOT, NULL);
}
