/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-guides.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "tests/support/canvas-song.h"
#include "tests/support/ui-test.h"
#include "tests/support/widget-picture.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WIDTH 600
#define HEIGHT 480

/* 60 pixels a second, 10 pixels a semitone */
static const CtView view = { 0, 10, 36, 84 };

typedef struct
{
  CtSession *session;
  GtkWidget *guides, *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = canvas_song_new (10, 2, 1);
  fixture->guides = ct_guides_new ();
  g_object_set (fixture->guides, "session", fixture->session, NULL);
  fixture->window = widget_picture_show (fixture->guides, WIDTH, HEIGHT);
  ct_session_set_view (fixture->session, &view);
  ct_session_set_playhead_s (fixture->session, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->session);
}

static guint32 *
take (Fixture *fixture)
{
  int width, height;
  guint32 *pixels = widget_picture_take (fixture->guides, &width, &height);

  g_assert_cmpint (width, ==, WIDTH);
  g_assert_cmpint (height, ==, HEIGHT);
  return pixels;
}

static guint
alpha_at (const guint32 *pixels, int x, int y)
{
  return pixels[y * WIDTH + x] >> 24;
}

static void
test_readout (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double time_s, midi;
    const char *text;
  } readouts[] = {
    { 62.5, 69, "A4 +0 ¢   440.0 Hz   1:02.500" },
    { 0, 60.3, "C4 +30 ¢   266.2 Hz   0:00.000" },
    { 1, 59.75, "C4 -25 ¢   257.9 Hz   0:01.000" },
    { -3, 69, "A4 +0 ¢   440.0 Hz   0:00.000" }, /* before the beginning is no time */
  };

  for (guint i = 0; i < G_N_ELEMENTS (readouts); i++)
    {
      g_autofree char *text = ct_guides_dup_readout (fixture->session, readouts[i].time_s, readouts[i].midi);

      g_assert_cmpstr (text, ==, readouts[i].text);
    }
}

/* The pitch is named by the key where the pointer is. */
static void
test_readout_key (Fixture *fixture, gconstpointer data)
{
  CtKeyChange keys[] = { { .time_s = 0, .key = { -1, false } }, { .time_s = 5, .key = { 4, false } } };
  CtHarmony harmony = { .keys = keys, .n_keys = 2 };
  g_autofree char *flat = NULL, *sharp = NULL;

  ct_document_take_harmony (ct_session_get_document (fixture->session), &harmony);
  flat = ct_guides_dup_readout (fixture->session, 4, 70);
  g_assert_true (g_str_has_prefix (flat, "B♭4 "));
  sharp = ct_guides_dup_readout (fixture->session, 6, 70);
  g_assert_true (g_str_has_prefix (sharp, "A♯4 "));
}

/* A light line in a dark one, over the whole height, at its time. */
static void
test_playhead (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *pixels = NULL;

  ct_session_set_playhead_s (fixture->session, 5);
  pixels = take (fixture);
  for (int y = 0; y < HEIGHT; y += 7)
    for (int x = 0; x < WIDTH; x++)
      if (x == 300)
        g_assert_cmphex (pixels[y * WIDTH + x], ==, 0xffffffff);
      else if (x == 299 || x == 301)
        g_assert_cmphex (pixels[y * WIDTH + x], ==, 0xbf000000);
      else
        g_assert_cmphex (pixels[y * WIDTH + x], ==, 0);
}

/* What is not repeated lies under a veil, a fainter one while the loop is off. */
static void
test_loop (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *on = NULL, *off = NULL;

  ct_session_set_playhead_s (fixture->session, 9.9);
  ct_session_set_loop (fixture->session, &(CtTimeSpan){ 2, 6 });
  ct_session_set_loop_enabled (fixture->session, TRUE);
  on = take (fixture);
  ct_session_set_loop_enabled (fixture->session, FALSE);
  off = take (fixture);
  g_assert_cmpuint (alpha_at (on, 60, 100), >, 80);
  g_assert_cmpuint (alpha_at (on, 420, 100), ==, alpha_at (on, 60, 100));
  g_assert_cmpuint (alpha_at (on, 240, 100), ==, 0);
  g_assert_cmpuint (alpha_at (on, 119, 100), >, 0);
  g_assert_cmpuint (alpha_at (on, 121, 100), ==, 0);
  g_assert_cmpuint (alpha_at (on, 359, 100), ==, 0);
  g_assert_cmpuint (alpha_at (on, 361, 100), >, 0);
  g_assert_cmpuint (alpha_at (off, 60, 100), <, alpha_at (on, 60, 100));
  g_assert_cmpuint (alpha_at (off, 240, 100), ==, 0);
}

/* At the pointer there is a line at its time and one at its pitch, and one where each of its harmonics lies. */
static void
test_harmonics (Fixture *fixture, gconstpointer data)
{
  const double midi = 40;
  gboolean expected[HEIGHT] = { FALSE };
  g_autofree guint32 *pixels = NULL;
  guint n = 0;

  ct_session_set_playhead_s (fixture->session, 9.9);
  ct_session_set_hover (fixture->session, 2, midi);
  pixels = take (fixture);
  for (int harmonic = 1; harmonic <= 10; harmonic++)
    {
      int y = (int) floor (ct_view_y (&view, HEIGHT, midi + 12 * log2 (harmonic)) + 1e-6);

      g_assert_true (y >= 0 && y < HEIGHT);
      expected[y] = TRUE;
    }
  for (int y = 0; y < HEIGHT; y++)
    {
      /* the row of the pitch itself is tinted as a whole */
      gboolean in_row = ABS (y - ct_view_y (&view, HEIGHT, midi)) <= 6;
      guint alpha = alpha_at (pixels, 40, y);

      n += expected[y];
      if (expected[y])
        g_assert_cmpuint (alpha, >, 40);
      else if (!in_row)
        g_assert_cmpuint (alpha, ==, 0);
      if (!expected[y] && !in_row)
        g_assert_cmpuint (alpha_at (pixels, 120, y), >, 40);
    }
  g_assert_cmpuint (n, ==, 10);
  ct_session_clear_hover (fixture->session);
  g_clear_pointer (&pixels, g_free);
  pixels = take (fixture);
  for (int y = 0; y < HEIGHT; y++)
    g_assert_cmpuint (alpha_at (pixels, 120, y), ==, 0);
}

static guint
sum (const guint32 *pixels, int from_x, int to_x)
{
  guint n = 0;

  for (int y = 9; y < 25; y++)
    for (int x = from_x; x < to_x; x++)
      n += alpha_at (pixels, x, y) > 150;
  return n;
}

/* The read-out lies at the right, and steps aside for the pointer. */
static void
test_readout_aside (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *far = NULL, *near = NULL;

  ct_session_set_playhead_s (fixture->session, 5);
  ct_session_set_hover (fixture->session, 2, 40);
  far = take (fixture);
  ct_session_set_hover (fixture->session, 9.5, 83);
  near = take (fixture);
  g_assert_cmpuint (sum (far, 420, 590), >, 1000);
  g_assert_cmpuint (sum (far, 10, 110), <, 100);
  g_assert_cmpuint (sum (near, 420, 590), <, 300);
  g_assert_cmpuint (sum (near, 10, 110), >, 1000);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/guides/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("playhead", test_playhead);
  ADD ("loop", test_loop);
  ADD ("harmonics", test_harmonics);
  ADD ("readout", test_readout);
  ADD ("readout-key", test_readout_key);
  ADD ("readout-aside", test_readout_aside);
  return g_test_run ();
}
