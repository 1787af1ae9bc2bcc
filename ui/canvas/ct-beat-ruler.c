/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-beat-ruler.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-tempo-beats.h"
#include "ui/canvas/ct-beat-menu.h"
#include "ui/canvas/ct-drag-escape.h"
#include "ui/canvas/ct-key-marks.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/session/ct-beat-lines.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define HEIGHT 18
#define DRAG_PX 4.0   /* less is a click */
#define GRASP_PX 4.0  /* around a line */
#define NUMBER_PX 3.0 /* from a bar line to its number */
#define LABEL_PX 6.0  /* between labels */
#define BEAT_HEIGHT 5.0
#define FIXED_PX 3.0 /* half the width of the mark of a beat that was set by hand */

typedef enum
{
  DRAG_NONE,
  DRAG_BEAT,
  DRAG_LOOP,
} Drag;

struct _CtBeatRuler
{
  CtLayer parent_instance;

  Drag drag;
  gboolean dragged;   /* too far to be a click */
  CtBeatLine grasped; /* the line that is dragged */
  CtTempoMap *base;   /* the map before it was */
  double moved_s;     /* where it is, if that makes a map */
  double anchor_s;    /* where the loop began */
};

G_DEFINE_FINAL_TYPE (CtBeatRuler, ct_beat_ruler, CT_TYPE_LAYER)

gboolean
ct_beat_ruler_get_pressed (CtBeatRuler *self)
{
  g_return_val_if_fail (CT_IS_BEAT_RULER (self), FALSE);
  return self->drag != DRAG_NONE;
}

static CtSession *
get_session (CtBeatRuler *self)
{
  return ct_layer_get_session (CT_LAYER (self));
}

static const CtTempoMap *
get_map (CtBeatRuler *self)
{
  CtSession *session = get_session (self);

  return session ? ct_session_get_tempo_map (session) : NULL;
}

static double
time_at (CtBeatRuler *self, double x)
{
  return ct_view_time (ct_session_get_view (get_session (self)), MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1), x);
}

/* The lines that are shown; NULL: none. */
static CtBeatLine *
lines_new (CtBeatRuler *self, CtGrid *grid, gsize *n)
{
  const CtTempoMap *map = get_map (self);

  *n = 0;
  if (!map || !ct_layer_get_grid (CT_LAYER (self), grid))
    return NULL;
  return ct_beat_lines_new (map, grid->view.start_s, grid->view.end_s, grid->x_per_s, n);
}

/* The nearest line to @x, if it is near. */
static gboolean
find_line (CtBeatRuler *self, double x, CtBeatLine *found)
{
  g_autofree CtBeatLine *lines = NULL;
  double least = GRASP_PX;
  CtGrid grid;
  gsize n;

  lines = lines_new (self, &grid, &n);
  for (gsize i = 0; i < n; i++)
    {
      double away = ABS (ct_grid_x (&grid, lines[i].time_s) - x);

      if (away > least)
        continue;
      least = away;
      *found = lines[i];
    }
  return least < GRASP_PX;
}

/* ---- dragging ---- */

static void
end_drag (CtBeatRuler *self)
{
  self->drag = DRAG_NONE;
  g_clear_pointer (&self->base, ct_tempo_map_free);
}

static void
cancel_drag (GtkWidget *widget)
{
  CtBeatRuler *self = CT_BEAT_RULER (widget);

  if (self->drag == DRAG_BEAT && get_session (self))
    ct_session_set_tempo_preview (get_session (self), NULL);
  end_drag (self);
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtBeatRuler *self)
{
  const CtTempoMap *map = get_map (self);

  if (!map)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->dragged = FALSE;
  self->anchor_s = time_at (self, x);
  self->drag = DRAG_LOOP;
  if (find_line (self, x, &self->grasped) && ct_tempo_map_copy (map, &self->base) == CT_STATUS_OK)
    {
      self->drag = DRAG_BEAT;
      self->moved_s = self->grasped.time_s;
    }
}

/* Shows the beats as they are with the grasped one at @time_s, if it can be there. */
static void
drag_beat (CtBeatRuler *self, double time_s)
{
  CtTempoMap *moved;

  if (ct_tempo_beats_move (self->base, self->grasped.tick, time_s, &moved) != CT_STATUS_OK)
    return;
  self->moved_s = time_s;
  ct_session_set_tempo_preview (get_session (self), moved);
}

/* Loops the bars from the one under the anchor to the one at @time_s. */
static void
drag_loop (CtBeatRuler *self, double time_s)
{
  double start_s, end_s, first_s, last_s;

  ct_beat_lines_bar_at (get_map (self), MIN (self->anchor_s, time_s), &first_s, &end_s);
  ct_beat_lines_bar_at (get_map (self), MAX (self->anchor_s, time_s), &start_s, &last_s);
  ct_session_set_loop (get_session (self), &(CtTimeSpan){ MAX (first_s, 0), MAX (last_s, 0) });
}

