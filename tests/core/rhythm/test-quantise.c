/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-quantise.h"
#include "tests/support/failing-allocator.h"

/* a second a quarter note, so that times are beats */
static CtTempoMap *
new_map (int numerator, int denominator)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, numerator, denominator, &map), ==, CT_STATUS_OK);
  return map;
}

static CtNote
quantised (const CtTempoMap *map, const CtQuantiseOptions *options, double onset_s, double offset_s)
{
  CtNote note = { .onset_s = onset_s, .offset_s = offset_s, .midi = 60, .track = 3 }, out;

  g_assert_cmpint (ct_quantise (map, options, &note, 1, &out), ==, CT_STATUS_OK);
  g_assert_cmpint (out.midi, ==, 60);
  g_assert_cmpint (out.track, ==, 3);
  return out;
}

static void
test_grids (void)
{
  static const struct
  {
    int division;
    CtNoteGridKind kind;
    double swing, from, to;
  } cases[] = {
    { 4, CT_NOTE_GRID_STRAIGHT, 0, 2.45, 2 },
    { 4, CT_NOTE_GRID_STRAIGHT, 0, 2.55, 3 },
    { 1, CT_NOTE_GRID_STRAIGHT, 0, 1.9, 0 },
    { 1, CT_NOTE_GRID_STRAIGHT, 0, 2.1, 4 },
    { 16, CT_NOTE_GRID_STRAIGHT, 0, 1.3, 1.25 },
    { 32, CT_NOTE_GRID_STRAIGHT, 0, 1.13, 1.125 },
    { 8, CT_NOTE_GRID_TRIPLET, 0, 1.3, 4.0 / 3 },
    { 4, CT_NOTE_GRID_TRIPLET, 0, 0.6, 2.0 / 3 },
    { 8, CT_NOTE_GRID_DOTTED, 0, 0.7, 0.75 },
    { 8, CT_NOTE_GRID_DOTTED, 0, 3.9, 4 }, /* the bar ends before the line */
    { 16, CT_NOTE_GRID_QUINTUPLET, 0, 1.22, 1.2 },
    { 8, CT_NOTE_GRID_SWING, 2.0 / 3, 0.6, 2.0 / 3 },
    { 8, CT_NOTE_GRID_SWING, 2.0 / 3, 1.2, 1 },
    { 8, CT_NOTE_GRID_SWING, 0.5, 0.6, 0.5 },
    { 4, CT_NOTE_GRID_STRAIGHT, 0, -0.6, -1 },
    { 8, CT_NOTE_GRID_STRAIGHT, 0, -0.1, 0 },
  };
  CtTempoMap *map = new_map (4, 4);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtQuantiseOptions options;
      CtNote note;

      ct_quantise_options_init (&options);
      options.grid = (CtNoteGrid){ cases[i].division, cases[i].kind, cases[i].swing };
      options.ends = FALSE;
      note = quantised (map, &options, cases[i].from, 9);
      g_assert_cmpfloat_with_epsilon (note.onset_s, cases[i].to, 1e-9);
      g_assert_cmpfloat_with_epsilon (note.offset_s, 9, 1e-9);
    }
  ct_tempo_map_free (map);
}

static void
test_ends (void)
{
  CtTempoMap *map = new_map (4, 4);
  CtQuantiseOptions options;
  CtNote note;

  ct_quantise_options_init (&options);
  options.grid.division = 8;
  note = quantised (map, &options, 1.05, 1.9);
  g_assert_cmpfloat_with_epsilon (note.onset_s, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 2, 1e-9);
  /* both at one line: a step */
  note = quantised (map, &options, 1.26, 1.7);
  g_assert_cmpfloat_with_epsilon (note.onset_s, 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 2, 1e-9);
  options.strength = 0.5;
  note = quantised (map, &options, 1.1, 1.8);
  g_assert_cmpfloat_with_epsilon (note.onset_s, 1.05, 1e-9);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 1.9, 1e-9);
  options.strength = 1;
  options.starts = FALSE;
  note = quantised (map, &options, 1.1, 1.8);
  g_assert_cmpfloat (note.onset_s, ==, 1.1);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 2, 1e-9);
  options.starts = TRUE;
  options.ends = FALSE;
  /* its start passes its end: it keeps its length */
  note = quantised (map, &options, 1.3, 1.4);
  g_assert_cmpfloat_with_epsilon (note.onset_s, 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (note.offset_s, 1.6, 1e-9);
  ct_tempo_map_free (map);
}

