/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-ruler.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "ui/canvas/ct-drag-escape.h"
#include "ui/canvas/ct-key-marks.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-snap.h"
#include "ui/session/ct-view.h"

#define HEIGHT 26
#define LABEL_PX 4.0     /* from a line to its label */
#define LABEL_SPACE 24.0 /* between labels */
#define MINOR_HEIGHT 4.0
#define MAJOR_HEIGHT 8.0
#define DRAG_PX 4.0  /* less is a click */
#define GRASP_PX 5.0 /* around an end of the loop */
#define MARK_PX 5.0  /* half the width of the playhead's mark */

typedef enum
{
  DRAG_NEW_LOOP,
  DRAG_LOOP_END, /* the end that is not at anchor_s */
} Drag;

struct _CtRuler
{
  CtLayer parent_instance;

  Drag drag;
  gboolean pressed;
  gboolean dragged;     /* too far to be a click */
  double anchor_s;      /* the end of the loop that stays */
  CtTimeSpan before;    /* the loop as it was, */
  gboolean had_loop;    /* if there was one, */
  gboolean was_enabled; /* and played */
};

G_DEFINE_FINAL_TYPE (CtRuler, ct_ruler, CT_TYPE_LAYER)

double
ct_ruler_step (double px_per_s, double least_px, guint *n_parts)
{
  static const struct
  {
    double step_s;
    guint n_parts;
  } steps[] = { { 0.001, 1 }, { 0.002, 2 }, { 0.005, 5 }, { 0.01, 5 }, { 0.02, 4 }, { 0.05, 5 },
                { 0.1, 5 },   { 0.2, 4 },   { 0.5, 5 },   { 1, 5 },    { 2, 4 },    { 5, 5 },
                { 10, 5 },    { 15, 3 },    { 30, 6 },    { 60, 6 },   { 120, 4 },  { 300, 5 },
                { 600, 5 },   { 900, 3 },   { 1800, 6 },  { 3600, 6 }, { 7200, 4 }, { 21600, 6 } };
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (steps) && steps[i].step_s * px_per_s < least_px)
    i++;
  if (n_parts)
    *n_parts = steps[i].n_parts;
  return steps[i].step_s;
}

char *
ct_ruler_dup_label (double time_s, double step_s)
{
  int decimals = step_s >= 0.9999 ? 0 : step_s >= 0.0999 ? 1 : step_s >= 0.00999 ? 2 : 3;
  gint64 scale = decimals == 0 ? 1 : decimals == 1 ? 10 : decimals == 2 ? 100 : 1000;
  gint64 ticks = (gint64) llround (MAX (time_s, 0) * (double) scale), seconds = ticks / scale;
  GString *text = g_string_new (NULL);

  if (seconds >= 3600)
    g_string_append_printf (text, "%d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60));
  else
    g_string_append_printf (text, "%d", (int) (seconds / 60));
  g_string_append_printf (text, ":%02d", (int) (seconds % 60));
  if (decimals > 0)
    g_string_append_printf (text, ".%0*d", decimals, (int) (ticks % scale));
  return g_string_free (text, FALSE);
}

gboolean
ct_ruler_get_pressed (CtRuler *self)
{
  g_return_val_if_fail (CT_IS_RULER (self), FALSE);
  return self->pressed;
}

static double
time_at (CtRuler *self, double x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  return ct_view_time (ct_session_get_view (ct_layer_get_session (CT_LAYER (self))), MAX (width, 1), x);
}

/* @time_s, or the line it snaps to; Alt frees. */
static double
snapped (GtkGestureDrag *gesture, CtRuler *self, double time_s)
{
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_ALT_MASK)
    return time_s;
  return ct_snap_nearest_s (ct_layer_get_session (CT_LAYER (self)), time_s);
}

