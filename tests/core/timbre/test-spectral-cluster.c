/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/timbre/ct-spectral-cluster-private.h"
#include "tests/support/failing-allocator.h"

/* Blocks of @sizes points that are alike by 1, across blocks by @across. */
static double *
make_affinity (const size_t *sizes, size_t k, double across, size_t *n, int *truth)
{
  double *affinity;

  *n = 0;
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < sizes[i]; j++)
      truth[(*n)++] = (int) i;
  affinity = g_new (double, *n **n);
  for (size_t i = 0; i < *n; i++)
    for (size_t j = 0; j < *n; j++)
      affinity[i * *n + j] = truth[i] == truth[j] ? 1 : across * (1 + 0.1 * sin ((double) (i * j))); /* symmetric */
  return affinity;
}

static void
assert_same_partition (const int *a, const int *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpint (a[i] == a[j], ==, b[i] == b[j]);
}

static void
test_blocks (void)
{
  static const size_t sizes[] = { 40, 3, 25, 10, 17, 31 };

  for (size_t k = 1; k <= G_N_ELEMENTS (sizes); k++)
    for (int coupled = 0; coupled < 2; coupled++)
      {
        int truth[126], labels[126], fixed[126], again[126];
        size_t n;
        g_autofree double *affinity = make_affinity (sizes, k, coupled ? 0.02 : 0, &n, truth);
        g_autofree double *copy = g_memdup2 (affinity, n * n * sizeof *affinity);

        memset (fixed, -1, sizeof fixed);
        g_assert_cmpint (ct_spectral_cluster (affinity, n, k, fixed, labels), ==, CT_STATUS_OK);
        assert_same_partition (labels, truth, n);
        g_assert_cmpint (ct_spectral_cluster (copy, n, k, fixed, again), ==, CT_STATUS_OK);
        g_assert_cmpmem (labels, n * sizeof *labels, again, n * sizeof *again);
      }
}

static void
test_fixed (void)
{
  static const size_t sizes[] = { 20, 20, 20 };
  int truth[60], labels[60], fixed[60];
  size_t n;
  g_autofree double *affinity = make_affinity (sizes, 3, 0.05, &n, truth);

  memset (fixed, -1, sizeof fixed);
  fixed[50] = 0;
  fixed[30] = 1;
  g_assert_cmpint (ct_spectral_cluster (affinity, n, 3, fixed, labels), ==, CT_STATUS_OK);
  assert_same_partition (labels, truth, n);
  g_assert_cmpint (labels[59], ==, 0);
  g_assert_cmpint (labels[20], ==, 1);
}

/* The rows, scaled back, are eigenvectors of the matrix, which is the normalised one afterwards: the first column is
 * known, the square root of the degree, and gives the scale of each row. */
static void
test_eigenvectors (void)
{
  enum
  {
    n = 80,
    k = 3,
  };
  double affinity[n * n], degree[n] = { 0 }, rows[n * k], value[k];

  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      affinity[i * n + j] = exp (-0.05 * (i - j) * (i - j));
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      degree[i] += affinity[i * n + j];
  g_assert_cmpint (ct_spectral_embed (affinity, n, k, rows), ==, CT_STATUS_OK);
  for (int column = 0; column < k; column++)
    {
      double vector[n], product[n] = { 0 }, square = 0, residual = 0, stretch = 0;

      for (int i = 0; i < n; i++)
        vector[i] = rows[i * k + column] / rows[i * k] * sqrt (degree[i]);
      for (int i = 0; i < n; i++)
        {
          for (int j = 0; j < n; j++)
            product[i] += affinity[i * n + j] * vector[j];
          square += vector[i] * vector[i];
          stretch += vector[i] * product[i];
        }
      value[column] = stretch / square;
      for (int i = 0; i < n; i++)
        residual += pow (product[i] - value[column] * vector[i], 2);
      g_assert_cmpfloat (sqrt (residual / square), <, 1e-3);
    }
  g_assert_cmpfloat_with_epsilon (value[0], 1, 1e-6);
  g_assert_cmpfloat (value[1], <, 0.999);
  g_assert_cmpfloat (value[2], <, value[1]);
  g_assert_cmpfloat (value[2], >, 0.9);
}

static void
test_degenerate (void)
{
  int fixed[64], labels[64];
  double affinity[64 * 64];

  memset (fixed, -1, sizeof fixed);
  for (size_t n = 1; n <= 64; n += 9)
    for (size_t k = 1; k <= n; k += 3)
      for (int alike = 0; alike < 2; alike++)
        {
          bool used[64] = { false };

          /* all alike, or each on its own */
          for (size_t i = 0; i < n * n; i++)
            affinity[i] = alike || i % (n + 1) == 0;
          g_assert_cmpint (ct_spectral_cluster (affinity, n, k, fixed, labels), ==, CT_STATUS_OK);
          for (size_t i = 0; i < n; i++)
            {
              g_assert_true (labels[i] >= 0 && labels[i] < (int) k);
              used[labels[i]] = true;
            }
          for (size_t i = 0; i < k && !alike && k == n; i++)
            g_assert_true (used[i]);
        }
}

static CtStatus
run (void *data)
{
  static const size_t sizes[] = { 20, 20, 20 };
  int truth[60], labels[60], fixed[60];
  size_t n;
  g_autofree double *affinity = make_affinity (sizes, 3, 0.05, &n, truth);

  memset (fixed, -1, sizeof fixed);
  return ct_spectral_cluster (affinity, n, 3, fixed, labels);
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (run, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spectral-cluster/blocks", test_blocks);
  g_test_add_func ("/spectral-cluster/fixed", test_fixed);
  g_test_add_func ("/spectral-cluster/eigenvectors", test_eigenvectors);
  g_test_add_func ("/spectral-cluster/degenerate", test_degenerate);
  g_test_add_func ("/spectral-cluster/no-memory", test_no_memory);
  return g_test_run ();
}