/* What is played short stays as long as it was played, wherever its start goes and however far; so does what a line at
 * its end would cut to less than half. */
static void
test_short (void)
{
  static const struct
  {
    int division;
    CtNoteGridKind kind;
    double onset_s, offset_s, start_s, length_s;
  } cases[] = {
    { 8, CT_NOTE_GRID_STRAIGHT, 1.1, 1.2, 1, 0.1 },     /* both at one line */
    { 8, CT_NOTE_GRID_STRAIGHT, 1.1, 1.3, 1, 0.2 },     /* each at its own */
    { 8, CT_NOTE_GRID_STRAIGHT, 1.3, 1.45, 1.5, 0.15 }, /* the end before the start */
    { 4, CT_NOTE_GRID_STRAIGHT, 1.05, 1.6, 1, 0.55 },   /* not twice as long */
    { 4, CT_NOTE_GRID_STRAIGHT, 0.95, 1.4, 1, 0.45 },   /* nor nothing */
    { 4, CT_NOTE_GRID_STRAIGHT, 1.02, 1.94, 1, 1 },     /* nearly a step becomes one */
    { 8, CT_NOTE_GRID_DOTTED, 2.9, 3.9, 3, 1 },         /* the bar ends */
    { 8, CT_NOTE_GRID_DOTTED, 3.3, 3.9, 3, 1 },         /* with it */
    { 8, CT_NOTE_GRID_DOTTED, 3.65, 4.3, 3.75, 0.65 },  /* a quarter of a beat is left */
    { 16, CT_NOTE_GRID_TRIPLET, 1.34, 1.4, 4.0 / 3, 0.06 },
  };
  CtTempoMap *map = new_map (4, 4);
  CtQuantiseOptions options;

  ct_quantise_options_init (&options);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtNote note;

      options.grid = (CtNoteGrid){ cases[i].division, cases[i].kind, CT_NOTE_GRID_DEFAULT_SWING };
      note = quantised (map, &options, cases[i].onset_s, cases[i].offset_s);
      g_test_message ("case %zu: %.3f to %.3f", i, note.onset_s, note.offset_s);
      g_assert_cmpfloat_with_epsilon (note.onset_s, cases[i].start_s, 1e-9);
      g_assert_cmpfloat_with_epsilon (note.offset_s - note.onset_s, cases[i].length_s, 1e-9);
    }
  /* half of the way, ends alone, and where it is to be written down */
  options.grid = (CtNoteGrid){ 8, CT_NOTE_GRID_STRAIGHT, 0 };
  options.keep_short = FALSE;
  g_assert_cmpfloat_with_epsilon (quantised (map, &options, 1.1, 1.2).offset_s, 1.5, 1e-9);
  options.keep_short = TRUE;
  options.strength = 0.5;
  g_assert_cmpfloat_with_epsilon (quantised (map, &options, 1.1, 1.3).offset_s, 1.25, 1e-9);
  options.starts = FALSE;
  g_assert_cmpfloat_with_epsilon (quantised (map, &options, 1.1, 1.3).offset_s, 1.3, 1e-9);
  ct_tempo_map_free (map);
}

/* triplets in one beat, sixteenths in the next, each missed a little */
static void
test_automatic (void)
{
  static const double starts[] = { 0.01, 0.35, 0.65, 0.99, 1.26, 1.49, 1.76, 2.02, 2.32, 2.67, 3.01, 3.5 };
  static const double lines[] = { 0, 1.0 / 3, 2.0 / 3, 1, 1.25, 1.5, 1.75, 2, 2 + 1.0 / 3, 2 + 2.0 / 3, 3, 3.5 };
  CtTempoMap *map = new_map (4, 4);
  CtQuantiseOptions options;
  CtNote notes[G_N_ELEMENTS (starts)];

  ct_quantise_options_init (&options);
  for (size_t i = 0; i < G_N_ELEMENTS (starts); i++)
    notes[i] = (CtNote){ .onset_s = starts[i], .offset_s = starts[i] + 0.2 };
  /* in place */
  g_assert_cmpint (ct_quantise (map, &options, notes, G_N_ELEMENTS (notes), notes), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_assert_cmpfloat_with_epsilon (notes[i].onset_s, lines[i], 1e-9);
      g_assert_cmpfloat (notes[i].offset_s, >, notes[i].onset_s);
    }
  g_assert_cmpint (ct_quantise (map, &options, notes, 0, notes), ==, CT_STATUS_OK);
  ct_tempo_map_free (map);
}

