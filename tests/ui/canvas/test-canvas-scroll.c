/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-canvas-scroll.h"

#include <gtk/gtk.h>

#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define NEAR 1e-9

typedef struct
{
  CtSession *session;
  const CtView *view;
  GtkWidget *window, *canvas, *stage;
  GtkAdjustment *time, *pitch;
  guint n_changes; /* of the view, told since it was last set to 0 */
} Fixture;

static void
view_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static GtkAdjustment *
find_adjustment (GtkWidget *canvas, GtkOrientation orientation)
{
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *bar = widget_find (canvas, GTK_TYPE_SCROLLBAR, i);

      if (gtk_orientable_get_orientation (GTK_ORIENTABLE (bar)) == orientation)
        return gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (bar));
    }
  g_assert_not_reached ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (60, 100, 3);
  fixture->view = ct_session_get_view (fixture->session);
  fixture->canvas = ct_canvas_new ();
  g_object_set (fixture->canvas, "session", fixture->session, NULL);
  fixture->window = widget_picture_show (fixture->canvas, 900, 600);
  fixture->stage = ct_canvas_get_stage (CT_CANVAS (fixture->canvas));
  fixture->time = find_adjustment (fixture->canvas, GTK_ORIENTATION_HORIZONTAL);
  fixture->pitch = find_adjustment (fixture->canvas, GTK_ORIENTATION_VERTICAL);
  ct_session_set_view (fixture->session, &(CtView){ 20, 30, 40, 80 });
  g_signal_connect_swapped (fixture->session, "view-changed", G_CALLBACK (view_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->session, fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

static void
assert_view (Fixture *fixture, double start_s, double end_s, double low_midi, double high_midi)
{
  g_assert_cmpfloat_with_epsilon (fixture->view->start_s, start_s, NEAR);
  g_assert_cmpfloat_with_epsilon (fixture->view->end_s, end_s, NEAR);
  g_assert_cmpfloat_with_epsilon (fixture->view->low_midi, low_midi, NEAR);
  g_assert_cmpfloat_with_epsilon (fixture->view->high_midi, high_midi, NEAR);
}

/* The scrollbars show where in the song the view lies; pitches count down from the highest. */
static void
test_shown (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->time), ==, 20);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (fixture->time), ==, 10);
  g_assert_cmpfloat (gtk_adjustment_get_lower (fixture->time), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->time), ==, 60);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->pitch), ==, CT_VIEW_HIGH_MIDI - 80);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (fixture->pitch), ==, 40);
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->pitch), ==, CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI);
  /* beyond the end of the song the bar grows with the view */
  ct_session_set_view (fixture->session, &(CtView){ 54, 64, 40, 80 });
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->time), ==, 54);
  g_assert_cmpfloat (gtk_adjustment_get_upper (fixture->time), ==, 64);
}

/* A scrollbar that is dragged moves its own axis, once. */
static void
test_dragged (Fixture *fixture, gconstpointer data)
{
  gtk_adjustment_set_value (fixture->time, 25.5);
  assert_view (fixture, 25.5, 35.5, 40, 80);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  gtk_adjustment_set_value (fixture->pitch, CT_VIEW_HIGH_MIDI - 71);
  assert_view (fixture, 25.5, 35.5, 31, 71);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  gtk_adjustment_set_value (fixture->time, 25.5);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  /* as far as they go */
  gtk_adjustment_set_value (fixture->time, 1e6);
  gtk_adjustment_set_value (fixture->pitch, -1e6);
  assert_view (fixture, 50, 60, CT_VIEW_HIGH_MIDI - 40, CT_VIEW_HIGH_MIDI);
}

/* Whoever sets the view gets exactly that, and one signal: the scrollbars follow and do not answer. */
static void
test_no_echo (Fixture *fixture, gconstpointer data)
{
  CtSession *alone = ct_session_new (ct_session_get_document (fixture->session));
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (int i = 0; i < 500; i++)
    {
      double start_s = g_rand_double_range (random, -5, 65), low_midi = g_rand_double_range (random, 10, 125);
      CtView view = { start_s, start_s + g_rand_double_range (random, 0.01, 70), low_midi,
                      low_midi + g_rand_double_range (random, 1, 120) };

      fixture->n_changes = 0;
      ct_session_set_view (alone, &view);
      ct_session_set_view (fixture->session, &view);
      g_assert_true (ct_view_equal (fixture->view, ct_session_get_view (alone)));
      g_assert_cmpuint (fixture->n_changes, ==, 1);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->time), fixture->view->start_s, NEAR);
      g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->pitch),
                                      CT_VIEW_HIGH_MIDI - fixture->view->high_midi, NEAR);
    }
  g_assert_finalize_object (alone);
}

