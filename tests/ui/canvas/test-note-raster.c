/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-raster.h"

#include <glib.h>
#include <math.h>

#include "ui/support/ct-track-palette.h"

#define WIDTH 80
#define HEIGHT 40
#define DARK 0xff08080d
#define RGB 0x3070f0

static CtGrid
make_grid (double scale)
{
  CtGrid grid;

  ct_grid_init (&grid, &(CtView){ 0, 8, 50, 60 }, WIDTH, HEIGHT, scale);
  return grid;
}

static guint32
pixel_at (CtPixels *pixels, int x, int y)
{
  g_assert_true (x >= 0 && y >= 0 && x < (int) ct_pixels_get_width (pixels) && y < (int) ct_pixels_get_height (pixels));
  return ct_pixels_get_data (pixels)[y * (int) ct_pixels_get_width (pixels) + x];
}

static guint
count (CtPixels *pixels, guint32 pixel)
{
  guint n = 0;

  for (guint i = 0; i < ct_pixels_get_width (pixels) * ct_pixels_get_height (pixels); i++)
    n += ct_pixels_get_data (pixels)[i] == pixel;
  return n;
}

/* @rgb over the dark ground. */
static guint32
shaded (guint32 rgb, double alpha)
{
  guint32 pixel = 0xff000000;

  for (int shift = 0; shift < 24; shift += 8)
    {
      double ground = DARK >> shift & 0xff, light = rgb >> shift & 0xff;

      pixel |= (guint32) lround (ground + alpha * (light - ground)) << shift;
    }
  return pixel;
}

/* A dark edge of a pixel with round corners, and the colour inside. */
static void
test_bar (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (10, 5, 40, 20);

  ct_note_raster_bar (pixels, &grid, &bounds, RGB, 0.6);
  g_assert_cmpuint (ct_pixels_get_width (pixels), ==, WIDTH);
  g_assert_cmpuint (ct_pixels_get_height (pixels), ==, HEIGHT);
  g_assert_cmphex (pixel_at (pixels, 30, 15), ==, shaded (RGB, 0.6));
  g_assert_cmphex (pixel_at (pixels, 11, 15), ==, shaded (RGB, 0.6));
  g_assert_cmphex (pixel_at (pixels, 30, 6), ==, shaded (RGB, 0.6));
  g_assert_cmphex (pixel_at (pixels, 10, 15), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 49, 15), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 30, 5), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 30, 24), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 10, 5), <, DARK); /* a corner, hardly covered */
  g_assert_cmphex (pixel_at (pixels, 9, 15), ==, 0);
  g_assert_cmphex (pixel_at (pixels, 50, 15), ==, 0);
  g_assert_cmphex (pixel_at (pixels, 30, 4), ==, 0);
  g_assert_cmphex (pixel_at (pixels, 30, 25), ==, 0);
}

/* The smaller, the less: below 4 pixels there is no edge, below 8 x 7 no round corner. */
static void
test_small (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);

  ct_note_raster_bar (pixels, &grid, &GRAPHENE_RECT_INIT (10, 5, 3, 20), RGB, 1);
  g_assert_cmpuint (count (pixels, 0xff000000 | RGB), ==, 60);
  ct_pixels_clear (pixels);
  ct_note_raster_bar (pixels, &grid, &GRAPHENE_RECT_INIT (10, 5, 20, 6), RGB, 1);
  g_assert_cmpuint (count (pixels, 0xff000000 | RGB), ==, 18 * 4);
  g_assert_cmpuint (count (pixels, DARK), ==, 20 * 6 - 18 * 4);
}

/* On a screen of twice the pixels everything has twice the pixels. */
static void
test_scale (void)
{
  CtGrid grid = make_grid (2);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);

  g_assert_cmpuint (ct_pixels_get_width (pixels), ==, 2 * WIDTH);
  ct_note_raster_bar (pixels, &grid, &GRAPHENE_RECT_INIT (10, 5, 20, 6), RGB, 1);
  g_assert_cmphex (pixel_at (pixels, 20, 16), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 21, 16), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 22, 16), ==, 0xff000000 | RGB);
  g_assert_cmpuint (count (pixels, 0xff000000 | RGB), ==, 36 * 8);
}

/* What lies outside is left out, however far away. */
static void
test_clipped (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);
  const graphene_rect_t outside[] = { GRAPHENE_RECT_INIT (-50, 5, 40, 20), GRAPHENE_RECT_INIT (10, 45, 40, 20),
                                      GRAPHENE_RECT_INIT (1e9f, 5, 40, 20), GRAPHENE_RECT_INIT (10, -1e12f, 40, 20) };

  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      ct_note_raster_ring (pixels, &grid, &outside[i]);
      ct_note_raster_bar (pixels, &grid, &outside[i], RGB, 1);
      ct_note_raster_outline (pixels, &grid, &outside[i], RGB);
      ct_note_raster_edited (pixels, &grid, &outside[i]);
      ct_note_raster_handles (pixels, &grid, &outside[i]);
    }
  g_assert_cmpuint (count (pixels, 0), ==, WIDTH * HEIGHT);
  /* from far left to far right: the edges are outside, the rows all the colour between top and bottom */
  ct_note_raster_bar (pixels, &grid, &GRAPHENE_RECT_INIT (-1e8f, 5, 2e8f, 20), RGB, 1);
  g_assert_cmpuint (count (pixels, 0xff000000 | RGB), ==, WIDTH * 18);
  g_assert_cmpuint (count (pixels, DARK), ==, WIDTH * 2);
}

