/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-k-means-private.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"

#define N 120

/* Points in the plane about @k places that lie 10 apart. */
static void
make_points (double *points, int *fixed, size_t k)
{
  uint64_t random = 7;

  for (size_t i = 0; i < N; i++)
    {
      points[2 * i] = 10.0 * (double) (i % k) + ct_random_double (&random);
      points[2 * i + 1] = 10.0 * (double) (i % k % 3) + ct_random_double (&random);
      fixed[i] = -1;
    }
}

static void
assert_clusters (const int *labels, size_t k)
{
  for (size_t i = 0; i < N; i++)
    {
      g_assert_cmpint (labels[i], >=, 0);
      g_assert_cmpint (labels[i], <, (int) k);
      g_assert_cmpint (labels[i], ==, labels[i % k]);
      for (size_t j = 0; j < i && i < k; j++)
        g_assert_cmpint (labels[i], !=, labels[j]);
    }
}

static void
test_places (void)
{
  for (size_t k = 1; k <= 8; k++)
    {
      double points[2 * N];
      int fixed[N], labels[N], again[N];

      make_points (points, fixed, k);
      g_assert_cmpint (ct_k_means (points, N, 2, k, fixed, labels), ==, CT_STATUS_OK);
      assert_clusters (labels, k);
      g_assert_cmpint (ct_k_means (points, N, 2, k, fixed, again), ==, CT_STATUS_OK);
      g_assert_cmpmem (labels, sizeof labels, again, sizeof again);
    }
}

static void
test_fixed (void)
{
  double points[2 * N];
  int fixed[N], labels[N];

  make_points (points, fixed, 4);
  fixed[2] = 0; /* a place takes the number of its fixed point */
  fixed[6] = 0;
  fixed[3] = 1;
  g_assert_cmpint (ct_k_means (points, N, 2, 4, fixed, labels), ==, CT_STATUS_OK);
  assert_clusters (labels, 4);
  g_assert_cmpint (labels[10], ==, 0);
  g_assert_cmpint (labels[7], ==, 1);
  fixed[8] = 1; /* one far from its cluster stays there */
  g_assert_cmpint (ct_k_means (points, N, 2, 4, fixed, labels), ==, CT_STATUS_OK);
  g_assert_cmpint (labels[8], ==, 1);
  g_assert_cmpint (labels[12], !=, 1);
  for (size_t i = 0; i < N; i++)
    fixed[i] = (int) i % 2;
  g_assert_cmpint (ct_k_means (points, N, 2, 2, fixed, labels), ==, CT_STATUS_OK);
  g_assert_cmpmem (labels, sizeof labels, fixed, sizeof fixed);
}

static void
test_coinciding (void)
{
  double points[2 * N] = { 0 };
  int fixed[N], labels[N];

  memset (fixed, -1, sizeof fixed);
  g_assert_cmpint (ct_k_means (points, N, 2, 5, fixed, labels), ==, CT_STATUS_OK);
  for (size_t i = 0; i < N; i++)
    g_assert_true (labels[i] >= 0 && labels[i] < 5);
  points[2 * 17] = 1; /* two places for five clusters */
  g_assert_cmpint (ct_k_means (points, N, 2, 5, fixed, labels), ==, CT_STATUS_OK);
  g_assert_cmpint (labels[17], !=, labels[18]);
  g_assert_cmpint (ct_k_means (points, 1, 2, 1, fixed, labels), ==, CT_STATUS_OK);
  g_assert_cmpint (labels[0], ==, 0);
  for (size_t i = 0; i < N; i++)
    points[2 * i] = (double) i;
  g_assert_cmpint (ct_k_means (points, 30, 2, 30, fixed, labels), ==, CT_STATUS_OK); /* each its own */
  for (size_t i = 0; i < 30; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpint (labels[i], !=, labels[j]);
}

/* No cluster is left empty while points differ, however awkward they lie. */
static void
test_none_empty (void)
{
  uint64_t random = 3;

  for (int trial = 0; trial < 500; trial++)
    {
      double points[60];
      int fixed[30], labels[30];
      size_t n = 6 + ct_random_next (&random) % 25, k = 4 + ct_random_next (&random) % (n - 5);
      bool used[30] = { false };

      for (size_t i = 0; i < n; i++)
        {
          double far = ct_random_double (&random) < 0.2 ? 100 : 1;

          points[2 * i] = far * ct_random_double (&random);
          points[2 * i + 1] = far * ct_random_double (&random);
          fixed[i] = i < 4 ? (int) i % 2 : -1;
        }
      k = MIN (k, n - 2);
      g_assert_cmpint (ct_k_means (points, n, 2, k, fixed, labels), ==, CT_STATUS_OK);
      for (size_t i = 0; i < n; i++)
        used[labels[i]] = true;
      for (size_t i = 0; i < k; i++)
        g_assert_true (used[i]);
    }
}

static CtStatus
run (void *data)
{
  double points[2 * N];
  int fixed[N], labels[N];

  make_points (points, fixed, 3);
  return ct_k_means (points, N, 2, 3, fixed, labels);
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
  g_test_add_func ("/k-means/places", test_places);
  g_test_add_func ("/k-means/fixed", test_fixed);
  g_test_add_func ("/k-means/coinciding", test_coinciding);
  g_test_add_func ("/k-means/none-empty", test_none_empty);
  g_test_add_func ("/k-means/no-memory", test_no_memory);
  return g_test_run ();
}
