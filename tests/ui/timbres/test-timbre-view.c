/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-view.h"

#include <glib.h>

#define NEAR 1e-6

static CtTimbrePoints
make_points (const double (*places)[2], guint n)
{
  CtTimbrePoints points = { .points = g_array_new (FALSE, FALSE, sizeof (CtTimbrePoint)) };

  for (guint i = 0; i < n; i++)
    {
      CtTimbrePoint point = { .id = i + 1, .x = (float) places[i][0], .y = (float) places[i][1] };

      g_array_append_val (points.points, point);
    }
  return points;
}

/* Everything is inside with a margin, and one direction uses the room up; up is up. */
static void
test_fit (void)
{
  static const double places[][2] = { { -0.5, 0.25 }, { 1.5, 0.5 }, { 0.1, -0.25 } };
  CtTimbrePoints points = make_points (places, 3);
  CtTimbreView view = { .scale = 1, .width = 400, .height = 300 };
  double x[3], y[3];

  ct_timbre_view_fit (&view, &points);
  for (guint i = 0; i < 3; i++)
    ct_timbre_view_locate_point (&view, ct_timbre_points_get (&points, i), &x[i], &y[i]);
  g_assert_cmpfloat_with_epsilon (x[0], 16, NEAR);
  g_assert_cmpfloat_with_epsilon (x[1], 384, NEAR);
  g_assert_cmpfloat_with_epsilon ((y[1] + y[2]) / 2, 150, 1e-3);
  g_assert_cmpfloat (y[1], <, y[0]);
  g_assert_cmpfloat (y[0], <, y[2]);
  /* twice as wide a map as high: the same scale both ways */
  g_assert_cmpfloat_with_epsilon ((y[2] - y[1]) / (x[1] - x[0]), 0.75 / 2, 1e-6);
  ct_timbre_points_clear (&points);
}

/* Of one point, or none, or in no room at all there is a view, too. */
static void
test_degenerate (void)
{
  static const double places[][2] = { { 0.3, -0.7 }, { 0.3, -0.7 } };
  CtTimbrePoints points = make_points (places, 2), none = { 0 };
  CtTimbreView view = { .scale = 1, .width = 400, .height = 300 };
  double x, y;

  ct_timbre_view_fit (&view, &points);
  ct_timbre_view_locate_point (&view, ct_timbre_points_get (&points, 0), &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 200, 1e-3);
  g_assert_cmpfloat_with_epsilon (y, 150, 1e-3);
  ct_timbre_view_fit (&view, &none);
  g_assert_cmpfloat (view.x, ==, 0);
  g_assert_cmpfloat (view.scale, >, 0);
  view.width = view.height = 0;
  ct_timbre_view_fit (&view, &points);
  g_assert_cmpfloat (view.scale, >, 0);
  g_assert_cmpfloat (view.scale, <, 1e6);
  ct_timbre_points_clear (&points);
}

/* What lies under the pointer stays there, at the limits of the scale too, and zooming back is back. */
static void
test_zoom (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (int i = 0; i < 500; i++)
    {
      CtTimbreView view = { g_rand_double_range (random, -1, 1), g_rand_double_range (random, -1, 1),
                            g_rand_double_range (random, 30, 3000), 400, 300 };
      CtTimbreView before = view;
      double map_x = g_rand_double_range (random, -1, 1), map_y = g_rand_double_range (random, -1, 1);
      double factor = g_rand_double_range (random, 0.001, 100), x, y, after_x, after_y;

      ct_timbre_view_locate (&view, map_x, map_y, &x, &y);
      ct_timbre_view_zoom (&view, factor, x, y);
      ct_timbre_view_locate (&view, map_x, map_y, &after_x, &after_y);
      g_assert_cmpfloat_with_epsilon (after_x, x, NEAR);
      g_assert_cmpfloat_with_epsilon (after_y, y, NEAR);
      g_assert_cmpfloat (view.scale, >=, 20);
      g_assert_cmpfloat (view.scale, <=, 20000);
      ct_timbre_view_zoom (&view, before.scale / view.scale, x, y);
      g_assert_cmpfloat_with_epsilon (view.x, before.x, NEAR);
      g_assert_cmpfloat_with_epsilon (view.y, before.y, NEAR);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-view/fit", test_fit);
  g_test_add_func ("/timbre-view/degenerate", test_degenerate);
  g_test_add_func ("/timbre-view/zoom", test_zoom);
  return g_test_run ();
}