/* Whether an end of the loop is at @x; *@anchor_s receives the other end. */
static gboolean
grasps_loop (CtRuler *self, double x, double *anchor_s)
{
  CtTimeSpan loop;
  CtGrid grid;
  double start_px, end_px;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid)
      || !ct_session_get_loop (ct_layer_get_session (CT_LAYER (self)), &loop))
    return FALSE;
  start_px = ABS (ct_grid_x (&grid, loop.start_s) - x);
  end_px = ABS (ct_grid_x (&grid, loop.end_s) - x);
  *anchor_s = start_px < end_px ? loop.end_s : loop.start_s;
  return MIN (start_px, end_px) <= GRASP_PX;
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtRuler *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  if (!session)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->pressed = TRUE;
  self->dragged = FALSE;
  self->drag = grasps_loop (self, x, &self->anchor_s) ? DRAG_LOOP_END : DRAG_NEW_LOOP;
  self->had_loop = ct_session_get_loop (session, &self->before);
  self->was_enabled = ct_session_get_loop_enabled (session);
}

static void
drag_updated (GtkGestureDrag *gesture, double x, double y, CtRuler *self)
{
  double start_x, start_y;

  if (!self->pressed || !ct_layer_get_session (CT_LAYER (self)))
    return;
  self->dragged |= ABS (x) >= DRAG_PX;
  if (!self->dragged || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;
  if (self->drag == DRAG_NEW_LOOP)
    self->anchor_s = snapped (gesture, self, time_at (self, start_x));
  ct_session_set_loop (ct_layer_get_session (CT_LAYER (self)),
                       &(CtTimeSpan){ self->anchor_s, snapped (gesture, self, time_at (self, start_x + x)) });
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, CtRuler *self)
{
  double start_x, start_y;
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  if (self->pressed && !self->dragged && session && gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    ct_session_set_playhead_s (session, MAX (time_at (self, start_x), 0));
  else if (self->pressed && session)
    ct_session_enter_loop (session);
  self->pressed = FALSE;
}

/* The second click of a double click plays from where the first one has set the playhead. */
static void
clicked (GtkGestureClick *click, int n_press, double x, double y, CtRuler *self)
{
  if (n_press == 2 && ct_layer_get_session (CT_LAYER (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "playback.play", NULL);
}

static void
cancel_drag (GtkWidget *widget)
{
  CtRuler *self = CT_RULER (widget);
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  if (self->pressed && self->dragged && session)
    {
      if (self->had_loop)
        ct_session_set_loop (session, &self->before);
      else
        ct_session_clear_loop (session);
      ct_session_set_loop_enabled (session, self->was_enabled);
    }
  self->pressed = FALSE;
}

static void
moved (GtkEventControllerMotion *motion, double x, double y, CtRuler *self)
{
  double anchor_s;

  if (!self->pressed)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), grasps_loop (self, x, &anchor_s) ? "ew-resize" : NULL);
}

/* Beside @x, unless it would run into a mark; @marks: may be NULL. */
static void
draw_label (GtkSnapshot *snapshot, PangoLayout *layout, const CtKeyMarks *marks, double x, const GdkRGBA *color)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (marks && !ct_key_marks_is_clear (marks, x, x + LABEL_PX + width))
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + LABEL_PX), 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

PangoLayout *
ct_ruler_layout_new (GtkWidget *ruler)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (ruler, NULL);
  PangoAttrList *attrs = pango_attr_list_new ();

  pango_attr_list_insert (attrs, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_attr_list_insert (attrs, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attrs);
  pango_attr_list_unref (attrs);
  return layout;
}

/* The least distance of labels, by the widest one in the view. */
static double
label_px (PangoLayout *layout, const CtGrid *grid)
{
  double step_s = ct_ruler_step (grid->x_per_s, 40, NULL);
  g_autofree char *text = ct_ruler_dup_label (grid->view.end_s, step_s);
  int width;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + LABEL_SPACE;
}

static void
draw_ticks (CtRuler *self, GtkSnapshot *snapshot, const CtGrid *grid)
{
  g_autoptr (PangoLayout) layout = ct_ruler_layout_new (GTK_WIDGET (self));
  g_autoptr (CtKeyMarks) marks = NULL;
  guint n_parts;
  double step_s = ct_ruler_step (grid->x_per_s, label_px (layout, grid), &n_parts), part_s = step_s / n_parts;
  gint64 first = (gint64) floor (grid->view.start_s / step_s) * n_parts,
         last = (gint64) ceil (grid->view.end_s / part_s);
  GdkRGBA color, faint;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  faint = color;
  faint.alpha *= 0.5f;
  if (!ct_key_marks_has_bars (ct_layer_get_session (CT_LAYER (self))))
    marks = ct_key_marks_new (CT_LAYER (self), layout, grid, NULL, 0);
  for (gint64 i = MAX (first, 0); i <= last; i++)
    {
      double time_s = (double) i * part_s, x = ct_grid_x (grid, time_s);
      double height = i % n_parts == 0 ? MAJOR_HEIGHT : MINOR_HEIGHT;

      gtk_snapshot_append_color (snapshot, &faint,
                                 &GRAPHENE_RECT_INIT ((float) x, (float) (grid->height - height), 1, (float) height));
      if (i % n_parts == 0)
        {
          g_autofree char *text = ct_ruler_dup_label (time_s, step_s);
          g_autoptr (PangoLayout) label = pango_layout_copy (layout);

          pango_layout_set_text (label, text, -1);
          draw_label (snapshot, label, marks, x, &color);
        }
    }
  if (marks)
    ct_key_marks_draw (marks, snapshot, layout);
}

static void
draw_loop (CtSession *session, GtkSnapshot *snapshot, const CtGrid *grid)
{
  GdkRGBA band = { 0.35f, 0.65f, 1, 0.35f };
  CtTimeSpan loop;
  double x, end_x;

  if (!ct_session_get_loop (session, &loop))
    return;
  if (!ct_session_get_loop_enabled (session))
    band = (GdkRGBA){ 0.5f, 0.5f, 0.5f, 0.3f };
  x = CLAMP (ct_grid_x (grid, loop.start_s), -2, grid->width);
  end_x = CLAMP (ct_grid_x (grid, loop.end_s), -2, grid->width);
  gtk_snapshot_append_color (snapshot, &band,
                             &GRAPHENE_RECT_INIT ((float) x, 0, (float) (end_x - x), (float) grid->height));
  band.alpha = 1;
  gtk_snapshot_append_color (snapshot, &band, &GRAPHENE_RECT_INIT ((float) x, 0, 2, (float) grid->height));
  gtk_snapshot_append_color (snapshot, &band, &GRAPHENE_RECT_INIT ((float) end_x - 1, 0, 2, (float) grid->height));
}

/* A triangle that points down at the playhead's line. */
static void
draw_mark (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double height)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (x - MARK_PX), (float) (height - 2 * MARK_PX),
                                               (float) (2 * MARK_PX + 1), (float) (2 * MARK_PX));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x + 0.5, height);
  cairo_line_to (cr, x + 0.5 - MARK_PX, height - 2 * MARK_PX + 2);
  cairo_line_to (cr, x + 0.5 + MARK_PX, height - 2 * MARK_PX + 2);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
