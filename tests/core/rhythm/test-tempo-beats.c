/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-tempo-beats.h"

#include <glib.h>
#include <math.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "tests/support/failing-allocator.h"

#define N 40

/* Beats of half a second, a point for each, in 4/4, from tick 16 * 960 on in 3/4. */
static CtTempoMap *
new_map (void)
{
  static const CtMeter meters[] = { { 0, 4, 4 }, { 16 * 960, 3, 4 } };
  CtTempoPoint points[N];
  CtTempoMap *map;

  for (int i = 0; i < N; i++)
    points[i] = (CtTempoPoint){ i * CT_TICKS_PER_QUARTER, 0.5 * i, false };
  g_assert_cmpint (ct_tempo_map_new (points, N, meters, 2, &map), ==, CT_STATUS_OK);
  return map;
}

static double
beat_time (const CtTempoMap *map, int beat)
{
  return ct_tempo_map_time_at (map, beat * (double) CT_TICKS_PER_QUARTER);
}

static gboolean
is_fixed (const CtTempoMap *map, int64_t tick)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);

  for (size_t i = 0; i < n; i++)
    if (points[i].tick == tick)
      return points[i].fixed;
  return FALSE;
}

static void
test_nearest (void)
{
  CtTempoMap *map = new_map (), *compound, *cut;

  g_assert_cmpint (ct_tempo_beats_nearest (map, 3.2), ==, 6 * 960);
  g_assert_cmpint (ct_tempo_beats_nearest (map, 3.3), ==, 7 * 960);
  g_assert_cmpint (ct_tempo_beats_nearest (map, -1.1), ==, -2 * 960);
  g_assert_cmpint (ct_tempo_beats_nearest (map, 100), ==, 200 * 960);
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 6, 8, &compound), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_beats_nearest (compound, 0.8), ==, 1440);
  g_assert_cmpint (ct_tempo_beats_start_bar (compound, 960, &cut), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_beats_nearest (cut, 0.45), ==, 960);
  ct_tempo_map_free (cut);
  ct_tempo_map_free (compound);
  ct_tempo_map_free (map);
}

static void
test_fix (void)
{
  CtTempoMap *map = new_map (), *fixed;

  g_assert_cmpint (ct_tempo_beats_fix (map, 480, &fixed), ==, CT_STATUS_OK);
  g_assert_true (is_fixed (fixed, 480));
  g_assert_false (is_fixed (fixed, 960));
  for (int beat = -3; beat < N + 3; beat++)
    g_assert_cmpfloat_with_epsilon (beat_time (fixed, beat), beat_time (map, beat), 1e-9);
  ct_tempo_map_free (fixed);
  ct_tempo_map_free (map);
}

/* Also in a map that has no points there. */
static void
test_move (void)
{
  CtTempoMap *maps[] = { new_map (), NULL }, *moved;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &maps[1]), ==, CT_STATUS_OK);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (ct_tempo_beats_move (maps[i], 20 * 960, 10.2, &moved), ==, CT_STATUS_OK);
      g_assert_cmpfloat (beat_time (moved, 20), ==, 10.2);
      g_assert_cmpfloat_with_epsilon (beat_time (moved, 19), 9.65, 1e-9);
      g_assert_cmpfloat_with_epsilon (beat_time (moved, 23), 11.55, 1e-9);
      for (int beat = 0; beat <= 16; beat++)
        g_assert_cmpfloat_with_epsilon (beat_time (moved, beat), 0.5 * beat, 1e-9);
      for (int beat = 24; beat < 60; beat++)
        g_assert_cmpfloat_with_epsilon (beat_time (moved, beat), 0.5 * beat, 1e-9);
      g_assert_true (is_fixed (moved, 20 * 960));
      g_assert_false (is_fixed (moved, 21 * 960));
      ct_tempo_map_free (moved);
      g_assert_cmpint (ct_tempo_beats_move (maps[i], 20 * 960, 13, &moved), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_cmpint (ct_tempo_beats_move (maps[i], 20 * 960, NAN, &moved), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_cmpint (ct_tempo_beats_move (maps[i], INT64_C (1) << 41, 10, &moved), ==, CT_STATUS_BAD_ARGUMENT);
      ct_tempo_map_free (maps[i]);
    }
}

