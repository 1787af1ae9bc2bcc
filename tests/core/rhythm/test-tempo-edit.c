/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-tempo-edit.h"
#include "tests/support/failing-allocator.h"

#define N 40

/* beats of half a second, twenty at another tempo, each off by @jitter_s at most */
static CtTempoMap *
new_map (double jitter_s)
{
  static const CtMeter meters[] = { { 0, 4, 4 }, { 16 * 960, 3, 4 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtTempoPoint points[N];
  CtTempoMap *map;

  for (int i = 0; i < N; i++)
    points[i] = (CtTempoPoint){ i * CT_TICKS_PER_QUARTER,
                                (i < 20 ? 0.5 * i : 10 + 0.4 * (i - 20))
                                    + (i % 20 && jitter_s > 0 ? g_rand_double_range (rand, -jitter_s, jitter_s) : 0),
                                i == 10 };
  g_assert_cmpint (ct_tempo_map_new (points, N, meters, 2, &map), ==, CT_STATUS_OK);
  return map;
}

static void
test_simplify (void)
{
  CtTempoMap *map = new_map (0.02), *steady;
  const CtTempoPoint *points, *simple;
  size_t n;

  g_assert_cmpint (ct_tempo_edit_simplify (map, 0.05, &steady), ==, CT_STATUS_OK);
  simple = ct_tempo_map_points (steady, &n);
  g_assert_cmpuint (n, <=, 4);
  g_assert_cmpint (simple[0].tick, ==, 0);
  points = ct_tempo_map_points (map, &n);
  for (size_t i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (steady, (double) points[i].tick), points[i].time_s, 0.0501);
  ct_tempo_map_meters (steady, &n);
  g_assert_cmpuint (n, ==, 2);
  ct_tempo_map_free (steady);
  g_assert_cmpint (ct_tempo_edit_simplify (map, 0, &steady), ==, CT_STATUS_OK);
  ct_tempo_map_points (steady, &n);
  g_assert_cmpuint (n, >, 30);
  ct_tempo_map_free (steady);
  g_assert_cmpint (ct_tempo_edit_simplify (map, NAN, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (map);
}

static void
test_shift (void)
{
  CtTempoMap *map = new_map (0.02), *shifted, *back;

  g_assert_cmpint (ct_tempo_edit_shift (map, -2.5, &shifted), ==, CT_STATUS_OK);
  for (int tick = -2000; tick < 40000; tick += 1234)
    g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (shifted, tick), ct_tempo_map_time_at (map, tick) - 2.5, 1e-9);
  g_assert_cmpint (ct_tempo_edit_shift (shifted, 0, &back), ==, CT_STATUS_OK);
  g_assert_true (ct_tempo_map_equal (shifted, back));
  ct_tempo_map_free (back);
  g_assert_cmpint (ct_tempo_edit_shift (map, NAN, &back), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_edit_shift (map, 1e7, &back), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (shifted);
  ct_tempo_map_free (map);
}

static void
test_move (void)
{
  CtTempoMap *map = new_map (0), *moved;
  const CtTempoPoint *before, *after;
  size_t n;

  g_assert_cmpint (ct_tempo_edit_move (map, 12, 6.2, &moved), ==, CT_STATUS_OK);
  before = ct_tempo_map_points (map, &n);
  after = ct_tempo_map_points (moved, &n);
  g_assert_true (after[12].fixed);
  g_assert_cmpfloat (after[12].time_s, ==, 6.2);
  g_assert_cmpfloat_with_epsilon (after[11].time_s, 5.65, 1e-9);
  g_assert_cmpfloat_with_epsilon (after[13].time_s, 6.65, 1e-9);
  /* one that is fixed, those behind it, and those far away stay */
  for (size_t i = 0; i <= 10; i++)
    g_assert_cmpfloat (after[i].time_s, ==, before[i].time_s);
  for (size_t i = 16; i < n; i++)
    g_assert_cmpfloat (after[i].time_s, ==, before[i].time_s);
  ct_tempo_map_free (moved);
  g_assert_cmpint (ct_tempo_edit_move (map, 0, -0.1, &moved), ==, CT_STATUS_OK);
  ct_tempo_map_free (moved);
  g_assert_cmpint (ct_tempo_edit_move (map, N - 1, 18, &moved), ==, CT_STATUS_OK);
  ct_tempo_map_free (moved);
  g_assert_cmpint (ct_tempo_edit_move (map, N, 6, &moved), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_edit_move (map, 12, 4, &moved), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_edit_move (map, 12, NAN, &moved), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (map);
}

static void
test_scale (void)
{
  CtTempoMap *map = new_map (0), *fast, *again;

  g_assert_cmpint (ct_tempo_edit_scale (map, TRUE, &fast), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (fast, 0), 240, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (fast, 2 * 960), 0.5, 1e-9);
  g_assert_cmpint (ct_tempo_map_meter_at (fast, 32 * 960)->numerator, ==, 3);
  g_assert_cmpint (ct_tempo_edit_scale (fast, FALSE, &again), ==, CT_STATUS_OK);
  g_assert_true (ct_tempo_map_equal (map, again));
  ct_tempo_map_free (again);
  ct_tempo_map_free (fast);
  ct_tempo_map_free (map);
  g_assert_cmpint (ct_tempo_map_new_steady (5, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_edit_scale (map, FALSE, &again), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (map);
}

static void
test_meters (void)
{
  CtTempoMap *map = new_map (0), *edited;

  g_assert_cmpint (ct_tempo_edit_set_downbeat (map, 960, &edited), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_bar_tick (edited, 1), ==, 960);
  g_assert_cmpint (ct_tempo_map_bar_tick (edited, 2), ==, 960 * 5);
  /* the other meter still begins where it did */
  g_assert_cmpint (ct_tempo_map_meter_at (edited, 16 * 960)->numerator, ==, 3);
  ct_tempo_map_free (edited);
  g_assert_cmpint (ct_tempo_edit_set_meter (map, 3, 6, 8, &edited), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_bar_tick (edited, 3), ==, 8 * 960);
  g_assert_cmpint (ct_tempo_map_bar_tick (edited, 4), ==, 11 * 960);
  g_assert_cmpint (ct_tempo_map_meter_at (edited, 16 * 960)->numerator, ==, 3);
  ct_tempo_map_free (edited);
  g_assert_cmpint (ct_tempo_edit_set_meter (map, 5, 2, 2, &edited), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_meter_at (edited, 20 * 960)->denominator, ==, 2);
  ct_tempo_map_free (edited);
  g_assert_cmpint (ct_tempo_edit_set_meter (map, 9, 5, 4, &edited), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_bar_tick (edited, 10) - ct_tempo_map_bar_tick (edited, 9), ==, 5 * 960);
  ct_tempo_map_free (edited);
  g_assert_cmpint (ct_tempo_edit_set_meter (map, 3, 0, 0, &edited), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (map);
}

static void
test_retime (void)
{
  CtTempoMap *map = new_map (0), *fast;
  CtNote note = { .onset_s = 1, .offset_s = 2.25 };

  g_assert_cmpint (ct_tempo_map_new_steady (240, 3, 4, 4, &fast), ==, CT_STATUS_OK);
  ct_tempo_edit_retime (map, fast, &note, 1);
  g_assert_cmpfloat_with_epsilon (note.onset_s, 3.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 4.125, 1e-9);
  ct_tempo_map_free (fast);
  ct_tempo_map_free (map);
}

static CtStatus
edit (void *data)
{
  CtTempoMap *a = NULL, *b = NULL, *c = NULL, *d = NULL, *e = NULL, *f = NULL;
  CtStatus status = ct_tempo_edit_simplify (data, 0.1, &a);

  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_move (data, 12, 6.1, &b);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_set_downbeat (data, 960, &c);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_set_meter (data, 2, 3, 4, &d);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_scale (data, TRUE, &e);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_shift (data, 1, &f);
  ct_tempo_map_free (a);
  ct_tempo_map_free (b);
  ct_tempo_map_free (c);
  ct_tempo_map_free (d);
  ct_tempo_map_free (e);
  ct_tempo_map_free (f);
  return status;
}

static void
test_no_memory (void)
{
  CtTempoMap *map = new_map (0);

  failing_allocator_try_all (edit, map);
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tempo-edit/simplify", test_simplify);
  g_test_add_func ("/tempo-edit/shift", test_shift);
  g_test_add_func ("/tempo-edit/move", test_move);
  g_test_add_func ("/tempo-edit/scale", test_scale);
  g_test_add_func ("/tempo-edit/meters", test_meters);
  g_test_add_func ("/tempo-edit/retime", test_retime);
  g_test_add_func ("/tempo-edit/no-memory", test_no_memory);
  return g_test_run ();
}