/* three eighths to a beat in 6/8 */
static void
test_compound (void)
{
  static const double starts[] = { 0.02, 0.49, 1.01, 1.49, 2.01, 2.51, 2.98 };
  CtTempoMap *map = new_map (6, 8);
  CtQuantiseOptions options;

  ct_quantise_options_init (&options);
  for (size_t i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      CtNote note = quantised (map, &options, starts[i], starts[i] + 0.4);

      g_assert_cmpfloat_with_epsilon (note.onset_s, round (2 * starts[i]) / 2, 1e-9);
    }
  ct_tempo_map_free (map);
}

/* A score whose beats waver by a hundredth of a second becomes one of a steady tempo with notes and hits on its lines.
 */
static void
test_score (void)
{
  static const CtHit hits[] = { { 0.73, 0.5f, 0 }, { 0.77, 1, 0 }, { 0.9, 1, 0 } };
  static const CtPercussion percussion = { (CtHit *) hits, 3, { { "", 38 } }, 1 };
  CtTempoPoint points[17];
  const CtMeter meter = { 0, 4, 4 };
  CtQuantiseOptions options;
  CtScore *score;
  size_t n;

  for (int i = 0; i < 17; i++)
    points[i] = (CtTempoPoint){ 960 * i, i * 0.5 + (i % 2 ? 0.01 : 0), FALSE };
  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new (points, 17, &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
  for (int i = 15; i >= 0; i--)
    {
      CtNote note = { .onset_s = points[i].time_s + 0.02, .offset_s = points[i].time_s + 0.23, .midi = 60 };

      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  g_assert_cmpint (ct_percussion_copy (&percussion, &score->percussion), ==, CT_STATUS_OK);
  ct_quantise_options_init (&options);
  options.grid = (CtNoteGrid){ 8, CT_NOTE_GRID_STRAIGHT, 0 };
  g_assert_cmpint (ct_quantise_score (score, &options), ==, CT_STATUS_OK);
  g_assert_cmpuint (score->percussion.n_hits, ==, 2); /* two of one group came together */
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (score->tempo_map, score->percussion.hits[0].time_s), 1440,
                                  1e-3);
  ct_tempo_map_points (score->tempo_map, &n);
  g_assert_cmpuint (n, ==, 2);
  for (int i = 0; i < 16; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (score->tempo_map, note->onset_s), 960 * i, 1e-3);
      g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (score->tempo_map, note->offset_s), 960 * i + 480, 1e-3);
      g_assert_cmpfloat_with_epsilon (note->onset_s, i * 0.5, 0.06);
    }
  options.strength = 2;
  g_assert_cmpint (ct_quantise_score (score, &options), ==, CT_STATUS_BAD_ARGUMENT);
  ct_score_free (score);
}

