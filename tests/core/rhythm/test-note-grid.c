/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"

#define N_LINES 64
#define NEAR 1e-6

static CtTempoMap *
new_map (int numerator, int denominator)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, numerator, denominator, &map), ==, CT_STATUS_OK);
  return map;
}

/* Meters of every kind, one of them cut short, under tempos that change. */
static CtTempoMap *
new_changing_map (void)
{
  const CtTempoPoint points[] = { { 0, 0.3, FALSE }, { 3840, 2.5, FALSE }, { 9600, 5, FALSE }, { 20000, 14, FALSE } };
  const CtMeter meters[] = { { 0, 4, 4 }, { 7680, 6, 8 }, { 7680 + 2880 + 1000, 3, 4 }, { 40000, 7, 16 } };
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new (points, G_N_ELEMENTS (points), meters, G_N_ELEMENTS (meters), &map), ==,
                   CT_STATUS_OK);
  return map;
}

static void
test_names (void)
{
  static const char *bad[] = {
    "", "a", "1", "1/", "1/3", "1/64", "2/4", "1/8x", "1/8tt", "auto.", "t", " 1/8", "1/08"
  };
  CtNoteGrid grid = { 4, CT_NOTE_GRID_TRIPLET, 0.6 };
  char name[CT_NOTE_GRID_NAME_SIZE];
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ct_note_grid_parse (bad[i], &grid));
  g_assert_cmpint (grid.division, ==, 4);
  g_assert_cmpint (grid.kind, ==, CT_NOTE_GRID_TRIPLET);
  g_assert_true (ct_note_grid_parse ("auto", &grid));
  g_assert_cmpint (grid.division, ==, 0);
  g_assert_true (ct_note_grid_parse ("1/16q", &grid));
  g_assert_cmpint (grid.division, ==, 16);
  g_assert_cmpint (grid.kind, ==, CT_NOTE_GRID_QUINTUPLET);
  g_assert_cmpfloat (grid.swing, ==, 0.6);
  for (int division = 1; division <= CT_NOTE_GRID_MAX_DIVISION; division *= 2)
    for (int kind = 0; kind < CT_N_NOTE_GRIDS; kind++, n++)
      {
        CtNoteGrid read = { .swing = 0.6 };

        grid = (CtNoteGrid){ division, (CtNoteGridKind) kind, 0.6 };
        g_assert_true (ct_note_grid_is_valid (&grid));
        ct_note_grid_name (&grid, name);
        g_assert_true (ct_note_grid_parse (name, &read));
        g_assert_cmpint (read.division, ==, division);
        g_assert_cmpint (read.kind, ==, kind);
      }
  g_assert_cmpint (n, ==, 30);
}

