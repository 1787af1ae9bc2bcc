/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-lasso.h"

#include <math.h>

static void
test_contains (void)
{
  const CtLassoPoint square[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };
  const CtLassoPoint hook[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 8, 10 }, { 8, 2 }, { 0, 2 } };
  const CtLassoPoint star[] = { { 5, 0 }, { 8, 10 }, { 0, 4 }, { 10, 4 }, { 2, 10 } };

  g_assert_true (ct_lasso_contains (square, 4, 5, 5));
  g_assert_false (ct_lasso_contains (square, 4, 11, 5));
  g_assert_false (ct_lasso_contains (square, 4, 5, -1));
  g_assert_true (ct_lasso_contains (square, 3, 9, 1)); /* it closes itself */
  g_assert_false (ct_lasso_contains (square, 3, 1, 9));
  g_assert_false (ct_lasso_contains (square, 2, 5, 0));
  g_assert_false (ct_lasso_contains (square, 0, 5, 5));
  g_assert_true (ct_lasso_contains (hook, 6, 9, 8));
  g_assert_true (ct_lasso_contains (hook, 6, 1, 1));
  g_assert_false (ct_lasso_contains (hook, 6, 5, 6));
  g_assert_true (ct_lasso_contains (star, 5, 5, 2));
  g_assert_false (ct_lasso_contains (star, 5, 5, 5)); /* enclosed twice */
}

/* Of convex polygons it agrees with the definition by half-planes. */
static void
test_convex (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n_inside = 0;

  for (int i = 0; i < 2000; i++)
    {
      CtLassoPoint corners[12], at = { g_rand_double_range (random, -12, 12), g_rand_double_range (random, -12, 12) };
      guint n = (guint) g_rand_int_range (random, 3, 13);
      double turn = g_rand_double_range (random, 0, 7);
      gboolean inside = TRUE;

      for (guint j = 0; j < n; j++)
        corners[j] = (CtLassoPoint){ 10 * cos (turn + 2 * G_PI * j / n), 10 * sin (turn + 2 * G_PI * j / n) };
      for (guint j = 0; j < n; j++)
        {
          CtLassoPoint a = corners[j], b = corners[(j + 1) % n];

          inside = inside && (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x) > 0;
        }
      n_inside += inside;
      g_assert_cmpint (ct_lasso_contains (corners, n, at.x, at.y), ==, inside);
    }
  g_assert_cmpuint (n_inside, >, 500);
  g_assert_cmpuint (n_inside, <, 1500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lasso/contains", test_contains);
  g_test_add_func ("/lasso/convex", test_convex);
  return g_test_run ();
}
