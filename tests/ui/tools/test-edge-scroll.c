/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-edge-scroll.h"

#include <gtk/gtk.h>

#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

static const CtView middle = { 20, 30, 40, 80 };
static guint n_scrolled;

static void
scrolled (gpointer data)
{
  n_scrolled++;
}

static gboolean
has_scrolled (gpointer data)
{
  return n_scrolled >= 3;
}

static void
move (CtEdgeScroll *scroll, double x, double y)
{
  n_scrolled = 0;
  ct_edge_scroll_move (scroll, x, y);
  widget_wait (has_scrolled, NULL);
}

static void
test_edges (void)
{
  CtSession *session = canvas_song_new (60, 10, 1);
  GtkWidget *stage = gtk_drawing_area_new (), *window = widget_picture_show (stage, 400, 300);
  CtEdgeScroll *scroll = ct_edge_scroll_new (stage, session, scrolled, NULL);
  const CtView *view = ct_session_get_view (session);
  CtView stopped;

  ct_session_set_view (session, &middle);
  /* a press at an edge scrolls nothing until it is dragged */
  widget_picture_settle (stage);
  g_assert_cmpuint (n_scrolled, ==, 0);
  g_assert_true (ct_view_equal (view, &middle));
  move (scroll, 395, 150);
  g_assert_cmpfloat (view->start_s, >, 20);
  g_assert_cmpfloat (view->high_midi, ==, 80);
  /* away from the edges it stops */
  ct_edge_scroll_move (scroll, 200, 150);
  stopped = *view;
  widget_picture_settle (stage);
  g_assert_true (ct_view_equal (view, &stopped));
  move (scroll, -50, 150);
  g_assert_cmpfloat (view->start_s, <, stopped.start_s);
  move (scroll, 200, 350);
  g_assert_cmpfloat (view->high_midi, <, 80);
  stopped = *view;
  move (scroll, 200, 2);
  g_assert_cmpfloat (view->high_midi, >, stopped.high_midi);
  ct_edge_scroll_free (scroll);
  stopped = *view;
  widget_picture_settle (stage);
  g_assert_true (ct_view_equal (view, &stopped));
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (session);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/edge-scroll/edges", test_edges);
  return g_test_run ();
}
