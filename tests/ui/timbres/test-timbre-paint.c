/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-paint.h"

#include <glib.h>

#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"

#define SIZE 100

/* the origin in the middle, 50 pixels to a unit */
static const CtTimbreView view = { 0, 0, 50, SIZE, SIZE };

typedef struct
{
  CtDocument *document;
  CtSession *session;
  CtTimbrePoints points;
} Fixture;

/* Two points, of a long note at the upper left and of a short one at the lower right. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtTimbrePoint first = { .x = -0.5f, .y = 0.5f, .length_s = 2, .rgb = 0xff0000, .own = TRUE };
  CtTimbrePoint second = { .x = 0.5f, .y = -0.5f, .length_s = 2, .rgb = 0x00ff00, .own = TRUE };

  fixture->document = note_document_new (2);
  fixture->session = ct_session_new (fixture->document);
  first.id = note_document_id (fixture->document, 0);
  second.id = note_document_id (fixture->document, 1);
  fixture->points.points = g_array_new (FALSE, FALSE, sizeof (CtTimbrePoint));
  g_array_append_val (fixture->points.points, first);
  g_array_append_val (fixture->points.points, second);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_timbre_points_clear (&fixture->points);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

/* [SIZE * scale][SIZE * scale], premultiplied 0xAARRGGBB */
static guint32 *
paint (Fixture *fixture, int scale)
{
  g_autoptr (GdkTexture) texture = ct_timbre_paint_points (&fixture->points, &view, fixture->session, scale);
  gsize width = SIZE * (gsize) scale;
  guint32 *pixels = g_new (guint32, width * width);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, (int) width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, (int) width);
  gdk_texture_download (texture, (guchar *) pixels, width * sizeof *pixels);
  return pixels;
}

static guint
count (const guint32 *pixels, int scale)
{
  guint n = 0;

  for (int i = 0; i < SIZE * SIZE * scale * scale; i++)
    n += pixels[i] >> 24 > 0;
  return n;
}

/* Points lie where the view has them, up on the map is up, in their colors, and are as large on every screen. */
static void
test_points (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *one = paint (fixture, 1), *two = paint (fixture, 2);

  g_assert_cmphex (one[25 * SIZE + 25], ==, 0xcccc0000);
  g_assert_cmphex (one[75 * SIZE + 75], ==, 0xcc00cc00);
  g_assert_cmphex (one[50 * SIZE + 50], ==, 0);
  g_assert_cmphex (two[50 * 2 * SIZE + 50], ==, 0xcccc0000);
  g_assert_cmpfloat_with_epsilon (count (two, 2) / 4.0, count (one, 1), 0.25 * count (one, 1));
}

/* A long note's point is larger; one without a timbre of its own is hollow. */
static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *both = paint (fixture, 1), *shorter = NULL, *hollow = NULL;

  g_array_index (fixture->points.points, CtTimbrePoint, 1).length_s = 0.05f;
  shorter = paint (fixture, 1);
  g_assert_cmpuint (count (shorter, 1), <, count (both, 1));
  g_array_index (fixture->points.points, CtTimbrePoint, 0).own = FALSE;
  hollow = paint (fixture, 1);
  g_assert_cmphex (hollow[25 * SIZE + 25], ==, 0);
  g_assert_cmphex (hollow[25 * SIZE + 29] >> 24, >, 0x40);
}

/* What is selected is opaque in a white ring, over the rest, which is dimmed. */
static void
test_selected (Fixture *fixture, gconstpointer data)
{
  guint64 id = ct_timbre_points_get (&fixture->points, 0)->id;
  g_autofree guint32 *pixels = NULL, *over = NULL;

  ct_selection_set (ct_session_get_selection (fixture->session), &id, 1);
  pixels = paint (fixture, 1);
  g_assert_cmphex (pixels[25 * SIZE + 25], ==, 0xffff0000);
  g_assert_cmphex (pixels[25 * SIZE + 31] & 0xff, >, 0xf0);
  g_assert_cmphex (pixels[75 * SIZE + 75], ==, 0x66006600);
  /* the other one in the same place, which would come after it, lies under it */
  g_array_index (fixture->points.points, CtTimbrePoint, 1).x = -0.5f;
  g_array_index (fixture->points.points, CtTimbrePoint, 1).y = 0.5f;
  over = paint (fixture, 1);
  g_assert_cmphex (over[25 * SIZE + 25], ==, 0xffff0000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/timbre-paint/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("points", test_points);
  ADD ("kinds", test_kinds);
  ADD ("selected", test_selected);
  return g_test_run ();
}
