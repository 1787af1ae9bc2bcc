/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-vector-exp-private.h"

static void
test_values (void)
{
  double worst = 0;

  for (int i = 0; i <= 80 * 4096; i += 4)
    {
      CtVec4 x = { (float) -i / 4096, (float) -(i + 1) / 4096, (float) -(i + 2) / 4096, (float) -(i + 3) / 4096 }, y;

      y = ct_vec4_exp (x);
      for (int lane = 0; lane < 4 && x[lane] >= -80; lane++)
        worst = MAX (worst, fabs ((double) y[lane] / exp ((double) x[lane]) - 1));
    }
  g_test_message ("relative error at most %.2g", worst);
  g_assert_cmpfloat (worst, <=, 1e-5);
}

static void
test_log1p (void)
{
  double worst = 0;

  for (int i = 0; i < 16 * 4096; i += 4)
    {
      CtVec4 x = { (float) i / 4096, (float) (i + 1) / 4096, (float) (i + 2) / 4096, (float) (i + 3) / 4096 };
      CtVec4 y = ct_vec4_log1p (x);

      for (int lane = 0; lane < 4; lane++)
        worst = MAX (worst, fabs ((double) y[lane] - log1p ((double) x[lane])));
    }
  g_test_message ("error at most %.2g", worst);
  g_assert_cmpfloat (worst, <=, 1e-6);
  g_assert_cmpfloat (ct_vec4_log1p ((CtVec4){ 0 })[0], ==, 0);
}

/* Each lane by itself. */
static void
test_out_of_range (void)
{
  static const float bad[] = { 1e-6f, 1, 100, -80.01f, -1000, INFINITY, -INFINITY, NAN };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (int lane = 0; lane < 4; lane++)
      {
        CtVec4 x = { -1, -1, -1, -1 }, y;

        x[lane] = bad[i];
        y = ct_vec4_exp (x);
        for (int other = 0; other < 4; other++)
          if (other == lane)
            g_assert_cmpfloat (y[other], ==, 0);
          else
            g_assert_cmpfloat_with_epsilon (y[other], exp (-1), 1e-5);
      }
}

static void
test_ends (void)
{
  CtVec4 y = ct_vec4_exp ((CtVec4){ 0, -0.0f, -80, -79.999f });

  g_assert_cmpfloat_with_epsilon (y[0], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (y[1], 1, 1e-5);
  g_assert_cmpfloat (y[2], >, 0);
  g_assert_cmpfloat (y[3], >, y[2]);
}

static void
test_choose (void)
{
  CtVec4 a = { 1, 2, 3, 4 }, b = { -1, -2, -3, -4 }, chosen = ct_vec4_choose (a > 2.5f, a, b);

  g_assert_cmpfloat (chosen[0], ==, -1);
  g_assert_cmpfloat (chosen[1], ==, -2);
  g_assert_cmpfloat (chosen[2], ==, 3);
  g_assert_cmpfloat (chosen[3], ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vector-exp/values", test_values);
  g_test_add_func ("/vector-exp/log1p", test_log1p);
  g_test_add_func ("/vector-exp/out-of-range", test_out_of_range);
  g_test_add_func ("/vector-exp/ends", test_ends);
  g_test_add_func ("/vector-exp/choose", test_choose);
  return g_test_run ();
}
