/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-canvas.h"

#include <gtk/gtk.h>

#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-keyboard.h"
#include "ui/canvas/ct-note-layer.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

static CtSession *session;
static GtkWidget *canvas, *window;

static void
open_canvas (void)
{
  session = canvas_song_new (60, 100, 3);
  canvas = ct_canvas_new ();
  g_object_set (canvas, "session", session, NULL);
  window = widget_picture_show (canvas, 900, 600);
  ct_session_set_view (session, &(CtView){ 20, 30, 40, 80 });
}

static void
close_canvas (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

static GtkEventController *
stage_controller (GType type)
{
  return widget_find_controller (ct_canvas_get_stage (CT_CANVAS (canvas)), type);
}

static void
test_parts (void)
{
  open_canvas ();
  g_assert_true (gtk_widget_get_focusable (ct_canvas_get_stage (CT_CANVAS (canvas))));
  g_assert_true (CT_IS_NOTE_LAYER (ct_canvas_get_note_layer (CT_CANVAS (canvas))));
  g_assert_cmpint (gtk_widget_get_width (ct_canvas_get_stage (CT_CANVAS (canvas))), >, 700);
  g_assert_cmpint (gtk_widget_get_height (ct_canvas_get_stage (CT_CANVAS (canvas))), >, 400);
  close_canvas ();
}

/* The wheel without a modifier scrolls the pitches and leaves the time. */
static void
test_wheel (void)
{
  gboolean handled;
  const CtView *view;

  open_canvas ();
  view = ct_session_get_view (session);
  g_signal_emit_by_name (stage_controller (GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, -1.0, &handled);
  g_assert_true (handled);
  g_assert_cmpfloat (view->low_midi, >, 40);
  g_assert_cmpfloat_with_epsilon (view->high_midi - view->low_midi, 40, 1e-9);
  g_assert_cmpfloat (view->start_s, ==, 20);
  g_signal_emit_by_name (stage_controller (GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 1.0, 0.0, &handled);
  g_assert_cmpfloat (view->start_s, >, 20);
  close_canvas ();
}

/* Without a session, or a size, nothing that a hand does breaks anything. */
static void
test_without_session (void)
{
  gboolean handled;

  canvas = ct_canvas_new ();
  g_object_ref_sink (canvas);
  g_signal_emit_by_name (stage_controller (GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, -1.0, &handled);
  g_signal_emit_by_name (stage_controller (GTK_TYPE_GESTURE_ZOOM), "scale-changed", 1.5);
  g_signal_emit_by_name (stage_controller (GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", 5.0, 5.0);
  g_assert_finalize_object (canvas);
}

static void
test_hover (void)
{
  GtkWidget *stage;
  double time_s, midi;

  open_canvas ();
  stage = ct_canvas_get_stage (CT_CANVAS (canvas));
  for (double x = 0; x < gtk_widget_get_width (stage); x += 97)
    {
      /* the motion controllers of scrolling and of pointing both hear of it */
      g_autoptr (GListModel) all = gtk_widget_observe_controllers (stage);

      for (guint i = 0; i < g_list_model_get_n_items (all); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);

          if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
            g_signal_emit_by_name (controller, "motion", x, 100.0);
        }
      g_assert_true (ct_session_get_hover (session, &time_s, &midi));
      g_assert_cmpfloat_with_epsilon (time_s, 20 + 10 * x / gtk_widget_get_width (stage), 1e-9);
      g_assert_cmpfloat_with_epsilon (midi, 80 - 40 * 100.0 / gtk_widget_get_height (stage), 1e-9);
    }
  /* it is what lies under a pointer that rests, although the view moves */
  ct_session_pan (session, 0, 0.25);
  g_assert_true (ct_session_get_hover (session, NULL, &midi));
  g_assert_cmpfloat_with_epsilon (midi, 90 - 40 * 100.0 / gtk_widget_get_height (stage), 1e-9);
  close_canvas ();
}

/* Two fingers apart show less of the time around them, together more, and no other pitches. */
static void
test_pinch (void)
{
  GtkEventController *zoom;
  const CtView *view;

  open_canvas ();
  view = ct_session_get_view (session);
  zoom = stage_controller (GTK_TYPE_GESTURE_ZOOM);
  g_signal_emit_by_name (zoom, "begin", NULL);
  g_signal_emit_by_name (zoom, "scale-changed", 1.25);
  g_signal_emit_by_name (zoom, "scale-changed", 2.0);
  g_assert_cmpfloat_with_epsilon (view->end_s - view->start_s, 5, 1e-6);
  g_assert_cmpfloat_with_epsilon (view->start_s + view->end_s, 50, 1e-6);
  g_assert_cmpfloat_with_epsilon (view->high_midi - view->low_midi, 40, 1e-9);
  g_signal_emit_by_name (zoom, "scale-changed", 1.0);
  g_assert_cmpfloat_with_epsilon (view->end_s - view->start_s, 10, 1e-6);
  close_canvas ();
}

/* "60+ 60- " and so on: the keys that went down and up. */
static void
note_pressed (CtKeyboard *keyboard, guint midi, GString *heard)
{
  g_string_append_printf (heard, "%u+ ", midi);
}

static void
note_released (CtKeyboard *keyboard, guint midi, GString *heard)
{
  g_string_append_printf (heard, "%u- ", midi);
}

static void
test_keys (void)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  GtkWidget *keyboard;
  GtkEventController *drag;
  double height;

  open_canvas ();
  keyboard = GTK_WIDGET (ct_canvas_get_keyboard (CT_CANVAS (canvas)));
  g_signal_connect (keyboard, "pressed", G_CALLBACK (note_pressed), heard);
  g_signal_connect (keyboard, "released", G_CALLBACK (note_released), heard);
  drag = widget_find_controller (keyboard, GTK_TYPE_GESTURE_DRAG);
  height = gtk_widget_get_height (keyboard);
  /* 40 to 80 from bottom to top */
  g_signal_emit_by_name (drag, "drag-begin", 10.0, height / 2);
  g_assert_cmpstr (heard->str, ==, "60+ ");
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpstr (heard->str, ==, "60+ 60- ");
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpstr (heard->str, ==, "60+ 60- ");
  /* what is hidden while a key is down lets go of it */
  g_signal_emit_by_name (drag, "drag-begin", 10.0, height / 4);
  gtk_widget_set_visible (canvas, FALSE);
  g_assert_cmpstr (heard->str, ==, "60+ 60- 70+ 70- ");
  close_canvas ();
}

static void
test_follow (void)
{
  const CtView *view;

  open_canvas ();
  view = ct_session_get_view (session);
  g_object_set (session, "follow", CT_FOLLOW_PAGE, NULL);
  ct_session_set_playhead_s (session, 29.9);
  g_assert_cmpfloat (view->start_s, ==, 20);
  ct_session_set_playhead_s (session, 30.1);
  g_assert_cmpfloat (view->start_s, >, 29);
  g_assert_cmpfloat (view->start_s, <, 30.1);
  /* whoever looks elsewhere is left there */
  ct_session_set_view (session, &(CtView){ 5, 15, 40, 80 });
  ct_session_set_playhead_s (session, 30.2);
  g_assert_cmpfloat (view->start_s, ==, 5);
  /* but a jump is shown */
  ct_session_set_playhead_s (session, 50);
  g_assert_cmpfloat (view->end_s, >, 50);
  g_object_set (session, "follow", CT_FOLLOW_CENTRE, NULL);
  ct_session_set_playhead_s (session, 50.1);
  g_assert_cmpfloat_with_epsilon ((view->start_s + view->end_s) / 2, 50.1, 1e-6);
  g_object_set (session, "follow", CT_FOLLOW_OFF, NULL);
  ct_session_set_playhead_s (session, 1);
  g_assert_cmpfloat (view->start_s, >, 40);
  close_canvas ();
}

/* A window shows one document after the other. */
static void
test_another_session (void)
{
  CtSession *other;

  open_canvas ();
  other = canvas_song_new (5, 10, 1);
  g_object_set (canvas, "session", other, NULL);
  widget_picture_settle (canvas);
  g_object_set (canvas, "session", NULL, NULL);
  widget_picture_settle (canvas);
  g_assert_finalize_object (other);
  close_canvas ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/canvas/parts", test_parts);
  g_test_add_func ("/canvas/wheel", test_wheel);
  g_test_add_func ("/canvas/without-session", test_without_session);
  g_test_add_func ("/canvas/hover", test_hover);
  g_test_add_func ("/canvas/pinch", test_pinch);
  g_test_add_func ("/canvas/keys", test_keys);
  g_test_add_func ("/canvas/follow", test_follow);
  g_test_add_func ("/canvas/another-session", test_another_session);
  return g_test_run ();
}
