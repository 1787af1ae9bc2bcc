/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-point-painter.h"

#include <math.h>

static guint32
pixel_of (GdkTexture *texture, int x, int y)
{
  g_autofree guint32 *pixels = g_new (guint32, 20 * 10);

  gdk_texture_download (texture, (guchar *) pixels, 20 * sizeof *pixels);
  return pixels[y * 20 + x];
}

static void
test_dots (void)
{
  CtPointPainter painter;
  g_autoptr (GdkTexture) texture = NULL;

  ct_point_painter_init (&painter, 20, 10);
  ct_point_painter_dot (&painter, 5, 5, 3, 0xff8000, 1, FALSE);
  ct_point_painter_dot (&painter, 14, 5, 4, 0x00ff00, 0.5, TRUE);
  ct_point_painter_dot (&painter, -50, 5, 3, 0xffffff, 1, FALSE);
  ct_point_painter_dot (&painter, 20, 10, 3, 0xffffff, 1, FALSE); /* a corner */
  texture = ct_point_painter_finish (&painter);
  g_assert_cmphex (pixel_of (texture, 5, 5), ==, 0xffff8000);
  g_assert_cmphex (pixel_of (texture, 0, 0), ==, 0);
  g_assert_cmphex (pixel_of (texture, 14, 5), ==, 0);
  g_assert_cmphex (pixel_of (texture, 19, 9), ==, 0xffffffff);
  g_assert_cmphex (pixel_of (texture, 17, 5) >> 24, >, 0x40);
}

/* What a disc covers adds up to its area, wherever between the pixels it lies. */
static void
test_area (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (int i = 0; i < 100; i++)
    {
      double x = g_rand_double_range (random, 9, 11), y = g_rand_double_range (random, 4, 6);
      double radius = g_rand_double_range (random, 1.5, 3.5), area = 0;
      g_autofree guint32 *pixels = g_new (guint32, 20 * 10);
      g_autoptr (GdkTexture) texture = NULL;
      CtPointPainter painter;

      ct_point_painter_init (&painter, 20, 10);
      ct_point_painter_dot (&painter, x, y, radius, 0xffffff, 1, FALSE);
      texture = ct_point_painter_finish (&painter);
      gdk_texture_download (texture, (guchar *) pixels, 20 * sizeof *pixels);
      for (guint j = 0; j < 20 * 10; j++)
        {
          area += (pixels[j] >> 24) / 255.0;
          g_assert_cmphex (pixels[j] >> 24, ==, pixels[j] & 0xff); /* premultiplied white */
        }
      g_assert_cmpfloat_with_epsilon (area, G_PI * radius * radius, 0.1 * G_PI * radius * radius);
    }
}

/* One over the other: the upper one shows, by its alpha. */
static void
test_blended (void)
{
  CtPointPainter painter;
  g_autoptr (GdkTexture) texture = NULL;
  guint32 pixel;

  ct_point_painter_init (&painter, 20, 10);
  ct_point_painter_dot (&painter, 5, 5, 3, 0xff0000, 1, FALSE);
  ct_point_painter_dot (&painter, 5, 5, 3, 0x0000ff, 0.5, FALSE);
  texture = ct_point_painter_finish (&painter);
  pixel = pixel_of (texture, 5, 5);
  g_assert_cmphex (pixel >> 24, ==, 0xff);
  g_assert_cmpint (ABS ((int) (pixel >> 16 & 0xff) - 127), <=, 1);
  g_assert_cmpint (ABS ((int) (pixel & 0xff) - 128), <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/point-painter/dots", test_dots);
  g_test_add_func ("/point-painter/area", test_area);
  g_test_add_func ("/point-painter/blended", test_blended);
  return g_test_run ();
}
