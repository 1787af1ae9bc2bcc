/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-canvas-scroll.h"

#include <glib-object.h>
#include <math.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WHEEL_SHARE 0.12   /* of the visible span, for a step of the wheel */
#define ZOOM_STEP 1.2      /* for a step of the wheel */
#define ZOOM_PX 80.0       /* of a touchpad that count as a step of the wheel */
#define FRICTION_PER_S 5.0 /* of kinetic scrolling: the speed falls by a factor of e in a fifth of a second */
#define LEAST_SPEED_PX_PER_S 20.0
#define PAGE_SHARE 0.05 /* of the view to the left of the playhead after a page is turned */
#define JUMP_S 1.0      /* the playhead never moves that far at once while playing */
#define SAME 1e-9       /* seconds or semitones: a difference that is only rounding */

/* A widget that wheel and pinch act on, and the axes it shares with the stage. */
typedef struct
{
  CtCanvasScroll *scroll;
  GtkWidget *widget;
  gboolean has_time, has_pitch;
  double pointer_x, pointer_y; /* -1: not over the widget */
  double pinched;              /* scale of the gesture so far */
  GPtrArray *controllers;      /* of the widget, removed when the scroll is freed */
} Place;

struct _CtCanvasScroll
{
  CtLayer *canvas;
  GtkWidget *stage;
  GPtrArray *places;
  GtkAdjustment *time, *pitch;
  gboolean held;
  CtView dragged;          /* the view when the middle button went down */
  double speed_x, speed_y; /* px/s */
  guint tick;
  gint64 tick_us;
  double playhead_s; /* at the last change */
};

static void
free_place (gpointer data)
{
  Place *place = data;

  for (guint i = 0; i < place->controllers->len; i++)
    gtk_widget_remove_controller (place->widget, g_ptr_array_index (place->controllers, i));
  g_ptr_array_unref (place->controllers);
  g_free (place);
}

/* Adds @controller to the widget of @place, and remembers it. */
static void
add_controller (Place *place, gpointer controller)
{
  gtk_widget_add_controller (place->widget, controller);
  g_ptr_array_add (place->controllers, controller);
}

static CtSession *
session_of (CtCanvasScroll *self)
{
  return ct_layer_get_session (self->canvas);
}

/* Moves the view by pixels of the stage. */
static void
pan_px (CtCanvasScroll *self, double x, double y)
{
  int width = gtk_widget_get_width (self->stage), height = gtk_widget_get_height (self->stage);

  if (session_of (self) && width > 0 && height > 0)
    ct_session_pan (session_of (self), x / width, -y / height);
}

static void
stop_kinetic (CtCanvasScroll *self)
{
  if (self->tick)
    gtk_widget_remove_tick_callback (self->stage, self->tick);
  self->tick = 0;
}

static gboolean
glide (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CtCanvasScroll *self = data;
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  double elapsed_s = (double) (now_us - self->tick_us) / G_USEC_PER_SEC, left = exp (-FRICTION_PER_S * elapsed_s);

  self->tick_us = now_us;
  pan_px (self, self->speed_x * elapsed_s, self->speed_y * elapsed_s);
  self->speed_x *= left;
  self->speed_y *= left;
  if (hypot (self->speed_x, self->speed_y) >= LEAST_SPEED_PX_PER_S)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
decelerated (GtkEventControllerScroll *controller, double speed_x, double speed_y, Place *place)
{
  CtCanvasScroll *self = place->scroll;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->stage);

  stop_kinetic (self);
  if (!clock)
    return;
  self->speed_x = place->has_time ? speed_x : 0;
  self->speed_y = place->has_pitch ? speed_y : 0;
  self->tick_us = gdk_frame_clock_get_frame_time (clock);
  self->tick = gtk_widget_add_tick_callback (self->stage, glide, self, NULL);
}

/* The time and pitch of the view at (@x, @y) of a widget that may share only one axis of the stage. */
static void
point_of (Place *place, double x, double y, double *time_s, double *midi)
{
  const CtView *view = ct_session_get_view (session_of (place->scroll));
  int width = gtk_widget_get_width (place->widget), height = gtk_widget_get_height (place->widget);

  *time_s = place->has_time && width > 0 && x >= 0 ? ct_view_time (view, width, x) : (view->start_s + view->end_s) / 2;
  *midi = place->has_pitch && height > 0 && y >= 0 ? ct_view_midi (view, height, y)
                                                   : (view->low_midi + view->high_midi) / 2;
}