/* As many beats as before, then more: beats around stay, and what follows is counted anew. */
static void
test_put (void)
{
  static const double same[] = { 4.05, 4.52, 5.1, 5.55 }, more[] = { 4, 4.25, 4.5, 4.75, 5, 5.25, 5.5 };
  CtTempoMap *map = new_map (), *put;

  g_assert_cmpint (ct_tempo_beats_put (map, same, 4, &put), ==, CT_STATUS_OK);
  for (int beat = 0; beat < N; beat++)
    g_assert_cmpfloat_with_epsilon (beat_time (put, beat), beat >= 8 && beat <= 11 ? same[beat - 8] : 0.5 * beat, 1e-9);
  g_assert_true (is_fixed (put, 8 * 960));
  g_assert_true (is_fixed (put, 11 * 960));
  g_assert_false (is_fixed (put, 12 * 960));
  g_assert_cmpint (ct_tempo_map_meter_at (put, 16 * 960)->tick, ==, 16 * 960);
  ct_tempo_map_free (put);

  g_assert_cmpint (ct_tempo_beats_put (map, more, 7, &put), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (beat_time (put, 14), 5.5, 1e-9);
  for (int beat = 15; beat < N; beat++)
    g_assert_cmpfloat_with_epsilon (beat_time (put, beat), 0.5 * (beat - 3), 1e-9);
  g_assert_cmpint (ct_tempo_map_meter_at (put, 19 * 960)->tick, ==, 19 * 960);
  ct_tempo_map_free (put);
  ct_tempo_map_free (map);
}

/* Where there are no beats, and where the map has no points of its own. */
static void
test_put_alone (void)
{
  static const double times[] = { 1, 1.6, 2.2, 2.9 }, bad[] = { 1, 0.5 }, none[] = { 1, NAN };
  CtTempoMap *map, *put;

  g_assert_cmpint (ct_tempo_beats_put (NULL, times, 4, &put), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_position (put, 0).bar, ==, 1);
  g_assert_cmpfloat (ct_tempo_map_time_at (put, 0), ==, 1);
  g_assert_cmpfloat (ct_tempo_map_time_at (put, 3 * 960), ==, 2.9);
  g_assert_cmpint (ct_tempo_map_meter_at (put, 0)->numerator, ==, 4);
  ct_tempo_map_free (put);
  g_assert_cmpint (ct_tempo_beats_put (NULL, times, 1, &put), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_put (NULL, bad, 2, &put), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_put (NULL, none, 2, &put), ==, CT_STATUS_BAD_ARGUMENT);

  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_beats_put (map, bad, 2, &put), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_put (map, (double[]){ 30.1, 31.2, 31.9 }, 3, &put), ==, CT_STATUS_OK);
  for (int beat = 0; beat < 60; beat++)
    if (beat < 30 || beat > 32)
      g_assert_cmpfloat_with_epsilon (beat_time (put, beat), beat, 1e-9);
  g_assert_cmpfloat (beat_time (put, 31), ==, 31.2);
  ct_tempo_map_free (put);
  ct_tempo_map_free (map);
}

