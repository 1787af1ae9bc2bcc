/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-ruler.h"

#include <gtk/gtk.h>

#include "core/base/ct-note.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/session/ct-session.h"

static void
test_steps (void)
{
  double before = G_MAXDOUBLE;

  /* from the whole of two hours to single samples' worth of pixels */
  for (double px_per_s = 0.05; px_per_s < 60000; px_per_s *= 1.1)
    {
      guint n_parts;
      double step_s = ct_ruler_step (px_per_s, 60, &n_parts);

      g_assert_cmpfloat (step_s, <=, before);
      g_assert_cmpuint (n_parts, >=, 1);
      if (step_s < 21600)
        g_assert_cmpfloat (step_s * px_per_s, >=, 60);
      if (step_s > 0.001)
        g_assert_cmpfloat (step_s * px_per_s, <, 60 * 3.01);
      before = step_s;
    }
  g_assert_cmpfloat (ct_ruler_step (100, 60, NULL), ==, 1);
  g_assert_cmpfloat (ct_ruler_step (1, 60, NULL), ==, 60);
  g_assert_cmpfloat (ct_ruler_step (3, 60, NULL), ==, 30);
}

static void
assert_label (double time_s, double step_s, const char *expected)
{
  g_autofree char *text = ct_ruler_dup_label (time_s, step_s);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_labels (void)
{
  assert_label (0, 1, "0:00");
  assert_label (62, 1, "1:02");
  assert_label (62.5, 0.5, "1:02.5");
  assert_label (62.25, 0.05, "1:02.25");
  assert_label (0.007, 0.001, "0:00.007");
  /* 3 x 0.1 is not 0.3 */
  assert_label (3 * 0.1, 0.1, "0:00.3");
  assert_label (59.9999999, 1, "1:00");
  assert_label (3600, 60, "1:00:00");
  assert_label (7325, 5, "2:02:05");
  assert_label (-1, 1, "0:00");
}

/* Without a real press there is no start point: the ruler must bear that. */
static void
test_drag_without_press (void)
{
  g_autoptr (CtSession) session = canvas_song_new (10, 20, 2);
  GtkWidget *ruler = ct_ruler_new (), *window;
  GtkEventController *drag = widget_find_controller (ruler, GTK_TYPE_GESTURE_DRAG);
  CtTimeSpan loop;

  g_signal_emit_by_name (drag, "drag-begin", 10.0, 10.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_object_set (ruler, "session", session, NULL);
  window = widget_picture_show (ruler, 400, 40);
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 10.0);
  g_assert_true (ct_ruler_get_pressed (CT_RULER (ruler)));
  g_signal_emit_by_name (drag, "drag-update", 50.0, 0.0);
  g_signal_emit_by_name (drag, "drag-end", 50.0, 0.0);
  g_assert_false (ct_ruler_get_pressed (CT_RULER (ruler)));
  g_assert_false (ct_session_get_loop (session, &loop));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_play (GSimpleAction *action, GVariant *parameter, gpointer n)
{
  (*(int *) n)++;
}

/* One click sets the playhead, the second one of two plays. */
static void
test_double_click (void)
{
  static const GActionEntry entries[] = { { .name = "play", .activate = count_play } };
  g_autoptr (CtSession) session = canvas_song_new (10, 20, 2);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *ruler = ct_ruler_new (), *window;
  int n_played = 0;

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), &n_played);
  window = widget_picture_show (ruler, 400, 40);
  gtk_widget_insert_action_group (window, "playback", G_ACTION_GROUP (actions));
  g_signal_emit_by_name (widget_find_controller (ruler, GTK_TYPE_GESTURE_CLICK), "released", 2, 100.0, 10.0);
  g_assert_cmpint (n_played, ==, 0);
  g_object_set (ruler, "session", session, NULL);
  g_signal_emit_by_name (widget_find_controller (ruler, GTK_TYPE_GESTURE_CLICK), "released", 1, 100.0, 10.0);
  g_assert_cmpint (n_played, ==, 0);
  g_signal_emit_by_name (widget_find_controller (ruler, GTK_TYPE_GESTURE_CLICK), "released", 2, 100.0, 10.0);
  g_assert_cmpint (n_played, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ruler/steps", test_steps);
  g_test_add_func ("/ruler/labels", test_labels);
  g_test_add_func ("/ruler/drag-without-press", test_drag_without_press);
  g_test_add_func ("/ruler/double-click", test_double_click);
  return g_test_run ();
}
