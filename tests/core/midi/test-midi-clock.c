/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-clock.h"
#include "tests/support/failing-allocator.h"

/* A score whose beats are quarter notes at these times ([n]), bar 1 beginning with number @downbeat. */
static CtScore *
new_score (const double *times, size_t n, int downbeat, const CtMeter *meters, size_t n_meters)
{
  CtTempoPoint points[64];
  CtScore *score;

  for (size_t i = 0; i < n; i++)
    points[i] = (CtTempoPoint){ ((int) i - downbeat) * CT_TICKS_PER_QUARTER, times[i], FALSE };
  g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new (points, n, meters, n_meters, &score->tempo_map), ==, CT_STATUS_OK);
  return score;
}

static CtMidiClock
new_clock (const CtScore *score)
{
  CtMidiClock clock = { 0 };

  g_assert_cmpint (ct_midi_clock_init (&clock, score, false), ==, CT_STATUS_OK);
  g_assert_cmpint (clock.tempos[0].tick, ==, 0);
  g_assert_cmpint (clock.meters[0].tick, ==, 0);
  return clock;
}

/* When a player, who knows ticks and microseconds only, comes to a tick. */
static double
played_s (const CtMidiClock *clock, int tick)
{
  double us = 0;

  for (size_t i = 0; i < clock->n_tempos; i++)
    {
      int end = i + 1 < clock->n_tempos ? clock->tempos[i + 1].tick : INT32_MAX;

      if (tick > clock->tempos[i].tick)
        us += (double) clock->tempos[i].us_per_quarter * (MIN (tick, end) - clock->tempos[i].tick)
              / CT_TICKS_PER_QUARTER;
    }
  return us / 1e6;
}

static void
assert_meter (const CtMidiClock *clock, size_t i, int tick, int numerator, int exponent)
{
  g_assert_cmpuint (i, <, clock->n_meters);
  g_assert_cmpint (clock->meters[i].tick, ==, tick);
  g_assert_cmpint (clock->meters[i].numerator, ==, numerator);
  g_assert_cmpint (clock->meters[i].denominator_exponent, ==, exponent);
}