static void
test_steady (void)
{
  CtTempoMap *map = new_map (), *uneven, *steady;

  g_assert_cmpint (ct_tempo_beats_move (map, 12 * 960, 6.3, &uneven), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_beats_steady (uneven, 4.1, 7.9, 0, &steady), ==, CT_STATUS_OK);
  for (int beat = 0; beat < N; beat++)
    g_assert_cmpfloat_with_epsilon (beat_time (steady, beat), 0.5 * beat, 1e-9);
  ct_tempo_map_free (steady);

  /* twice as many beats fit */
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, 8, 238, &steady), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 9), 4.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 24), 8, 1e-9);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 26), 9, 1e-9);
  g_assert_cmpint (ct_tempo_map_meter_at (steady, 24 * 960)->tick, ==, 24 * 960); /* its bars begin where they did */
  ct_tempo_map_free (steady);
  /* of all of them, the tempo is that of those before and after, too */
  g_assert_cmpint (ct_tempo_beats_steady (map, 0, 19.5, 60, &steady), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (steady, -9600), 60 * 20 / 19.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (steady, 96000), 60 * 20 / 19.5, 1e-9);
  ct_tempo_map_free (steady);
  /* and a tenth as many; a meter that began between them goes */
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, 12, 12, &steady), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 10), 12, 1e-9);
  g_assert_cmpint (ct_tempo_map_meter_at (steady, 100 * 960)->numerator, ==, 4);
  ct_tempo_map_free (steady);

  g_assert_cmpint (ct_tempo_beats_steady (NULL, 1, 61, 90, &steady), ==, CT_STATUS_OK);
  g_assert_cmpfloat (ct_tempo_map_time_at (steady, 0), ==, 1);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_bpm_at (steady, 5000), 90, 1e-6);
  ct_tempo_map_free (steady);
  g_assert_cmpint (ct_tempo_beats_steady (NULL, 1, 61, 0, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, 4.1, 100, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 8, 4, 100, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, NAN, 100, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, 8, NAN, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 4, 8, 1e9, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_tempo_beats_steady (map, 0, 900000, 3000, &steady), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (uneven);
  ct_tempo_map_free (map);
}

/* What is off a beat here and there does not count; the tempo that is found leaves as many beats as there are. */
static void
test_mean (void)
{
  CtTempoMap *map = new_map (), *uneven, *steady;

  g_assert_cmpfloat_with_epsilon (ct_tempo_beats_mean_bpm (map, 0, 19.5), 120, 1e-9);
  g_assert_cmpint (ct_tempo_beats_move (map, 12 * 960, 6.1, &uneven), ==, CT_STATUS_OK);
  g_assert_cmpfloat (ct_tempo_map_bpm_at (uneven, 12 * 960), >, 123);
  g_assert_cmpfloat_with_epsilon (ct_tempo_beats_mean_bpm (uneven, 0.1, 19.6), 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_beats_mean_bpm (uneven, 4, 6), 60 * 4 / 2.1, 1e-9);
  g_assert_cmpint (ct_tempo_beats_steady (uneven, 4, 6, ct_tempo_beats_mean_bpm (uneven, 4, 6), &steady), ==,
                   CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 12), 6.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (beat_time (steady, 30), 15, 1e-9);
  ct_tempo_map_free (steady);
  g_assert_cmpfloat (ct_tempo_beats_mean_bpm (map, 4, 4.1), ==, 0);
  g_assert_cmpfloat (ct_tempo_beats_mean_bpm (map, 8, 4), ==, 0);
  ct_tempo_map_free (uneven);
  ct_tempo_map_free (map);
}

static void
test_bars (void)
{
  CtTempoMap *map = new_map (), *begun, *shifted;

  g_assert_cmpint (ct_tempo_beats_start_bar (map, 6 * 960, &begun), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_position (begun, 5 * 960).bar, ==, 2);
  g_assert_cmpint (ct_tempo_map_position (begun, 6 * 960).bar, ==, 3);
  g_assert_cmpint (ct_tempo_map_position (begun, 10 * 960).bar, ==, 4);
  g_assert_cmpint (ct_tempo_map_meter_at (begun, 16 * 960)->numerator, ==, 3);
  ct_tempo_map_free (begun);

  g_assert_cmpint (ct_tempo_beats_shift_bars (map, 1, &shifted), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_position (shifted, 960).beat, ==, 1);
  g_assert_cmpint (ct_tempo_map_position (shifted, 0).bar, ==, 0);
  g_assert_cmpint (ct_tempo_map_position (shifted, 17 * 960).beat, ==, 1);
  g_assert_cmpfloat (beat_time (shifted, 3), ==, beat_time (map, 3));
  ct_tempo_map_free (shifted);
  g_assert_cmpint (ct_tempo_beats_shift_bars (map, -1, &shifted), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_position (shifted, -960).bar, ==, 1);
  g_assert_cmpint (ct_tempo_map_position (shifted, 3 * 960).bar, ==, 2);
  ct_tempo_map_free (shifted);
  ct_tempo_map_free (map);
}

static CtTempoMap *
random_map (GRand *rand)
{
  CtTempoPoint points[12];
  CtMeter meters[4];
  size_t n = (size_t) g_rand_int_range (rand, 2, 12), n_meters = (size_t) g_rand_int_range (rand, 1, 4);
  int64_t tick = g_rand_int_range (rand, -5000, 5000);
  double time_s = g_rand_double_range (rand, -5, 5);
  CtTempoMap *map;

  for (size_t i = 0; i < n; i++)
    {
      int length = g_rand_int_range (rand, 1, 8000);

      points[i] = (CtTempoPoint){ tick, time_s, g_rand_boolean (rand) };
      tick += length;
      time_s += length / 960.0 * 60 / g_rand_double_range (rand, 30, 300);
    }
  tick = points[0].tick + g_rand_int_range (rand, -2000, 4000);
  for (size_t i = 0; i < n_meters; i++)
    {
      meters[i] = (CtMeter){ tick, g_rand_int_range (rand, 1, 13), 1 << g_rand_int_range (rand, 0, 5) };
      tick += g_rand_int_range (rand, 1, 20000);
    }
  g_assert_cmpint (ct_tempo_map_new (points, n, meters, n_meters, &map), ==, CT_STATUS_OK);
  return map;
}

/* Whatever the map: an edit is made or refused, and what it made is where it was put. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  int n_moved = 0, n_put = 0;

  for (int i = 0; i < 2000; i++)
    {
      CtTempoMap *map = random_map (rand), *made = NULL;
      double times[5], time_s = g_rand_double_range (rand, -10, 40);
      int64_t tick = ct_tempo_beats_nearest (map, time_s);
      CtStatus status;

      for (size_t k = 0; k < 5; k++)
        times[k] = (k ? times[k - 1] : time_s) + g_rand_double_range (rand, 0.1, 1.5);
      status = ct_tempo_beats_move (map, tick, time_s, &made);
      if (status == CT_STATUS_OK)
        {
          n_moved++;
          g_assert_cmpfloat_with_epsilon (ct_tempo_map_time_at (made, (double) tick), time_s, 1e-9);
          ct_tempo_map_free (made);
        }
      status = ct_tempo_beats_put (map, times, 5, &made);
      if (status == CT_STATUS_OK)
        {
          n_put++;
          for (size_t k = 0; k < 5; k++)
            g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (made, times[k]),
                                            round (ct_tempo_map_tick_at (made, times[k])), 1e-4);
          ct_tempo_map_free (made);
        }
      ct_tempo_map_free (map);
    }
  g_assert_cmpint (n_moved, >, 1000);
  g_assert_cmpint (n_put, >, 1000);
}

static CtStatus
edit (void *data)
{
  static const double times[] = { 4, 4.4, 5 };
  CtTempoMap *made[6] = { NULL };
  CtStatus status = ct_tempo_beats_fix (data, 480, &made[0]);

  if (status == CT_STATUS_OK)
    status = ct_tempo_beats_move (data, 960, 0.6, &made[1]);
  if (status == CT_STATUS_OK)
    status = ct_tempo_beats_put (data, times, 3, &made[2]);
  if (status == CT_STATUS_OK)
    status = ct_tempo_beats_steady (data, 2, 5, 90, &made[3]);
  if (status == CT_STATUS_OK)
    status = ct_tempo_beats_start_bar (data, 960, &made[4]);
  if (status == CT_STATUS_OK)
    status = ct_tempo_beats_shift_bars (data, 1, &made[5]);
  for (int i = 0; i < 6; i++)
    ct_tempo_map_free (made[i]);
  return status;
}

static void
test_no_memory (void)
{
  CtTempoMap *map = new_map ();

  failing_allocator_try_all (edit, map);
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tempo-beats/nearest", test_nearest);
  g_test_add_func ("/tempo-beats/fix", test_fix);
  g_test_add_func ("/tempo-beats/move", test_move);
  g_test_add_func ("/tempo-beats/put", test_put);
  g_test_add_func ("/tempo-beats/put-alone", test_put_alone);
  g_test_add_func ("/tempo-beats/steady", test_steady);
  g_test_add_func ("/tempo-beats/mean", test_mean);
  g_test_add_func ("/tempo-beats/bars", test_bars);
  g_test_add_func ("/tempo-beats/random", test_random);
  g_test_add_func ("/tempo-beats/no-memory", test_no_memory);
  return g_test_run ();
}
