/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-overview.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "ui/canvas/ct-guides.h"
#include "ui/canvas/ct-overview-picture.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"
#include "ui/widgets/ct-pixels.h"

#define HEIGHT 48
#define GRASP_PX 6.0
#define LEAST_SPAN_PX 4.0 /* width of the visible part as drawn */
#define REMAKE_US 100000  /* between pictures while levels grow */

typedef enum
{
  GRASP_NONE,
  GRASP_SPAN,
  GRASP_START,
  GRASP_END,
} Grasp;

struct _CtOverview
{
  CtLayer parent_instance;

  CtPixels *picture; /* NULL: to be rebuilt */
  gint64 made_us;
  guint remake; /* timeout, or 0 */

  Grasp grasp;
  CtView dragged; /* the view when the drag began */
};

G_DEFINE_FINAL_TYPE (CtOverview, ct_overview, CT_TYPE_LAYER)

static CtSession *
session_of (CtOverview *self)
{
  return ct_layer_get_session (CT_LAYER (self));
}

/* What the strip spans; 0: there is nothing to show. */
static double
duration_s (CtOverview *self)
{
  return session_of (self) ? ct_document_get_duration_s (ct_session_get_document (session_of (self))) : 0;
}

static double
px_per_s (CtOverview *self)
{
  double all_s = duration_s (self);

  return all_s > 0 ? gtk_widget_get_width (GTK_WIDGET (self)) / all_s : 0;
}

static Grasp
grasp_at (CtOverview *self, double x)
{
  double scale = px_per_s (self), start_x, end_x;
  const CtView *view;

  if (scale <= 0)
    return GRASP_NONE;
  view = ct_session_get_view (session_of (self));
  start_x = view->start_s * scale;
  end_x = view->end_s * scale;
  /* of a narrow span the handles lie outside and the body is all inside */
  if (x > start_x + GRASP_PX / 2 && x < end_x - GRASP_PX / 2)
    return GRASP_SPAN;
  if (ABS (x - start_x) <= GRASP_PX && ABS (x - start_x) <= ABS (x - end_x))
    return GRASP_START;
  if (ABS (x - end_x) <= GRASP_PX)
    return GRASP_END;
  return x > start_x && x < end_x ? GRASP_SPAN : GRASP_NONE;
}

static void
show_from (CtOverview *self, double start_s, double end_s)
{
  CtView view = *ct_session_get_view (session_of (self));

  view.start_s = start_s;
  view.end_s = end_s;
  ct_session_set_view (session_of (self), &view);
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtOverview *self)
{
  double scale = px_per_s (self), half_s;

  self->grasp = grasp_at (self, x);
  if (scale <= 0)
    return;
  self->dragged = *ct_session_get_view (session_of (self));
  if (self->grasp != GRASP_NONE)
    return;
  half_s = (self->dragged.end_s - self->dragged.start_s) / 2;
  show_from (self, MAX (x / scale - half_s, 0), MAX (x / scale - half_s, 0) + 2 * half_s);
  self->dragged = *ct_session_get_view (session_of (self));
  self->grasp = GRASP_SPAN;
}

static void
drag_updated (GtkGestureDrag *gesture, double x, double y, CtOverview *self)
{
  double scale = px_per_s (self), move_s;
  const CtView *from = &self->dragged;

  if (scale <= 0 || self->grasp == GRASP_NONE)
    return;
  move_s = x / scale;
  if (self->grasp == GRASP_SPAN)
    show_from (self, MAX (from->start_s + move_s, 0), MAX (from->start_s + move_s, 0) + from->end_s - from->start_s);
  else if (self->grasp == GRASP_START)
    show_from (self, CLAMP (from->start_s + move_s, 0, from->end_s - CT_VIEW_MIN_SPAN_S), from->end_s);
  else
    show_from (self, from->start_s, MAX (from->end_s + move_s, from->start_s + CT_VIEW_MIN_SPAN_S));
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, CtOverview *self)
{
  self->grasp = GRASP_NONE;
}

static void
moved (GtkEventControllerMotion *motion, double x, double y, CtOverview *self)
{
  static const char *const cursors[] = { NULL, "grab", "ew-resize", "ew-resize" };

  if (self->grasp == GRASP_NONE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursors[grasp_at (self, x)]);
}