static guint
luma (guint32 pixel)
{
  return (2 * (pixel >> 16 & 0xff) + 5 * (pixel >> 8 & 0xff) + (pixel & 0xff)) / 8;
}

/* A ghost has a light frame on a dark rim whatever its track's color is, so that it is seen on every ground; the ground
 * is seen through it, and its frame is broken, which no bar's is. */
static void
test_ghost (void)
{
  CtGrid grid = make_grid (1);

  for (guint i = 0; i < CT_TRACK_PALETTE_SIZE; i++)
    for (float height = 4; height < 24; height += 5)
      {
        g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);
        const graphene_rect_t bounds = GRAPHENE_RECT_INIT (10, 8, 40, height);
        guint32 frame;

        ct_note_raster_ghost (pixels, &grid, &bounds, ct_track_palette_rgb (i));
        frame = pixel_at (pixels, 14, 8);
        g_assert_cmpuint (luma (frame), >, 110);
        g_assert_cmphex (pixel_at (pixels, 14, 7), ==, DARK);
        g_assert_cmphex (pixel_at (pixels, 16, 8), ==, DARK);
        g_assert_cmphex (pixel_at (pixels, 21, 8), ==, frame);
        g_assert_cmphex (pixel_at (pixels, 30, 8 + (int) height / 2) >> 24, <, 0xff);
      }
}

/* An outline leaves what is inside, and stands out from it and from the ground. */
static void
test_outline (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);

  ct_note_raster_outline (pixels, &grid, &GRAPHENE_RECT_INIT (10, 5, 40, 20), RGB);
  g_assert_cmphex (pixel_at (pixels, 30, 15), ==, 0);
  g_assert_cmphex (pixel_at (pixels, 7, 15), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 8, 15), ==, 0xff000000 | RGB);
  g_assert_cmphex (pixel_at (pixels, 9, 15), ==, 0xff000000 | RGB);
  g_assert_cmphex (pixel_at (pixels, 10, 15), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 51, 15), ==, 0xff000000 | RGB);
  g_assert_cmpuint (count (pixels, 0xff000000 | RGB), ==, 2 * 2 * (44 + 20));
}

static void
test_selected (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (20, 10, 40, 20), small = GRAPHENE_RECT_INIT (20, 10, 13, 20);

  ct_note_raster_ring (pixels, &grid, &bounds);
  g_assert_cmphex (pixel_at (pixels, 16, 20), ==, 0);
  g_assert_cmphex (pixel_at (pixels, 17, 20), ==, DARK);
  g_assert_cmphex (pixel_at (pixels, 18, 20), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (pixels, 61, 20), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (pixels, 62, 20), ==, DARK);
  ct_note_raster_bar (pixels, &grid, &bounds, RGB, 1);
  ct_note_raster_handles (pixels, &grid, &bounds);
  g_assert_cmphex (pixel_at (pixels, 20, 20), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (pixels, 22, 20), ==, 0xffffffff);
  g_assert_cmphex (pixel_at (pixels, 23, 20), ==, 0xff000000 | RGB);
  g_assert_cmphex (pixel_at (pixels, 57, 20), ==, 0xffffffff);
  /* there is no room for handles on a short one */
  ct_pixels_clear (pixels);
  ct_note_raster_handles (pixels, &grid, &small);
  g_assert_cmpuint (count (pixels, 0), ==, WIDTH * HEIGHT);
}

/* The mark of an edit lies along the foot. */
static void
test_edited (void)
{
  CtGrid grid = make_grid (1);
  g_autoptr (CtPixels) pixels = ct_note_raster_new (&grid);

  ct_note_raster_edited (pixels, &grid, &GRAPHENE_RECT_INIT (20, 10, 40, 20));
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmphex (pixel_at (pixels, x, y), ==, x >= 23 && x < 57 && (y == 27 || y == 28) ? 0xfff0f0f0 : 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-raster/bar", test_bar);
  g_test_add_func ("/note-raster/small", test_small);
  g_test_add_func ("/note-raster/scale", test_scale);
  g_test_add_func ("/note-raster/clipped", test_clipped);
  g_test_add_func ("/note-raster/ghost", test_ghost);
  g_test_add_func ("/note-raster/outline", test_outline);
  g_test_add_func ("/note-raster/selected", test_selected);
  g_test_add_func ("/note-raster/edited", test_edited);
  return g_test_run ();
}
