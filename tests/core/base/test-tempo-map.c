/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "tests/support/failing-allocator.h"

static CtTempoMap *
new_map (const CtTempoPoint *points, size_t n_points, const CtMeter *meters, size_t n_meters)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new (points, n_points, meters, n_meters, &map), ==, CT_STATUS_OK);
  return map;
}

static void
assert_position (const CtTempoMap *map, int64_t tick, int64_t bar, int beat, int rest)
{
  CtBarPosition position = ct_tempo_map_position (map, tick);

  g_assert_cmpint (position.bar, ==, bar);
  g_assert_cmpint (position.beat, ==, beat);
  g_assert_cmpint (position.tick, ==, rest);
  g_assert_cmpint (ct_tempo_map_tick_of (map, &position), ==, tick);
}

static void
test_steady (void)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (90, 1.5, 3, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, 1.5), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, 1.5 + 60.0 / 90 * 7.25), 7.25 * 960, 1e-6);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, 0), -2.25 * 960, 1e-6);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (map, 960), 1.5 + 60.0 / 90, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map, 1e6), 90, 1e-9);
  assert_position (map, 0, 1, 1, 0);
  assert_position (map, 3 * 960 - 1, 1, 3, 959);
  assert_position (map, 3 * 960, 2, 1, 0);
  assert_position (map, -1, 0, 3, 959);
  assert_position (map, -3 * 960, 0, 1, 0);
  assert_position (map, -3 * 960 - 1, -1, 3, 959);
  g_assert_cmpint (ct_tempo_map_bar_tick (map, 11), ==, 30 * 960);
  ct_tempo_map_free (map);
  ct_tempo_map_free (NULL);
}

/* 4/4 at 120, twice as fast from the third bar on, where 6/8 begins; then a bar of 4/4 that 2/4 cuts */
static void
test_changes (void)
{
  static const CtTempoPoint points[] = { { 0, 0, false }, { 7680, 4, true }, { 8640, 4.25, false } };
  static const CtMeter meters[] = { { 0, 4, 4 }, { 7680, 6, 8 }, { 7680 + 2880, 4, 4 }, { 7680 + 2880 + 960, 2, 4 } };
  CtTempoMap *map = new_map (points, 3, meters, 4);
  size_t n;

  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map, 7679.9), 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (map, 7680), 240, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, 5), 7680 + 4 * 960, 1e-6);
  assert_position (map, 7680 + 480 * 5 + 7, 3, 6, 7);
  assert_position (map, 7680 + 2880, 4, 1, 0);
  assert_position (map, 7680 + 2880 + 960, 5, 1, 0);
  assert_position (map, 7680 + 2880 + 960 + 1920, 6, 1, 0);
  g_assert_cmpint (ct_tempo_map_meter_at (map, 7680)->numerator, ==, 6);
  g_assert_cmpint (ct_tempo_map_meter_at (map, 7679)->numerator, ==, 4);
  g_assert_true (ct_tempo_map_points (map, &n)[1].fixed);
  g_assert_cmpuint (n, ==, 3);
  ct_tempo_map_meters (map, &n);
  g_assert_cmpuint (n, ==, 4);
  ct_tempo_map_free (map);
}