static void
drag_updated (GtkGestureDrag *gesture, double x, double y, CtBeatRuler *self)
{
  double start_x, start_y;

  if (self->drag == DRAG_NONE || !get_map (self))
    return;
  self->dragged |= ABS (x) >= DRAG_PX;
  if (!self->dragged || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;
  if (self->drag == DRAG_BEAT)
    drag_beat (self, self->grasped.time_s + time_at (self, start_x + x) - time_at (self, start_x));
  else
    drag_loop (self, time_at (self, start_x + x));
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, CtBeatRuler *self)
{
  Drag drag = self->drag;
  gint64 tick = self->grasped.tick;
  double moved_s = self->moved_s;

  if (drag == DRAG_NONE || !get_session (self))
    return;
  end_drag (self);
  if (!self->dragged)
    ct_session_set_playhead_s (get_session (self), MAX (drag == DRAG_BEAT ? self->grasped.time_s : self->anchor_s, 0));
  else if (drag == DRAG_LOOP)
    ct_session_enter_loop (get_session (self));
  else
    {
      ct_session_set_tempo_preview (get_session (self), NULL);
      gtk_widget_activate_action (GTK_WIDGET (self), "tempo.move-beat", "(xd)", tick, moved_s);
    }
}

static void
moved (GtkEventControllerMotion *motion, double x, double y, CtBeatRuler *self)
{
  CtBeatLine line;

  if (self->drag == DRAG_NONE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), find_line (self, x, &line) ? "ew-resize" : NULL);
}

static void
menu_pressed (GtkGestureClick *click, int n_press, double x, double y, CtBeatRuler *self)
{
  CtBeatLine line;

  if (!get_map (self))
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  cancel_drag (GTK_WIDGET (self));
  ct_beat_menu_show (GTK_WIDGET (self), find_line (self, x, &line) ? line.time_s : time_at (self, x), x);
}

/* ---- drawing ---- */

static void
draw_fixed (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double height)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) (x - FIXED_PX), (float) (height - 2 * FIXED_PX),
                                               (float) (2 * FIXED_PX + 1), (float) (2 * FIXED_PX));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x + 0.5, height - 2 * FIXED_PX);
  cairo_line_to (cr, x + 0.5 + FIXED_PX, height - FIXED_PX);
  cairo_line_to (cr, x + 0.5, height);
  cairo_line_to (cr, x + 0.5 - FIXED_PX, height - FIXED_PX);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

/* The number of a bar beside its line, unless it would run into a mark or into the number before, which ends at
 * *@end_x. */
static void
draw_number (PangoLayout *layout,
             GtkSnapshot *snapshot,
             const GdkRGBA *color,
             const CtKeyMarks *marks,
             gint64 bar,
             double x,
             double *end_x)
{
  g_autofree char *text = NULL;
  int width, height;

  if (x < *end_x)
    return;
  text = ct_beat_lines_dup_bar (bar);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (!ct_key_marks_is_clear (marks, x, x + NUMBER_PX + width))
    return;
  *end_x = x + NUMBER_PX + width + LABEL_PX;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + NUMBER_PX), (float) (HEIGHT - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
ct_beat_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = ct_ruler_layout_new (widget);
  g_autoptr (CtKeyMarks) marks = NULL;
  g_autofree CtBeatLine *lines = NULL;
  double end_x = -G_MAXDOUBLE;
  GdkRGBA color, faint;
  CtGrid grid;
  gsize n;

  lines = lines_new (CT_BEAT_RULER (widget), &grid, &n);
  if (!lines)
    return;
  marks = ct_key_marks_new (CT_LAYER (widget), layout, &grid, lines, n);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  faint = color;
  faint.alpha *= 0.5f;
  for (gsize i = 0; i < n; i++)
    {
      double x = ct_grid_x (&grid, lines[i].time_s), height = lines[i].beat == 1 ? grid.height : BEAT_HEIGHT;

      gtk_snapshot_append_color (snapshot, &faint,
                                 &GRAPHENE_RECT_INIT ((float) x, (float) (grid.height - height), 1, (float) height));
      if (lines[i].beat == 1)
        draw_number (layout, snapshot, &color, marks, lines[i].bar, x, &end_x);
      if (lines[i].fixed)
        draw_fixed (snapshot, &color, x, grid.height);
    }
  ct_key_marks_draw (marks, snapshot, layout);
}

static void
ct_beat_ruler_measure (GtkWidget *widget,
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
ct_beat_ruler_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ct_beat_menu_present (widget);
}

static void
ct_beat_ruler_changed (CtLayer *layer, guint changes)
{
  CtBeatRuler *self = CT_BEAT_RULER (layer);
  CtSession *session = get_session (self);

  if (changes & CT_LAYER_SESSION)
    end_drag (self);
  if (changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY | CT_LAYER_TEMPO))
    gtk_widget_set_visible (GTK_WIDGET (self), session && ct_session_get_tempo_map (session)
                                                   && ct_display_get_show_bars (ct_session_get_display (session)));
}

static void
ct_beat_ruler_dispose (GObject *object)
{
  end_drag (CT_BEAT_RULER (object));
  ct_beat_menu_drop (GTK_WIDGET (object));
  G_OBJECT_CLASS (ct_beat_ruler_parent_class)->dispose (object);
}

static void
ct_beat_ruler_class_init (CtBeatRulerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_beat_ruler_dispose;
  widget_class->snapshot = ct_beat_ruler_snapshot;
  widget_class->measure = ct_beat_ruler_measure;
  widget_class->size_allocate = ct_beat_ruler_size_allocate;
  CT_LAYER_CLASS (klass)->changed = ct_beat_ruler_changed;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_DISPLAY | CT_LAYER_TEMPO | CT_LAYER_HARMONY;
  gtk_widget_class_set_css_name (widget_class, "beatruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_gestures (CtBeatRuler *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  ct_drag_escape_attach (drag, cancel_drag);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (menu_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (moved), self);
  gtk_widget_add_controller (widget, motion);
}

static void
ct_beat_ruler_init (CtBeatRuler *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  add_gestures (self);
  gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_tooltip_text (widget,
                               _ ("Drag a line to move a beat, drag elsewhere to loop bars, right-click for more"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Bars and beats"), -1);
}

GtkWidget *
ct_beat_ruler_new (void)
{
  return g_object_new (CT_TYPE_BEAT_RULER, NULL);
}