/* One song after another, of other lengths: the bars show the new one and move neither. */
static void
test_another_session (Fixture *fixture, gconstpointer data)
{
  CtSession *other = canvas_song_new (5, 10, 1);
  CtView before = *fixture->view, others = *ct_session_get_view (other);

  g_object_set (fixture->canvas, "session", other, NULL);
  g_assert_true (ct_view_equal (fixture->view, &before));
  g_assert_true (ct_view_equal (ct_session_get_view (other), &others));
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_page_size (fixture->time), others.end_s - others.start_s, NEAR);
  g_object_set (fixture->canvas, "session", NULL, NULL);
  gtk_adjustment_set_value (fixture->time, 0.5);
  g_assert_true (ct_view_equal (ct_session_get_view (other), &others));
  g_assert_finalize_object (other);
}

static GtkEventController *
wheel_of (GtkWidget *widget)
{
  return widget_find_controller (widget, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
}

/* A ruler has no pitches to scroll, a keyboard no time: both wheels move what there is. */
static void
test_one_axis (Fixture *fixture, gconstpointer data)
{
  gboolean handled;

  g_signal_emit_by_name (wheel_of (widget_find (fixture->canvas, CT_TYPE_RULER, 0)), "scroll", 0.0, 1.0, &handled);
  g_assert_cmpfloat (fixture->view->start_s, >, 20);
  assert_view (fixture, fixture->view->start_s, fixture->view->start_s + 10, 40, 80);
  ct_session_set_view (fixture->session, &(CtView){ 20, 30, 40, 80 });
  g_signal_emit_by_name (wheel_of (widget_find (fixture->canvas, CT_TYPE_KEYBOARD, 0)), "scroll", 1.0, 1.0, &handled);
  g_assert_cmpfloat (fixture->view->high_midi, <, 80);
  assert_view (fixture, 20, 30, fixture->view->high_midi - 40, fixture->view->high_midi);
}

static GtkGesture *
find_middle_drag (GtkWidget *stage)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (stage);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_MIDDLE)
        return GTK_GESTURE (controller);
    }
  g_assert_not_reached ();
}

/* What is under the pointer when the middle button goes down stays under it. */
static void
test_middle_button (Fixture *fixture, gconstpointer data)
{
  GtkGesture *drag = find_middle_drag (fixture->stage);
  double width = gtk_widget_get_width (fixture->stage), height = gtk_widget_get_height (fixture->stage);

  g_signal_emit_by_name (drag, "drag-begin", width / 2, height / 2);
  g_signal_emit_by_name (drag, "drag-update", -width / 5, height / 10);
  assert_view (fixture, 22, 32, 44, 84);
  g_signal_emit_by_name (drag, "drag-update", width / 10, -height / 20);
  assert_view (fixture, 19, 29, 38, 78);
  g_signal_emit_by_name (drag, "drag-end", width / 10, -height / 20);
  assert_view (fixture, 19, 29, 38, 78);
}

/* While the playhead is held in the ruler the view does not run after it. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  GtkGesture *drag = widget_find_drag (widget_find (fixture->canvas, CT_TYPE_RULER, 0));

  g_object_set (fixture->session, "follow", CT_FOLLOW_PAGE, NULL);
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 5.0);
  ct_session_set_playhead_s (fixture->session, 45);
  assert_view (fixture, 20, 30, 40, 80);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  ct_session_set_playhead_s (fixture->session, 47);
  g_assert_cmpfloat (fixture->view->start_s, >, 40);
}

static gboolean
has_glided (gpointer data)
{
  Fixture *fixture = data;

  return fixture->n_changes >= 2;
}

/* A flick goes on by itself, on the axes its widget has, until the next touch. */
static void
test_kinetic (Fixture *fixture, gconstpointer data)
{
  GtkEventController *ruler = wheel_of (widget_find (fixture->canvas, CT_TYPE_RULER, 0));
  gboolean handled;
  CtView stopped;

  g_signal_emit_by_name (ruler, "decelerate", 4000.0, 4000.0);
  widget_wait (has_glided, fixture);
  g_assert_cmpfloat (fixture->view->start_s, >, 20);
  g_assert_cmpfloat (fixture->view->low_midi, ==, 40);
  g_signal_emit_by_name (wheel_of (fixture->stage), "scroll", 0.0, 0.0, &handled);
  stopped = *fixture->view;
  widget_picture_settle (fixture->stage);
  g_assert_true (ct_view_equal (fixture->view, &stopped));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/canvas-scroll/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("shown", test_shown);
  ADD ("dragged", test_dragged);
  ADD ("no-echo", test_no_echo);
  ADD ("another-session", test_another_session);
  ADD ("one-axis", test_one_axis);
  ADD ("middle-button", test_middle_button);
  ADD ("held", test_held);
  ADD ("kinetic", test_kinetic);
  return g_test_run ();
}