static void
scroll_wheel (Place *place, double dx, double dy, GdkModifierType state)
{
  CtSession *session = session_of (place->scroll);

  if (state & GDK_SHIFT_MASK || !place->has_pitch)
    ct_session_pan (session, (dx + dy) * WHEEL_SHARE, 0);
  else
    ct_session_pan (session, place->has_time ? dx * WHEEL_SHARE : 0, -dy * WHEEL_SHARE);
}

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, Place *place)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean smooth = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  double time_s, midi, steps = (dx + dy) / (smooth ? ZOOM_PX : 1);
  CtSession *session = session_of (place->scroll);

  if (!session)
    return GDK_EVENT_PROPAGATE;
  stop_kinetic (place->scroll);
  point_of (place, place->pointer_x, place->pointer_y, &time_s, &midi);
  if (state & GDK_CONTROL_MASK && place->has_time)
    ct_session_zoom_time (session, pow (ZOOM_STEP, steps), time_s);
  else if (state & (GDK_ALT_MASK | GDK_CONTROL_MASK) && place->has_pitch)
    ct_session_zoom_pitch (session, pow (ZOOM_STEP, steps), midi);
  else if (smooth)
    pan_px (place->scroll, place->has_time ? dx : 0, place->has_pitch ? dy : 0);
  else
    scroll_wheel (place, dx, dy, state);
  return GDK_EVENT_STOP;
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, Place *place)
{
  place->pointer_x = x;
  place->pointer_y = y;
}

static void
pointer_left (GtkEventControllerMotion *motion, Place *place)
{
  place->pointer_x = -1;
  place->pointer_y = -1;
}

static void
pinch_began (GtkGesture *gesture, GdkEventSequence *sequence, Place *place)
{
  place->pinched = 1;
}

static void
pinch_changed (GtkGestureZoom *gesture, double scale, Place *place)
{
  CtSession *session = session_of (place->scroll);
  double x, y, time_s, midi;

  if (!session || scale <= 0)
    return;
  if (!gtk_gesture_is_active (GTK_GESTURE (gesture))
      || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    x = y = -1; /* around the middle */
  point_of (place, x, y, &time_s, &midi);
  if (place->has_time)
    ct_session_zoom_time (session, place->pinched / scale, time_s);
  else
    ct_session_zoom_pitch (session, place->pinched / scale, midi);
  place->pinched = scale;
}

static void
drag_began (GtkGestureDrag *gesture, double x, double y, CtCanvasScroll *self)
{
  if (!session_of (self))
    return;
  stop_kinetic (self);
  self->dragged = *ct_session_get_view (session_of (self));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (self->stage, "grabbing");
}

static void
drag_updated (GtkGestureDrag *gesture, double x, double y, CtCanvasScroll *self)
{
  int width = gtk_widget_get_width (self->stage), height = gtk_widget_get_height (self->stage);
  CtView view = self->dragged;
  double time_s, midi;

  if (!session_of (self) || width <= 0 || height <= 0)
    return;
  time_s = -x / width * (view.end_s - view.start_s);
  midi = y / height * (view.high_midi - view.low_midi);
  view.start_s += time_s;
  view.end_s += time_s;
  view.low_midi += midi;
  view.high_midi += midi;
  ct_session_set_view (session_of (self), &view);
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, CtCanvasScroll *self)
{
  gtk_widget_set_cursor (self->stage, NULL);
}

static Place *
add_place (CtCanvasScroll *self, GtkWidget *widget, gboolean has_time, gboolean has_pitch)
{
  Place *place = g_new0 (Place, 1);

  *place = (Place){ .scroll = self,
                    .widget = widget,
                    .has_time = has_time,
                    .has_pitch = has_pitch,
                    .pointer_x = -1,
                    .pointer_y = -1,
                    .pinched = 1,
                    .controllers = g_ptr_array_new () };
  g_ptr_array_add (self->places, place);
  return place;
}

void
ct_canvas_scroll_attach (CtCanvasScroll *self, GtkWidget *widget, gboolean has_time, gboolean has_pitch)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES
                                                                | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  Place *place = add_place (self, widget, has_time, has_pitch);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), place);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (decelerated), place);
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), place);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), place);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), place);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_began), place);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_changed), place);
  add_controller (place, scroll);
  add_controller (place, motion);
  add_controller (place, pinch);
}

static void
attach_drag (CtCanvasScroll *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_MIDDLE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_updated), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  add_controller (g_ptr_array_index (self->places, 0), drag);
}

/* In seconds, and in semitones from the top down. */
static void
update_adjustments (CtCanvasScroll *self)
{
  CtSession *session = session_of (self);
  CtView view = { 0, 1, CT_VIEW_LOW_MIDI, CT_VIEW_HIGH_MIDI };
  double span_s, span_midi, length_s = 1;

  if (session)
    {
      view = *ct_session_get_view (session);
      length_s = ct_document_get_duration_s (ct_session_get_document (session));
    }
  span_s = view.end_s - view.start_s;
  span_midi = view.high_midi - view.low_midi;
  gtk_adjustment_configure (self->time, view.start_s, 0, MAX (length_s, view.end_s), span_s * WHEEL_SHARE, span_s * 0.9,
                            span_s);
  gtk_adjustment_configure (self->pitch, CT_VIEW_HIGH_MIDI - view.high_midi, 0, CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI,
                            span_midi * WHEEL_SHARE, span_midi * 0.9, span_midi);
}