ct_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtRuler *self = CT_RULER (widget);
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  double x, hover_s;
  GdkRGBA color;
  CtGrid grid;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return;
  draw_loop (session, snapshot, &grid);
  draw_ticks (self, snapshot, &grid);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  x = ct_grid_x (&grid, ct_session_get_playhead_s (session));
  if (x >= -MARK_PX && x <= grid.width + MARK_PX)
    draw_mark (snapshot, &color, x, grid.height);
  color.alpha *= 0.5f;
  if (ct_session_get_hover (session, &hover_s, NULL))
    gtk_snapshot_append_color (snapshot, &color,
                               &GRAPHENE_RECT_INIT ((float) ct_grid_x (&grid, hover_s), 0, 1, (float) grid.height));
}

static void
ct_ruler_measure (GtkWidget *widget,
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
ct_ruler_class_init (CtRulerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ct_ruler_snapshot;
  widget_class->measure = ct_ruler_measure;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_HOVER | CT_LAYER_PLAYHEAD | CT_LAYER_LOOP
                                    | CT_LAYER_DISPLAY | CT_LAYER_TEMPO | CT_LAYER_HARMONY;
  gtk_widget_class_set_css_name (widget_class, "ruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ct_ruler_init (CtRuler *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  ct_drag_escape_attach (drag, cancel_drag);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (moved), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_tooltip_text (widget,
                               _ ("Click to set the playhead, double-click to play from there, drag to set a loop"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Time ruler"), -1);
}

GtkWidget *
ct_ruler_new (void)
{
  return g_object_new (CT_TYPE_RULER, NULL);
}