static void
test_bad (void)
{
  static const struct
  {
    CtTempoPoint points[3];
    size_t n;
  } bad[] = {
    { { { 0, 0, false } }, 1 },
    { { { 0, 0, false }, { 0, 1, false } }, 2 },
    { { { 960, 0, false }, { 0, 1, false } }, 2 },
    { { { 0, 1, false }, { 960, 1, false } }, 2 },
    { { { 0, 1, false }, { 960, 0, false } }, 2 },
    { { { 0, NAN, false }, { 960, 1, false } }, 2 },
    { { { 0, 0, false }, { 960, INFINITY, false } }, 2 },
    { { { 0, 0, false }, { INT64_MAX, 1, false } }, 2 },
    { { { INT64_MIN, 0, false }, { 0, 1, false } }, 2 },
    { { { 0, 0, false }, { 960, 60.0 / 3.9, false } }, 2 },
    { { { 0, 0, false }, { 960, 60.0 / 3100, false } }, 2 },
    { { { 0, 0, false }, { 960, 0.5, false }, { 1920, 0.4, false } }, 3 },
  };
  static const CtMeter bad_meters[][2] = {
    { { 0, 0, 4 } },   { { 0, 4, 0 } },  { { 0, 4, 3 } },  { { 0, 256, 4 } },
    { { 0, 4, 256 } }, { { 0, -4, 4 } }, { { 0, 4, -4 } }, { { INT64_MAX, 4, 4 } },
  };
  static const CtTempoPoint good[] = { { 0, 0, false }, { 960, 0.5, false } };
  static const CtMeter meter = { 0, 4, 4 }, twice[] = { { 960, 4, 4 }, { 960, 3, 4 } };
  CtTempoMap *map = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (ct_tempo_map_new (bad[i].points, bad[i].n, &meter, 1, &map), ==, CT_STATUS_BAD_ARGUMENT);
  for (size_t i = 0; i < G_N_ELEMENTS (bad_meters); i++)
    g_assert_cmpint (ct_tempo_map_new (good, 2, bad_meters[i], 1, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new (good, 2, twice, 2, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new (good, 2, &meter, 0, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new (good, CT_TEMPO_MAP_MAX_POINTS + 1, &meter, 1, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new_steady (0, 0, 4, 4, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new_steady (NAN, 0, 4, 4, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_map_new_steady (-120, 0, 4, 4, &map), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_null (map);
  g_assert_cmpint (ct_tempo_map_new_steady (CT_TEMPO_MIN_BPM, 0, 4, 4, &map), ==, CT_STATUS_OK);
  ct_tempo_map_free (map);
  g_assert_cmpint (ct_tempo_map_new_steady (CT_TEMPO_MAX_BPM, 0, 4, 4, &map), ==, CT_STATUS_OK);
  ct_tempo_map_free (map);
}

static void
test_not_a_time (void)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpfloat (ct_tempo_map_tick_at (map, NAN), ==, 0);
  g_assert_cmpfloat (ct_tempo_map_time_at (map, NAN), ==, 0);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, INFINITY), 1920 * CT_TEMPO_MAP_MAX_TIME_S, 1);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, -INFINITY), -1920 * CT_TEMPO_MAP_MAX_TIME_S, 1);
  ct_tempo_map_free (map);
}

/* random maps: there and back again, and bars that follow each other without a gap */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int round = 0; round < 200; round++)
    {
      CtTempoPoint points[40];
      CtMeter meters[6];
      size_t n = (size_t) g_rand_int_range (rand, 2, 40), n_meters = (size_t) g_rand_int_range (rand, 1, 6);
      CtTempoMap *map;

      points[0] = (CtTempoPoint){ g_rand_int_range (rand, -9000, 9000), g_rand_double_range (rand, -5, 5), false };
      for (size_t i = 1; i < n; i++)
        {
          int ticks = g_rand_int_range (rand, 1, 4000);
          double bpm = exp (g_rand_double_range (rand, log (4.1), log (2900)));

          points[i] = points[i - 1];
          points[i].tick += ticks;
          points[i].time_s += ticks / 960.0 * 60 / bpm;
        }
      for (size_t i = 0; i < n_meters; i++)
        meters[i] = (CtMeter){ (i ? meters[i - 1].tick : 0) + g_rand_int_range (rand, 1, 20000),
                               g_rand_int_range (rand, 1, 13), 1 << g_rand_int_range (rand, 0, 6) };
      map = new_map (points, n, meters, n_meters);
      for (int i = 0; i < 50; i++)
        {
          double tick = g_rand_double_range (rand, -50000, 90000), time_s = ct_tempo_map_time_at (map, tick);
          int64_t whole = (int64_t) tick;
          CtBarPosition position = ct_tempo_map_position (map, whole);

          g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (map, time_s), tick, 1e-4);
          g_assert_cmpfloat (ct_tempo_map_time_at (map, tick + 1), >, time_s);
          g_assert_cmpint (ct_tempo_map_tick_of (map, &position), ==, whole);
          g_assert_cmpint (ct_tempo_map_bar_tick (map, position.bar), <=, whole);
          g_assert_cmpint (ct_tempo_map_bar_tick (map, position.bar + 1), >, whole);
        }
      ct_tempo_map_free (map);
    }
}

static void
test_equal (void)
{
  static const CtTempoPoint points[] = { { 0, 0, false }, { 960, 0.5, false } },
                            fixed[] = { { 0, 0, false }, { 960, 0.5, true } };
  static const CtMeter four = { 0, 4, 4 }, three = { 0, 3, 4 };
  CtTempoMap *a = new_map (points, 2, &four, 1), *b = new_map (fixed, 2, &four, 1), *c = new_map (points, 2, &three, 1);
  CtTempoMap *copy;

  g_assert_cmpint (ct_tempo_map_copy (a, &copy), ==, CT_STATUS_OK);
  g_assert_true (ct_tempo_map_equal (a, copy));
  g_assert_false (ct_tempo_map_equal (a, b));
  g_assert_false (ct_tempo_map_equal (a, c));
  g_assert_false (ct_tempo_map_equal (a, NULL));
  g_assert_true (ct_tempo_map_equal (NULL, NULL));
  ct_tempo_map_free (copy);
  ct_tempo_map_free (a);
  ct_tempo_map_free (b);
  ct_tempo_map_free (c);
}

static CtStatus
make_map (void *data)
{
  CtTempoMap *map;
  CtStatus status = ct_tempo_map_new_steady (120, 0, 4, 4, &map);

  if (status == CT_STATUS_OK)
    ct_tempo_map_free (map);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (make_map, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tempo-map/steady", test_steady);
  g_test_add_func ("/tempo-map/changes", test_changes);
  g_test_add_func ("/tempo-map/bad", test_bad);
  g_test_add_func ("/tempo-map/not-a-time", test_not_a_time);
  g_test_add_func ("/tempo-map/random", test_random);
  g_test_add_func ("/tempo-map/equal", test_equal);
  g_test_add_func ("/tempo-map/no-memory", test_no_memory);
  return g_test_run ();
}
