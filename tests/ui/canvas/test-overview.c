/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-overview.h"

#include <gtk/gtk.h>

#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WIDTH 600
#define NEAR 1e-9

/* ten pixels a second; the part that is visible is from 200 to 300 */
typedef struct
{
  CtSession *session;
  const CtView *view;
  GtkWidget *overview, *window;
  GtkGesture *drag;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (60, 100, 3);
  fixture->view = ct_session_get_view (fixture->session);
  fixture->overview = ct_overview_new ();
  g_object_set (fixture->overview, "session", fixture->session, NULL);
  fixture->window = widget_picture_show (fixture->overview, WIDTH, 48);
  fixture->drag = widget_find_drag (fixture->overview);
  ct_session_set_view (fixture->session, &(CtView){ 20, 30, 40, 80 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

static void
assert_shown (Fixture *fixture, double start_s, double end_s)
{
  g_assert_cmpfloat_with_epsilon (fixture->view->start_s, start_s, NEAR);
  g_assert_cmpfloat_with_epsilon (fixture->view->end_s, end_s, NEAR);
  g_assert_cmpfloat (fixture->view->low_midi, ==, 40);
  g_assert_cmpfloat (fixture->view->high_midi, ==, 80);
}

static void
press (Fixture *fixture, double x)
{
  g_signal_emit_by_name (fixture->drag, "drag-begin", x, 20.0);
}

static void
pull (Fixture *fixture, double x)
{
  g_signal_emit_by_name (fixture->drag, "drag-update", x, 0.0);
}

static void
let_go (Fixture *fixture, double x)
{
  g_signal_emit_by_name (fixture->drag, "drag-end", x, 0.0);
}

/* Held inside, it moves with its length, as far as the beginning. */
static void
test_span (Fixture *fixture, gconstpointer data)
{
  press (fixture, 250);
  assert_shown (fixture, 20, 30);
  pull (fixture, 55);
  assert_shown (fixture, 25.5, 35.5);
  pull (fixture, -300);
  assert_shown (fixture, 0, 10);
  let_go (fixture, -300);
  pull (fixture, 100); /* by no hand */
  assert_shown (fixture, 0, 10);
}

/* Held at an end, inside or outside, that end moves and the other stays; they do not pass each other. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  press (fixture, 196);
  pull (fixture, -50);
  assert_shown (fixture, 15, 30);
  pull (fixture, 500);
  assert_shown (fixture, 30 - CT_VIEW_MIN_SPAN_S, 30);
  let_go (fixture, 500);
  ct_session_set_view (fixture->session, &(CtView){ 20, 30, 40, 80 });
  press (fixture, 202);
  pull (fixture, 50);
  assert_shown (fixture, 25, 30);
  let_go (fixture, 50);
  ct_session_set_view (fixture->session, &(CtView){ 20, 30, 40, 80 });
  press (fixture, 302);
  pull (fixture, 100);
  assert_shown (fixture, 20, 40);
  pull (fixture, -500);
  assert_shown (fixture, 20, 20 + CT_VIEW_MIN_SPAN_S);
  let_go (fixture, -500);
}

/* Pressed elsewhere it comes there at once, and goes on from there. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  press (fixture, 450);
  assert_shown (fixture, 40, 50);
  pull (fixture, 20);
  assert_shown (fixture, 42, 52);
  let_go (fixture, 20);
  press (fixture, 10);
  assert_shown (fixture, 0, 10);
  let_go (fixture, 0);
}

/* However short a span is, it can be held at both ends. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  ct_session_set_view (fixture->session, &(CtView){ 20, 20.1, 40, 80 });
  press (fixture, 197);
  pull (fixture, -50);
  assert_shown (fixture, 15, 20.1);
  let_go (fixture, -50);
  ct_session_set_view (fixture->session, &(CtView){ 20, 20.1, 40, 80 });
  press (fixture, 204);
  pull (fixture, 50);
  assert_shown (fixture, 20, 25.1);
  let_go (fixture, 50);
}

static guint32 *
take (Fixture *fixture)
{
  int width, height;
  guint32 *pixels = widget_picture_take (fixture->overview, &width, &height);

  g_assert_cmpint (width, ==, WIDTH);
  return pixels;
}

static guint
light (const guint32 *pixels, int x)
{
  guint sum = 0;

  for (int y = 4; y < 44; y++)
    sum += pixels[y * WIDTH + x] & 0xff;
  return sum;
}

/* What is not visible lies under a veil; the playhead is a light line. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *left = NULL, *right = NULL;

  ct_session_set_playhead_s (fixture->session, 50);
  left = take (fixture);
  ct_session_set_view (fixture->session, &(CtView){ 30, 40, 40, 80 });
  right = take (fixture);
  for (int x = 210; x < 290; x += 5)
    {
      g_assert_cmpuint (light (left, x), >, light (right, x));
      g_assert_cmpuint (light (left, x + 100), <, light (right, x + 100));
    }
  for (int y = 0; y < 48; y++)
    g_assert_cmphex (left[y * WIDTH + 500], ==, 0xffffffff);
  g_assert_cmpuint (light (left, 505), ==, light (right, 505));
}

/* Without a session, or a song, it is empty and does nothing. */
static void
test_without_session (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *pixels = NULL;

  press (fixture, 250);
  g_object_set (fixture->overview, "session", NULL, NULL);
  pull (fixture, 50);
  let_go (fixture, 50);
  press (fixture, 10);
  let_go (fixture, 0);
  assert_shown (fixture, 20, 30);
  pixels = take (fixture);
  for (int i = 0; i < 48 * WIDTH; i++)
    g_assert_cmphex (pixels[i], ==, pixels[0]);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/overview/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("span", test_span);
  ADD ("ends", test_ends);
  ADD ("elsewhere", test_elsewhere);
  ADD ("narrow", test_narrow);
  ADD ("drawn", test_drawn);
  ADD ("without-session", test_without_session);
  return g_test_run ();
}