/* The adjustments follow the view and the view follows them: a value that equals the view's moves nothing. */
static void
time_adjusted (GtkAdjustment *adjustment, CtCanvasScroll *self)
{
  CtSession *session = session_of (self);
  CtView view;
  double move_s;

  if (!session)
    return;
  view = *ct_session_get_view (session);
  move_s = gtk_adjustment_get_value (adjustment) - view.start_s;
  if (ABS (move_s) <= SAME)
    return;
  view.start_s += move_s;
  view.end_s += move_s;
  ct_session_set_view (session, &view);
}

static void
pitch_adjusted (GtkAdjustment *adjustment, CtCanvasScroll *self)
{
  CtSession *session = session_of (self);
  CtView view;
  double move_midi;

  if (!session)
    return;
  view = *ct_session_get_view (session);
  move_midi = CT_VIEW_HIGH_MIDI - gtk_adjustment_get_value (adjustment) - view.high_midi;
  if (ABS (move_midi) <= SAME)
    return;
  view.low_midi += move_midi;
  view.high_midi += move_midi;
  ct_session_set_view (session, &view);
}

/* Follows the playhead if it was visible before it moved, so that a user who looks elsewhere stays there. A jump is
 * always shown. */
static void
follow (CtCanvasScroll *self)
{
  CtSession *session = session_of (self);
  double before_s = self->playhead_s, now_s = ct_session_get_playhead_s (session), start_s;
  CtView view = *ct_session_get_view (session);
  double span_s = view.end_s - view.start_s;
  gboolean jumped = ABS (now_s - before_s) > JUMP_S, was_seen = before_s >= view.start_s && before_s <= view.end_s;

  self->playhead_s = now_s;
  if (self->held || ct_session_get_follow (session) == CT_FOLLOW_OFF || (!was_seen && !jumped))
    return;
  if (ct_session_get_follow (session) == CT_FOLLOW_CENTRE)
    start_s = now_s - span_s / 2;
  else if (now_s < view.start_s || now_s > view.end_s)
    start_s = now_s - span_s * PAGE_SHARE;
  else
    return;
  view.start_s = MAX (start_s, 0);
  view.end_s = view.start_s + span_s;
  ct_session_set_view (session, &view);
}

void
ct_canvas_scroll_changed (CtCanvasScroll *self, guint changes)
{
  CtSession *session = session_of (self);

  if (changes & CT_LAYER_SESSION)
    {
      stop_kinetic (self);
      self->playhead_s = session ? ct_session_get_playhead_s (session) : 0;
    }
  if (changes & (CT_LAYER_SESSION | CT_LAYER_VIEW | CT_LAYER_RECORDING | CT_LAYER_NOTES))
    update_adjustments (self);
  if (changes & CT_LAYER_PLAYHEAD && session)
    follow (self);
}

void
ct_canvas_scroll_hold (CtCanvasScroll *self, gboolean held)
{
  self->held = held;
}

GtkWidget *
ct_canvas_scroll_get_bar (CtCanvasScroll *self, GtkOrientation orientation)
{
  GtkWidget *bar = gtk_scrollbar_new (orientation,
                                      orientation == GTK_ORIENTATION_HORIZONTAL ? self->time : self->pitch);

  gtk_widget_set_direction (bar, GTK_TEXT_DIR_LTR);
  return bar;
}

CtCanvasScroll *
ct_canvas_scroll_new (CtLayer *canvas, GtkWidget *stage)
{
  CtCanvasScroll *self = g_new0 (CtCanvasScroll, 1);

  self->canvas = canvas;
  self->stage = stage;
  self->places = g_ptr_array_new_with_free_func (free_place);
  self->time = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 0.1, 0.9, 1));
  self->pitch = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 0.1, 0.9, 1));
  g_signal_connect (self->time, "value-changed", G_CALLBACK (time_adjusted), self);
  g_signal_connect (self->pitch, "value-changed", G_CALLBACK (pitch_adjusted), self);
  ct_canvas_scroll_attach (self, stage, TRUE, TRUE);
  attach_drag (self);
  return self;
}

void
ct_canvas_scroll_free (CtCanvasScroll *self)
{
  stop_kinetic (self);
  g_signal_handlers_disconnect_by_data (self->time, self);
  g_signal_handlers_disconnect_by_data (self->pitch, self);
  g_object_unref (self->time);
  g_object_unref (self->pitch);
  g_ptr_array_unref (self->places);
  g_free (self);
}