static void
assert_lines (const CtTempoMap *map, const CtNoteGrid *grid, double from, double to, const double *expected, gsize n)
{
  double lines[N_LINES];

  g_assert_cmpuint (ct_note_grid_lines (map, grid, from, to, lines, N_LINES), ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (lines[i], expected[i], NEAR);
}

/* Lines are counted from each bar; the end of a range lies outside. */
static void
test_lines (void)
{
  static const double straight[] = { 0, 960, 1920 }, swung[] = { 3840, 4480, 4800, 5440 };
  static const double dotted[] = { 0, 1440, 2880, 3840, 5280 }, upbeat[] = { -960, -480, 0 };
  CtTempoMap *map = new_map (4, 4);
  double first;

  assert_lines (map, &(CtNoteGrid){ 4, CT_NOTE_GRID_STRAIGHT, 0 }, 0, 2880, straight, 3);
  assert_lines (map, &(CtNoteGrid){ 8, CT_NOTE_GRID_SWING, 2.0 / 3 }, 3840, 5760, swung, 4);
  assert_lines (map, &(CtNoteGrid){ 4, CT_NOTE_GRID_DOTTED, 0 }, 0, 5281, dotted, 5);
  assert_lines (map, &(CtNoteGrid){ 8, CT_NOTE_GRID_STRAIGHT, 0 }, -961, 1, upbeat, 3);
  /* no more than there is room for */
  g_assert_cmpuint (ct_note_grid_lines (map, &(CtNoteGrid){ 32, CT_NOTE_GRID_STRAIGHT, 0 }, 10, 1e6, &first, 1), ==, 1);
  g_assert_cmpfloat (first, ==, 120);
  ct_tempo_map_free (map);
}

/* From a line, to the next and to the one before; from between two lines, to these. */
static void
test_steps (void)
{
  CtTempoMap *map = new_map (3, 4);
  const CtNoteGrid grid = { 8, CT_NOTE_GRID_STRAIGHT, 0 };

  g_assert_cmpfloat (ct_note_grid_next (map, &grid, 480), ==, 960);
  g_assert_cmpfloat (ct_note_grid_previous (map, &grid, 480), ==, 0);
  g_assert_cmpfloat (ct_note_grid_next (map, &grid, 500), ==, 960);
  g_assert_cmpfloat (ct_note_grid_previous (map, &grid, 500), ==, 480);
  /* over a barline, and before the first bar */
  g_assert_cmpfloat (ct_note_grid_next (map, &grid, 2400), ==, 2880);
  g_assert_cmpfloat (ct_note_grid_previous (map, &grid, 2880), ==, 2400);
  g_assert_cmpfloat (ct_note_grid_previous (map, &grid, 0), ==, -480);
  /* what was made from seconds is not quite on its line */
  g_assert_cmpfloat (ct_note_grid_next (map, &grid, 479.9999999), ==, 960);
  g_assert_cmpfloat (ct_note_grid_previous (map, &grid, 480.0000001), ==, 0);
  g_assert_cmpfloat (ct_note_grid_at_or_before (map, &grid, 479.9999999), ==, 480);
  g_assert_cmpfloat (ct_note_grid_at_or_before (map, &grid, 959), ==, 480);
  g_assert_cmpfloat_with_epsilon (ct_note_grid_nearest_s (map, &grid, 0.7), 0.5, NEAR);
  ct_tempo_map_free (map);
}

/* Whatever the grid, meters and tick (all multiples of an eighth, so that none nearly meets another): the lines before
 * and after it enclose it, one is the other's neighbour, the nearest is one of them, barlines are lines, and a range
 * contains what stepping finds. */
static void
test_any (void)
{
  CtTempoMap *map = new_changing_map ();

  for (int i = 0; i < 20000; i++)
    {
      const CtNoteGrid grid = { 1 << g_test_rand_int_range (0, 6),
                                (CtNoteGridKind) g_test_rand_int_range (0, CT_N_NOTE_GRIDS),
                                CT_NOTE_GRID_MIN_SWING + g_test_rand_int_range (0, 17) / 64.0 };
      double tick = g_test_rand_int_range (-9000, 60000) + g_test_rand_int_range (0, 8) / 8.0, lines[N_LINES];
      double next = ct_note_grid_next (map, &grid, tick), previous = ct_note_grid_previous (map, &grid, tick),
             at = next;
      double nearest = ct_note_grid_nearest (map, &grid, tick);
      int64_t bar = ct_tempo_map_bar_tick (map, ct_tempo_map_position (map, (int64_t) tick).bar);
      gsize n;

      g_assert_cmpfloat (previous, <, tick);
      g_assert_cmpfloat (next, >, tick);
      g_assert_cmpfloat (ct_note_grid_next (map, &grid, previous), >=, tick - 1e-3);
      g_assert_cmpfloat (ct_note_grid_previous (map, &grid, next), <=, tick + 1e-3);
      g_assert_cmpfloat (fabs (nearest - tick), <=, fmin (next - tick, tick - previous));
      g_assert_cmpfloat (ct_note_grid_nearest (map, &grid, nearest), ==, nearest);
      g_assert_cmpfloat (ct_note_grid_nearest (map, &grid, (double) bar), ==, (double) bar);
      n = ct_note_grid_lines (map, &grid, tick + 1e-2, tick + 8000, lines, N_LINES);
      for (gsize k = 0; k < n; k++, at = ct_note_grid_next (map, &grid, at))
        {
          g_assert_cmpfloat (lines[k], ==, at);
          g_assert_cmpfloat_with_epsilon (ct_note_grid_previous (map, &grid, lines[k] + 0.1), lines[k], NEAR);
        }
    }
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-grid/names", test_names);
  g_test_add_func ("/note-grid/lines", test_lines);
  g_test_add_func ("/note-grid/steps", test_steps);
  g_test_add_func ("/note-grid/any", test_any);
  return g_test_run ();
}
