/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-beat-lines.h"

#include <glib.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

static CtTempoMap *
steady_map (double bpm, double start_s, int numerator, int denominator)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (bpm, start_s, numerator, denominator, &map), ==, CT_STATUS_OK);
  return map;
}

/* Of the whole view, a second as wide as that. */
static CtBeatLine *
lines_of (const CtTempoMap *map, double px_per_s, gsize *n)
{
  CtBeatLine *lines = ct_beat_lines_new (map, 0, 1000 / px_per_s, px_per_s, n);

  for (gsize i = 1; i < *n; i++)
    g_assert_cmpfloat ((lines[i].time_s - lines[i - 1].time_s) * px_per_s, >=, 6);
  return lines;
}

/* Beats, then bars, then every second, fourth ... bar, and bar 1 among them. */
static void
test_density (void)
{
  CtTempoMap *map = steady_map (120, 0.5, 4, 4);
  gsize n;

  for (double px_per_s = 400; px_per_s > 0.01; px_per_s /= 1.5)
    {
      g_autofree CtBeatLine *lines = lines_of (map, px_per_s, &n);
      gboolean has_first = FALSE, has_beats = FALSE;

      g_assert_cmpuint (n, <=, 1000 / 12);
      for (gsize i = 0; i < n; i++)
        {
          has_beats = has_beats || lines[i].beat > 1;
          has_first = has_first || (lines[i].bar == 1 && lines[i].beat == 1 && lines[i].time_s == 0.5);
          if (i > 1 && !has_beats)
            g_assert_cmpint (lines[i].bar - lines[i - 1].bar, ==, lines[1].bar - lines[0].bar);
        }
      g_assert_true (has_first);
      g_assert_cmpint (has_beats, ==, px_per_s * 0.5 >= 14);
    }
  ct_tempo_map_free (map);
}

/* In 6/8 players count two; each eighth has a line where there is room. */
static void
test_compound (void)
{
  CtTempoMap *map = steady_map (120, 0, 6, 8);
  g_autofree CtBeatLine *wide = NULL, *narrow = NULL;
  gsize n;

  wide = lines_of (map, 100, &n);
  g_assert_cmpint (wide[1].beat, ==, 2);
  narrow = lines_of (map, 30, &n);
  g_assert_cmpint (narrow[1].beat, ==, 4);
  g_assert_cmpint (narrow[2].beat, ==, 1);
  ct_tempo_map_free (map);
}

static void
test_fixed (void)
{
  static const CtTempoPoint points[] = { { 0, 0, false }, { 1920, 1, true }, { 3840, 2, false }, { 5760, 3, true } };
  static const CtMeter meter = { 0, 4, 4 };
  g_autofree CtBeatLine *lines = NULL;
  CtTempoMap *map;
  gsize n, n_fixed = 0;

  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), &meter, 1, &map), ==, CT_STATUS_OK);
  lines = lines_of (map, 100, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (lines[i].fixed, ==, lines[i].tick == 1920 || lines[i].tick == 5760);
      n_fixed += lines[i].fixed;
    }
  g_assert_cmpuint (n_fixed, ==, 2);
  ct_tempo_map_free (map);
}

/* Whatever the map, there are no more lines than have room, at once. */
static void
test_absurd (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autofree CtMeter *many = g_new (CtMeter, CT_TEMPO_MAP_MAX_POINTS);
  static const CtTempoPoint points[] = { { -INT64_C (1920000000), -1e6, true }, { INT64_C (1920000000), 1e6, true } };
  CtTempoMap *fast = steady_map (CT_TEMPO_MAX_BPM, 0, 1, 128), *slow = steady_map (CT_TEMPO_MIN_BPM, 0, 255, 1),
             *crowded;

  for (gint64 i = 0; i < CT_TEMPO_MAP_MAX_POINTS; i++)
    many[i] = (CtMeter){ i, 255, 128 };
  g_assert_cmpint (ct_tempo_map_new (points, 2, many, CT_TEMPO_MAP_MAX_POINTS, &crowded), ==, CT_STATUS_OK);
  for (int i = 0; i < 200; i++)
    {
      CtTempoMap *maps[] = { fast, slow, crowded };
      double start_s = g_rand_double_range (rand, -1e6, 1e6), px_per_s = 1 / g_rand_double_range (rand, 1e-4, 1000);

      for (gsize k = 0; k < G_N_ELEMENTS (maps); k++)
        {
          gsize n;
          g_autofree CtBeatLine *lines = ct_beat_lines_new (maps[k], start_s, start_s + 1000 / px_per_s, px_per_s, &n);

          g_assert_cmpuint (n, <=, 1000 / 6 + 2);
        }
    }
  ct_tempo_map_free (fast);
  ct_tempo_map_free (slow);
  ct_tempo_map_free (crowded);
}

static void
assert_position (const CtTempoMap *map, double time_s, const char *expected)
{
  g_autofree char *text = ct_beat_lines_dup_position (map, time_s);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_position (void)
{
  CtTempoMap *map = steady_map (120, 0.5, 3, 4);
  double start_s, end_s;

  assert_position (map, 0.5, "1.1.000");
  assert_position (map, 0.5 + 3 * 0.1 * 5, "2.1.000"); /* a rounding error away */
  assert_position (map, 1.25, "1.2.480");
  assert_position (map, 0, "0.3.000");
  ct_beat_lines_bar_at (map, 2.2, &start_s, &end_s);
  g_assert_cmpfloat_with_epsilon (start_s, 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (end_s, 3.5, 1e-9);
  ct_tempo_map_free (map);
}

/* Before bar 1 bars count on from below, the ruler's and the position's alike, and in each of them beats do. */
static void
test_before (void)
{
  static const char *const numbers[] = { "\u22122", "\u22121", "0", "1", "2" };
  CtTempoMap *map = steady_map (120, 5, 4, 4);
  g_autofree CtBeatLine *lines = NULL;
  gsize n, n_bars = 0;

  lines = lines_of (map, 100, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *bar = ct_beat_lines_dup_bar (lines[i].bar), *place = NULL, *start = NULL;

      if (lines[i].beat != 1)
        continue;
      place = ct_beat_lines_dup_position (map, lines[i].time_s);
      start = g_strconcat (bar, lines[i].bar < 0 ? " | 1.000" : ".1.000", NULL);
      g_assert_cmpstr (place, ==, start);
      n_bars++;
      g_assert_cmpstr (bar, ==, numbers[lines[i].bar + 2]);
      if (lines[i].bar == 2)
        break;
    }
  g_assert_cmpuint (n_bars, ==, 4);
  assert_position (map, 0, "\u22122 | 3.000");
  assert_position (map, 1.25, "\u22121 | 1.480");
  assert_position (map, 2.75, "\u22121 | 4.480");
  assert_position (map, 3, "0.1.000");
  assert_position (map, 4.5, "0.4.000");
  assert_position (map, 5, "1.1.000");
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beat-lines/density", test_density);
  g_test_add_func ("/beat-lines/compound", test_compound);
  g_test_add_func ("/beat-lines/fixed", test_fixed);
  g_test_add_func ("/beat-lines/absurd", test_absurd);
  g_test_add_func ("/beat-lines/position", test_position);
  g_test_add_func ("/beat-lines/before", test_before);
  return g_test_run ();
}