/* every beat on a quarter note, each played at its time to a microsecond and each time at its tick */
static void
test_beats (void)
{
  static const CtMeter meter = { 0, 4, 4 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  double times[64];
  CtScore *score;
  CtMidiClock clock;

  times[0] = 0.47;
  for (size_t i = 1; i < G_N_ELEMENTS (times); i++)
    times[i] = times[i - 1] + g_rand_double_range (rand, 0.3, 0.8);
  score = new_score (times, 64, 0, &meter, 1);
  clock = new_clock (score);
  /* an upbeat of one quarter fills the time before the first beat */
  assert_meter (&clock, 0, 0, 1, 2);
  assert_meter (&clock, 1, 960, 4, 2);
  for (int i = 0; i < 64; i++)
    {
      g_assert_cmpfloat_with_epsilon (played_s (&clock, 960 * (i + 1)), times[i], 2e-6);
      g_assert_cmpint (ct_midi_clock_tick_at (&clock, times[i]), ==, 960 * (i + 1));
    }
  g_assert_cmpint (ct_midi_clock_tick_at (&clock, -1), ==, 0);
  g_assert_cmpint (ct_midi_clock_tick_at (&clock, NAN), ==, -1);
  g_assert_cmpint (ct_midi_clock_tick_at (&clock, 1e9), ==, -1);
  ct_midi_clock_clear (&clock);
  ct_score_free (score);
}

/* What comes before the first beat: whole bars, an upbeat, or nothing. */
static void
test_start (void)
{
  static const CtMeter meter = { 0, 3, 4 };
  static const struct
  {
    double first_s;
    int downbeat, tick; /* where the first beat goes */
    int upbeat;         /* quarters, 0: none */
  } cases[] = {
    { 0.05, 0, 0, 0 }, { 0.2, 1, 0, 1 }, { 1.55, 0, 3 * 960, 0 }, { 2.1, 0, 4 * 960, 1 }, { 2.0, 2, 4 * 960, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double times[8];
      CtScore *score;
      CtMidiClock clock;

      for (int k = 0; k < 8; k++)
        times[k] = cases[i].first_s + 0.5 * k;
      score = new_score (times, 8, cases[i].downbeat, &meter, 1);
      clock = new_clock (score);
      if (cases[i].tick > 0)
        g_assert_cmpint (ct_midi_clock_tick_at (&clock, times[0]), ==, cases[i].tick);
      g_assert_cmpint (ct_midi_clock_tick_at (&clock, times[1]), ==, cases[i].tick + 960);
      g_assert_cmpint (ct_midi_clock_tick_at (&clock, 0), ==, 0);
      assert_meter (&clock, 0, 0, cases[i].upbeat ? cases[i].upbeat : 3, 2);
      g_assert_cmpuint (clock.n_meters, ==, cases[i].upbeat ? 2 : 1);
      ct_midi_clock_clear (&clock);
      ct_score_free (score);
    }
}

static void
add_note (CtScore *score, double onset_s)
{
  CtNote note = { .onset_s = onset_s, .offset_s = onset_s + 0.1, .midi = 60, .velocity = 80 };

  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
}

/* Notes on the first beats lie on them, though the recording begins between beats and the next tempo is far away. */
static void
test_first_notes (void)
{
  static const CtMeter meter = { 0, 4, 4 };
  static const struct
  {
    double first_s;
    int tick; /* where the first beat goes */
  } cases[] = { { 0.002, 0 }, { 0.05, 240 }, { 0.2, 480 }, { 0.3, 960 }, { 0.49, 960 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double first_s = cases[i].first_s;
      CtTempoPoint points[] = { { 0, first_s, FALSE }, { 40 * 960, first_s + 20, FALSE } };
      CtMidiClock clock;
      CtScore *score;

      g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_tempo_map_new (points, 2, &meter, 1, &score->tempo_map), ==, CT_STATUS_OK);
      add_note (score, first_s);
      clock = new_clock (score);
      for (int k = 0; k < 40; k++)
        {
          double time_s = first_s + 0.5 * k;
          int tick = ct_midi_clock_tick_at (&clock, time_s);

          g_assert_cmpint (ABS (tick - cases[i].tick - 960 * k), <=, cases[i].tick ? 0 : 8);
          g_assert_cmpfloat_with_epsilon (played_s (&clock, tick), time_s, 1e-3);
        }
      if (cases[i].tick)
        g_assert_cmpint (clock.meters[1].tick, ==, cases[i].tick);
      ct_midi_clock_clear (&clock);
      ct_score_free (score);
    }
}

/* A file for a score program begins with a bar, or with the beat of an upbeat. */
static void
test_from_bar (void)
{
  static const CtMeter meter = { 0, 4, 4 };
  static const struct
  {
    double first_s; /* of bar 1 */
    double note_s;
    int tick;   /* where bar 1 goes */
    int upbeat; /* quarters, 0: none */
  } cases[] = { { 0.3, 0.3, 0, 0 },     { 0.3, 0.8, 0, 0 },       { 1.2, 0.71, 960, 1 },   { 0.3, 20.3, 0, 0 },
                { 0.001, 0.001, 0, 0 }, { 2.1, 2.1, 4 * 960, 0 }, { 1.2, INFINITY, 0, 0 }, { 1.2, 0.3, 2 * 960, 2 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double times[] = { cases[i].first_s, cases[i].first_s + 0.5, cases[i].first_s + 1 };
      CtScore *score = new_score (times, 3, 0, &meter, 1);
      CtMidiClock clock = { 0 };

      if (isfinite (cases[i].note_s))
        add_note (score, cases[i].note_s);
      g_assert_cmpint (ct_midi_clock_init (&clock, score, true), ==, CT_STATUS_OK);
      for (int k = 0; k < 40; k++)
        g_assert_cmpint (ct_midi_clock_tick_at (&clock, times[0] + 0.5 * k), ==, cases[i].tick + 960 * k);
      g_assert_cmpuint (clock.n_tempos, ==, 1);
      g_assert_cmpint (clock.tempos[0].us_per_quarter, ==, 500000);
      assert_meter (&clock, 0, 0, cases[i].upbeat ? cases[i].upbeat : 4, 2);
      g_assert_cmpuint (clock.n_meters, ==, cases[i].upbeat ? 2 : 1);
      ct_midi_clock_clear (&clock);
      ct_score_free (score);
    }
}

/* a bar that another meter cuts has one of its own */
static void
test_meters (void)
{
  static const CtMeter meters[] = { { 0, 4, 4 }, { 6 * 960, 6, 8 }, { 12 * 960, 4, 4 } };
  double times[16];
  CtScore *score;
  CtMidiClock clock;

  for (int i = 0; i < 16; i++)
    times[i] = 0.5 * i;
  score = new_score (times, 16, 0, meters, 3);
  clock = new_clock (score);
  assert_meter (&clock, 0, 0, 4, 2);
  assert_meter (&clock, 1, 4 * 960, 2, 2);
  assert_meter (&clock, 2, 6 * 960, 6, 3);
  assert_meter (&clock, 3, 12 * 960, 4, 2);
  g_assert_cmpuint (clock.n_meters, ==, 4);
  g_assert_cmpuint (clock.n_tempos, ==, 1);
  ct_midi_clock_clear (&clock);
  ct_score_free (score);
}

static CtStatus
make_clock (void *data)
{
  CtMidiClock clock = { 0 };
  CtStatus status = ct_midi_clock_init (&clock, data, false);

  ct_midi_clock_clear (&clock);
  return status;
}

static void
test_no_memory (void)
{
  static const double times[] = { 0, 0.5 };
  static const CtMeter meter = { 0, 4, 4 };
  CtScore *score = new_score (times, 2, 0, &meter, 1);

  failing_allocator_try_all (make_clock, score);
  ct_tempo_map_free (score->tempo_map);
  score->tempo_map = NULL;
  failing_allocator_try_all (make_clock, score);
  ct_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/midi-clock/beats", test_beats);
  g_test_add_func ("/midi-clock/start", test_start);
  g_test_add_func ("/midi-clock/first-notes", test_first_notes);
  g_test_add_func ("/midi-clock/from-bar", test_from_bar);
  g_test_add_func ("/midi-clock/meters", test_meters);
  g_test_add_func ("/midi-clock/no-memory", test_no_memory);
  return g_test_run ();
}
