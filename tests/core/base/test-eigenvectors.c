/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-eigenvectors-private.h"

#define MOST 32

static double
dot (const double *a, const double *b, size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Each vector is only stretched, by its value, and lies at right angles to the others. */
static void
test_definition (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (size_t n = 1; n <= MOST; n++)
    {
      double a[MOST * MOST], values[MOST * MOST], v[MOST * MOST];

      for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
          a[i * n + j] = a[j * n + i] = g_rand_double_range (rand, -1, 1);
      memcpy (values, a, n * n * sizeof *a);
      ct_eigenvectors_find (values, v, n);
      for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
          {
            g_assert_cmpfloat_with_epsilon (dot (a + j * n, v + i * n, n), values[i * n + i] * v[i * n + j], 1e-9);
            g_assert_cmpfloat_with_epsilon (dot (v + i * n, v + j * n, n), i == j, 1e-9);
          }
    }
}

/* Diagonal already, all the same, all zero, and not finite, which must not hang. */
static void
test_odd (void)
{
  double diagonal[] = { 3, 0, 0, -1 }, same[] = { 1, 1, 1, 1 }, zero[4] = { 0 }, bad[] = { NAN, 1, 1, INFINITY }, v[4];

  ct_eigenvectors_find (diagonal, v, 2);
  g_assert_cmpfloat (diagonal[0], ==, 3);
  g_assert_cmpfloat (diagonal[3], ==, -1);
  ct_eigenvectors_find (same, v, 2);
  g_assert_cmpfloat_with_epsilon (MAX (same[0], same[3]), 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (MIN (same[0], same[3]), 0, 1e-12);
  ct_eigenvectors_find (zero, v, 2);
  g_assert_cmpfloat (zero[0], ==, 0);
  ct_eigenvectors_find (bad, v, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eigenvectors/definition", test_definition);
  g_test_add_func ("/eigenvectors/odd", test_odd);
  return g_test_run ();
}
