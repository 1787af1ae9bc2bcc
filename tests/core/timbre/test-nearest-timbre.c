/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-nearest-timbre.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"

#define N 1200
#define TIMBRES 4

/* Three of four notes are in the group of their timbre. */
static int *
groups_of (const FakeTimbres *song)
{
  int *groups = g_new (int, song->n + 1);

  for (size_t i = 0; i < song->n; i++)
    groups[i] = i / TIMBRES % 4 ? song->timbres[i] : -1;
  return groups;
}

static void
test_nearest (void)
{
  FakeTimbres *song = fake_timbres_new (N, TIMBRES, 0.6, 0, 1);
  g_autofree int *groups = groups_of (song), *nearest = g_new (int, N);
  size_t n_right = 0;

  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, nearest), ==, CT_STATUS_OK);
  for (size_t i = 0; i < N; i++)
    {
      if (groups[i] >= 0)
        g_assert_cmpint (nearest[i], ==, groups[i]);
      n_right += nearest[i] == song->timbres[i];
    }
  g_assert_cmpuint (n_right, >, N * 99 / 100);

  /* in place */
  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, groups), ==, CT_STATUS_OK);
  g_assert_cmpmem (groups, N * sizeof *groups, nearest, N * sizeof *nearest);
  fake_timbres_free (song);
}

/* A small group is not swallowed by a large one, nor one of two that are alike by the other. */
static void
test_small (void)
{
  FakeTimbres *song = fake_timbres_new (N, TIMBRES, 0.3, 0, 2);
  g_autofree int *groups = g_new (int, N), *nearest = g_new (int, N);

  for (size_t i = 0; i < N; i++)
    groups[i] = song->timbres[i] != 1 ? 300 : i < 3 * TIMBRES ? 7 : -1;
  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, nearest), ==, CT_STATUS_OK);
  for (size_t i = 0; i < N; i++)
    g_assert_cmpint (nearest[i], ==, song->timbres[i] == 1 ? 7 : 300);
  fake_timbres_free (song);
}

/* Uncertain notes join, but nothing joins them; without any group nothing is nearest. */
static void
test_uncertain (void)
{
  FakeTimbres *song = fake_timbres_new (N, TIMBRES, 0.3, 0, 3);
  g_autofree int *groups = groups_of (song), *nearest = g_new (int, N);

  for (size_t i = 0; i < N; i++)
    song->notes[i].uncertain = song->timbres[i] == 2 || groups[i] < 0;
  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, nearest), ==, CT_STATUS_OK);
  for (size_t i = 0; i < N; i++)
    {
      g_assert_cmpint (nearest[i], >=, 0);
      if (groups[i] < 0)
        g_assert_cmpint (nearest[i] == song->timbres[i], ==, song->timbres[i] != 2);
    }
  for (size_t i = 0; i < N; i++)
    groups[i] = -1;
  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, nearest), ==, CT_STATUS_OK);
  g_assert_cmpmem (groups, N * sizeof *groups, nearest, N * sizeof *nearest);
  g_assert_cmpint (ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, 0, nearest), ==, CT_STATUS_OK);
  fake_timbres_free (song);
}

static CtStatus
run_once (void *data)
{
  const FakeTimbres *song = data;
  static int groups[N], nearest[N];

  for (size_t i = 0; i < N; i++)
    groups[i] = i % 2 ? song->timbres[i] : -1;
  return ct_nearest_timbre (NULL, song->embeddings, song->notes, groups, N, nearest);
}

static void
test_no_memory (void)
{
  FakeTimbres *song = fake_timbres_new (N, TIMBRES, 0.3, 0, 4);

  failing_allocator_try_all (run_once, song);
  fake_timbres_free (song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nearest-timbre/nearest", test_nearest);
  g_test_add_func ("/nearest-timbre/small", test_small);
  g_test_add_func ("/nearest-timbre/uncertain", test_uncertain);
  g_test_add_func ("/nearest-timbre/no-memory", test_no_memory);
  return g_test_run ();
}