static gboolean
remake (gpointer data)
{
  CtOverview *self = CT_OVERVIEW (data);

  self->remake = 0;
  g_clear_pointer (&self->picture, ct_pixels_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Rebuilds the picture if it is stale or has another size. */
static void
prepare (CtOverview *self, int width, int height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  CtDocument *document = ct_session_get_document (session_of (self));

  if (self->picture && ct_pixels_get_width (self->picture) == (guint) (width * scale)
      && ct_pixels_get_height (self->picture) == (guint) (height * scale))
    return;
  g_clear_pointer (&self->picture, ct_pixels_free);
  self->picture = ct_overview_picture_new (ct_document_get_levels (document), ct_document_get_score (document),
                                           duration_s (self), (guint) (width * scale), (guint) (height * scale));
  self->made_us = g_get_monotonic_time ();
}

static void
draw_span (CtOverview *self, GtkSnapshot *snapshot, float width, float height)
{
  static const GdkRGBA veil = { 0, 0, 0, 0.5f }, edge = { 1, 1, 1, 0.9f };
  const CtView *view = ct_session_get_view (session_of (self));
  double scale = px_per_s (self);
  float x = (float) floor (CLAMP (view->start_s * scale, 0, (double) width - LEAST_SPAN_PX));
  float end_x = (float) floor (CLAMP (view->end_s * scale, (double) x + LEAST_SPAN_PX, width));
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, &veil, &GRAPHENE_RECT_INIT (0, 0, x, height));
  gtk_snapshot_append_color (snapshot, &veil, &GRAPHENE_RECT_INIT (end_x, 0, width - end_x, height));
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, 0, end_x - x, height), 3);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 2, 1, 2 }, (GdkRGBA[4]){ edge, edge, edge, edge });
}

static void
ct_overview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA ground = { 0.09f, 0.09f, 0.11f, 1 };
  CtOverview *self = CT_OVERVIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);

  if (width <= 0 || height <= 0)
    return;
  gtk_snapshot_append_color (snapshot, &ground, &all);
  if (px_per_s (self) <= 0)
    return;
  prepare (self, width, height);
  ct_pixels_append (self->picture, widget, snapshot, &all);
  draw_span (self, snapshot, (float) width, (float) height);
  ct_guides_draw_playhead (snapshot, floor (ct_session_get_playhead_s (session_of (self)) * px_per_s (self)), height);
}

static void
ct_overview_changed (CtLayer *layer, guint changes)
{
  CtOverview *self = CT_OVERVIEW (layer);

  if (changes & (CT_LAYER_SESSION | CT_LAYER_NOTES | CT_LAYER_TRACKS | CT_LAYER_RECORDING))
    g_clear_pointer (&self->picture, ct_pixels_free);
  if (changes & CT_LAYER_SESSION)
    self->grasp = GRASP_NONE;
  if (changes & CT_LAYER_LEVELS && !self->remake)
    self->remake = g_timeout_add (
        (guint) (CLAMP (self->made_us + REMAKE_US - g_get_monotonic_time (), 0, REMAKE_US) / 1000), remake, self);
}

static void
ct_overview_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

static void
ct_overview_dispose (GObject *object)
{
  CtOverview *self = CT_OVERVIEW (object);

  /* after the session is gone: its last change may ask for another picture */
  G_OBJECT_CLASS (ct_overview_parent_class)->dispose (object);
  g_clear_handle_id (&self->remake, g_source_remove);
  g_clear_pointer (&self->picture, ct_pixels_free);
}

static void
ct_overview_class_init (CtOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CtLayerClass *layer_class = CT_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_overview_dispose;
  widget_class->snapshot = ct_overview_snapshot;
  widget_class->measure = ct_overview_measure;
  layer_class->changed = ct_overview_changed;
  layer_class->redraws = CT_LAYER_VIEW | CT_LAYER_PLAYHEAD | CT_LAYER_NOTES | CT_LAYER_TRACKS | CT_LAYER_RECORDING;
  gtk_widget_class_set_css_name (widget_class, "overview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ct_overview_init (CtOverview *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (moved), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Overview of the whole song"), -1);
}

GtkWidget *
ct_overview_new (void)
{
  return g_object_new (CT_TYPE_OVERVIEW, NULL);
}