/* Where bars are a moment late in the recording, chords and keys begin with the bar all the same. */
static void
test_harmony (void)
{
  static const CtTempoPoint points[] = { { 0, 0, FALSE },
                                         { 960, 0.5, FALSE },
                                         { 1920, 1.02, FALSE },
                                         { 3840, 2, FALSE },
                                         { 4800, 2.5, FALSE } };
  static const CtMeter meter = { 0, 2, 4 };
  CtKeyChange keys[] = { { .time_s = 0 }, { .time_s = 1.02, .key = { 2, FALSE } } };
  CtChord chords[] = { { .start_s = 0, .end_s = 1.02 }, { .start_s = 1.02, .end_s = 2 } };
  const CtHarmony harmony = { keys, 2, chords, 2 };
  CtQuantiseOptions options;
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new (points, 5, &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_harmony_copy (&harmony, &score->harmony), ==, CT_STATUS_OK);
  ct_quantise_options_init (&options);
  g_assert_cmpint (ct_quantise_score (score, &options), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (score->harmony.keys[1].time_s, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (score->harmony.chords[0].end_s, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (ct_tempo_map_tick_at (score->tempo_map, score->harmony.chords[1].start_s), 1920,
                                  1e-6);
  ct_score_free (score);
}

static void
test_bad (void)
{
  static const CtQuantiseOptions bad[] = {
    { { 3, CT_NOTE_GRID_STRAIGHT, 0.5 }, 1, TRUE, TRUE, TRUE },
    { { -4, CT_NOTE_GRID_STRAIGHT, 0.5 }, 1, TRUE, TRUE, TRUE },
    { { 64, CT_NOTE_GRID_STRAIGHT, 0.5 }, 1, TRUE, TRUE, TRUE },
    { { 8, CT_NOTE_GRID_SWING, 0.9 }, 1, TRUE, TRUE, TRUE },
    { { 8, CT_NOTE_GRID_SWING, NAN }, 1, TRUE, TRUE, TRUE },
    { { 8, CT_N_NOTE_GRIDS, 0.5 }, 1, TRUE, TRUE, TRUE },
    { { 8, CT_NOTE_GRID_STRAIGHT, 0.5 }, 1.5, TRUE, TRUE, TRUE },
    { { 8, CT_NOTE_GRID_STRAIGHT, 0.5 }, NAN, TRUE, TRUE, TRUE },
  };
  CtTempoMap *map = new_map (4, 4);
  CtNote note = { .offset_s = 1 };

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (ct_quantise (map, &bad[i], &note, 1, &note), ==, CT_STATUS_BAD_ARGUMENT);
  ct_tempo_map_free (map);
}

/* whatever the notes and the grid: no note loses more than half of its length or ends before it starts, and doing it
 * again moves nothing */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int round = 0; round < 300; round++)
    {
      CtTempoMap *map = new_map (g_rand_int_range (rand, 1, 9), 1 << g_rand_int_range (rand, 1, 4));
      CtQuantiseOptions options;
      CtNote notes[20], once[20], twice[20];

      ct_quantise_options_init (&options);
      options.grid.division = 1 << g_rand_int_range (rand, 0, 6);
      options.grid.kind = (CtNoteGridKind) g_rand_int_range (rand, 0, CT_N_NOTE_GRIDS);
      for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
        {
          double onset_s = g_rand_double_range (rand, -2, 30);

          notes[i] = (CtNote){ .onset_s = onset_s, .offset_s = onset_s + g_rand_double_range (rand, 0, 2) };
        }
      g_assert_cmpint (ct_quantise (map, &options, notes, G_N_ELEMENTS (notes), once), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_quantise (map, &options, once, G_N_ELEMENTS (notes), twice), ==, CT_STATUS_OK);
      for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
        {
          g_assert_cmpfloat (once[i].offset_s, >, once[i].onset_s);
          g_assert_cmpfloat (once[i].offset_s - once[i].onset_s, >=,
                             0.5 * (notes[i].offset_s - notes[i].onset_s) - 1e-6);
          g_assert_cmpfloat_with_epsilon (once[i].onset_s, twice[i].onset_s, 1e-6);
        }
      ct_tempo_map_free (map);
    }
}

static CtStatus
quantise_some (void *data)
{
  CtNote notes[] = { { .onset_s = 0.1, .offset_s = 0.5 }, { .onset_s = 1.1, .offset_s = 1.5 } };
  CtQuantiseOptions options;

  ct_quantise_options_init (&options);
  return ct_quantise (data, &options, notes, 2, notes);
}

static void
test_no_memory (void)
{
  CtTempoMap *map = new_map (4, 4);

  failing_allocator_try_all (quantise_some, map);
  ct_tempo_map_free (map);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantise/grids", test_grids);
  g_test_add_func ("/quantise/ends", test_ends);
  g_test_add_func ("/quantise/short", test_short);
  g_test_add_func ("/quantise/automatic", test_automatic);
  g_test_add_func ("/quantise/compound", test_compound);
  g_test_add_func ("/quantise/score", test_score);
  g_test_add_func ("/quantise/harmony", test_harmony);
  g_test_add_func ("/quantise/bad", test_bad);
  g_test_add_func ("/quantise/random", test_random);
  g_test_add_func ("/quantise/no-memory", test_no_memory);
  return g_test_run ();
}
