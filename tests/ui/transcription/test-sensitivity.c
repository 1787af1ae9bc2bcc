/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-sensitivity.h"

#include <math.h>

#include "core/notes/ct-candidates.h"

static double
odds (double probability)
{
  return probability / (1 - probability);
}

/* The middle is what is shipped, the ends are a sixth and six times its odds; higher brings out more. */
static void
test_threshold (void)
{
  const double shipped = 0.4;
  double before = 1;

  g_assert_cmpfloat (ct_sensitivity_of_threshold (shipped, shipped), ==, CT_SENSITIVITY_DEFAULT);
  g_assert_cmpfloat_with_epsilon (ct_sensitivity_to_threshold (CT_SENSITIVITY_DEFAULT, shipped), shipped, 1e-12);
  g_assert_cmpfloat_with_epsilon (odds (ct_sensitivity_to_threshold (0, shipped)), 6 * odds (shipped), 1e-9);
  g_assert_cmpfloat_with_epsilon (odds (ct_sensitivity_to_threshold (100, shipped)), odds (shipped) / 6, 1e-9);
  for (int shown = 0; shown <= 100; shown++)
    {
      double threshold = ct_sensitivity_to_threshold (shown, shipped);

      g_assert_cmpfloat (threshold, <, before);
      g_assert_cmpfloat (ct_sensitivity_of_threshold (threshold, shipped), ==, shown);
      before = threshold;
    }
}

/* A threshold never falls below what candidates are kept for, and one off the scale shows its end. */
static void
test_limits (void)
{
  g_assert_cmpfloat (ct_sensitivity_to_threshold (100, (double) CT_LOWEST_THRESHOLD * 1.5), ==,
                     (double) CT_LOWEST_THRESHOLD);
  g_assert_cmpfloat (ct_sensitivity_of_threshold (0.999, 0.4), ==, 0);
  g_assert_cmpfloat (ct_sensitivity_of_threshold (0.0001, 0.4), ==, 100);
  g_assert_cmpfloat (ct_sensitivity_of_factor (1000, 2), ==, 100);
  g_assert_cmpfloat (ct_sensitivity_of_factor (0.001, 2), ==, 0);
}

static void
test_factor (void)
{
  g_assert_cmpfloat (ct_sensitivity_of_factor (2, 2), ==, CT_SENSITIVITY_DEFAULT);
  g_assert_cmpfloat_with_epsilon (ct_sensitivity_to_factor (0, 2), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (ct_sensitivity_to_factor (100, 2), 8, 1e-12);
  for (int shown = 0; shown <= 100; shown++)
    g_assert_cmpfloat (ct_sensitivity_of_factor (ct_sensitivity_to_factor (shown, 2), 2), ==, shown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sensitivity/threshold", test_threshold);
  g_test_add_func ("/sensitivity/limits", test_limits);
  g_test_add_func ("/sensitivity/factor", test_factor);
  return g_test_run ();
}
