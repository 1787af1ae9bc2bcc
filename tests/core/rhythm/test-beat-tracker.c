/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"

#define MAX_HITS 5000
#define FASTEST_LEARNED_BPM 230 /* CLICK_BPM of beats.py */

/* What is played: posteriors as a network makes them, the notes that a decoder finds in them, and drum hits. */
typedef struct
{
  CtPosteriorgram *posteriors;
  CtNotes notes;
  CtPercussion percussion;
} Played;

static Played
new_played (double seconds)
{
  Played played = { 0 };

  g_assert_cmpint (ct_posteriorgram_new ((size_t) (seconds * CT_CQT_FRAME_RATE_HZ), &played.posteriors), ==,
                   CT_STATUS_OK);
  return played;
}

static void
clear_played (Played *played)
{
  ct_posteriorgram_free (played->posteriors);
  ct_notes_clear (&played->notes);
  ct_percussion_clear (&played->percussion);
}

static void
play (Played *played, double onset_s, double length_s, int midi, int velocity)
{
  static const int shape[] = { 90, 220, 120 };
  CtNote note = { .onset_s = onset_s,
                  .offset_s = onset_s + length_s,
                  .confidence = 0.9f,
                  .midi = (uint8_t) midi,
                  .velocity = (uint8_t) velocity };
  long frame = lround (onset_s * CT_CQT_FRAME_RATE_HZ);

  g_assert_cmpint (ct_notes_append (&played->notes, &note), ==, CT_STATUS_OK);
  for (long i = 0; i < 3; i++)
    if (frame + i >= 1 && frame + i - 1 < (long) played->posteriors->n_frames)
      played->posteriors->onset[(frame + i - 1) * CT_N_PITCHES + midi - CT_MIDI_LOW] = (uint8_t) shape[i];
}

/* Makes room for hits of a kick, a snare and a hi-hat. */
static void
set_up_drums (Played *played)
{
  static const uint8_t drums[] = { 36, 38, 42 };

  played->percussion.hits = calloc (MAX_HITS, sizeof *played->percussion.hits);
  g_assert_nonnull (played->percussion.hits);
  played->percussion.n_groups = G_N_ELEMENTS (drums);
  for (size_t i = 0; i < G_N_ELEMENTS (drums); i++)
    played->percussion.groups[i].drum = drums[i];
}

static void
strike (Played *played, double time_s, uint8_t group)
{
  g_assert_cmpuint (played->percussion.n_hits, <, MAX_HITS);
  played->percussion.hits[played->percussion.n_hits++] = (CtHit){ time_s, 0.8f, group };
}

static CtStatus
try_to_find (const Played *played, const CtBeatOptions *options, CtBeats *beats)
{
  CtWeights *weights;
  CtBeatNetwork *network = NULL;
  CtStatus status = ct_weights_new_builtin (&weights);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_beat_network_new (weights, ct_simd_best_level (), &network);
  if (status == CT_STATUS_OK)
    {
      CtRhythmEvidence evidence = { .posteriors = played->posteriors,
                                    .notes = played->notes.notes,
                                    .n_notes = played->notes.n,
                                    .percussion = &played->percussion };

      status = ct_beat_tracker_find (network, &evidence, options, beats);
    }
  ct_beat_network_free (network);
  ct_weights_free (weights);
  return status;
}

static CtBeats
find (const Played *played, const CtBeatOptions *options)
{
  CtBeats beats;

  g_assert_cmpint (try_to_find (played, options, &beats), ==, CT_STATUS_OK);
  for (size_t i = 1; i < beats.n; i++)
    g_assert_cmpfloat (beats.beats[i].time_s, >, beats.beats[i - 1].time_s);
  for (size_t i = 0; i < beats.n; i++)
    {
      g_assert_cmpfloat (beats.beats[i].confidence, >=, 0);
      g_assert_cmpfloat (beats.beats[i].confidence, <=, 1);
      g_assert_cmpint (beats.beats[i].number, >=, 0);
      g_assert_cmpint (beats.beats[i].number, <, beats.bar_beats);
    }
  return beats;
}

/* A metronome at any tempo, with nothing but its clicks to go by; faster than any that the network has learned from,
 * every second click is as good. */
static void
test_clicks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (int bpm = 40; bpm <= 240; bpm += 5)
    {
      Played played = new_played (40);
      double start_s = g_rand_double_range (rand, 0.1, 1.5);
      CtBeats beats;
      int found_bpm;

      for (double time_s = start_s; time_s < 39.5; time_s += 60.0 / bpm)
        play (&played, time_s, 0.1, 84, 90);
      beats = find (&played, NULL);
      g_test_message ("%d beats a minute: %zu beats", bpm, beats.n);
      found_bpm = bpm > FASTEST_LEARNED_BPM && beats.n < (size_t) (bpm / 2) ? bpm / 2 : bpm;
      g_assert_cmpuint (beats.n, >, (size_t) (36 * found_bpm / 60));
      for (size_t i = 0; i < beats.n; i++)
        {
          double beat = (beats.beats[i].time_s - start_s) * bpm / 60;

          g_assert_cmpfloat_with_epsilon (beat * 60 / bpm, round (beat) * 60 / bpm, 0.015);
          if (i > 0)
            g_assert_cmpfloat_with_epsilon (beats.beats[i].time_s - beats.beats[i - 1].time_s,
                                            (found_bpm < bpm ? 120.0 : 60.0) / bpm, 0.02);
        }
      ct_beats_clear (&beats);
      clear_played (&played);
    }
}

/* A bass that begins each bar and goes on a fifth higher, under chords that change with the bars and are struck on
 * beats; a single voice divides these into @parts. @at: from beats to seconds. */
static void
play_bars (Played *played, int bar_beats, int parts, double (*at) (double beat), double seconds)
{
  static const int roots[] = { 36, 41, 43, 45 };

  for (int beat = 0; at (beat + 1) < seconds; beat++)
    {
      int root = roots[beat / bar_beats % 4];

      play (played, at (beat), at (beat + 0.9) - at (beat), beat % bar_beats ? root + 7 : root,
            beat % bar_beats ? 80 : 100);
      for (int third = 0; third < 2; third++)
        play (played, at (beat), at (beat + 0.9) - at (beat), root + 24 + 4 * third, 75);
      for (int part = 0; part < parts; part++)
        play (played, at (beat + (double) part / parts), (at (beat + 1) - at (beat)) / parts,
              root + 36 + 2 * (part + beat % 3), part ? 60 : 75);
    }
}

static double
steady (double beat)
{
  return 0.7 + beat * 60 / 104;
}

static double
slow (double beat)
{
  return 0.4 + beat * 60 / 66;
}

static double
rubato (double beat)
{
  return 0.5 + 0.6 * beat + 0.35 * sin (beat / 4);
}

/* Every third group of eight beats ends slower by nearly a half, and the next goes on as before. */
static double
ritardando (double beat)
{
  double phrase = floor (beat / 24), late = fmax (beat - 24 * phrase - 16, 0);

  return 0.5 + 0.55 * beat + phrase * 0.55 * 0.45 * 8 / 2 + 0.55 * 0.45 * late * late / 16;
}

static double
faster_later (double beat)
{
  return beat < 40 ? 0.3 + 0.65 * beat : 0.3 + 0.65 * 40 + 0.45 * (beat - 40);
}

/* Share of the beats of @at that were found within 50 ms. */
static double
found_share (const CtBeats *beats, double (*at) (double beat), double seconds)
{
  int n = 0, n_found = 0;

  for (int beat = 0; at (beat + 1) < seconds; beat++, n++)
    for (size_t i = 0; i < beats->n; i++)
      if (fabs (beats->beats[i].time_s - at (beat)) < 0.05)
        {
          n_found++;
          break;
        }
  return (double) n_found / n;
}

/* @bpm: a tempo that is known, or 0. */
static void
assert_bars (int bar_beats, int parts, double (*at) (double beat), double bpm, int numerator, int denominator)
{
  CtBeatOptions options = { .bpm = bpm };
  Played played = new_played (50);
  CtTempoMap *map;
  CtBeats beats;
  CtBarPosition position;

  play_bars (&played, bar_beats, parts, at, 50);
  beats = find (&played, &options);
  g_assert_cmpfloat (found_share (&beats, at, 50), >, 0.95);
  g_assert_cmpint (beats.bar_beats, ==, bar_beats);
  g_assert_cmpint (ct_beats_to_map (&beats, &map), ==, CT_STATUS_OK);
  for (int bar = 3; bar < 8; bar++)
    {
      position = ct_tempo_map_position (map, lround (ct_tempo_map_tick_at (map, at (bar * bar_beats) + 0.05)));
      g_assert_cmpint (position.bar, ==, bar + 1);
      g_assert_cmpint (position.beat, ==, 1);
    }
  g_assert_cmpint (ct_tempo_map_meter_at (map, 9600)->numerator, ==, numerator);
  g_assert_cmpint (ct_tempo_map_meter_at (map, 9600)->denominator, ==, denominator);
  ct_tempo_map_free (map);
  ct_beats_clear (&beats);
  clear_played (&played);
}

static void
test_meters (void)
{
  assert_bars (4, 2, steady, 0, 4, 4);
  assert_bars (3, 2, steady, 0, 3, 4);
  /* without levels the network is not sure of these by itself */
  assert_bars (2, 2, steady, 104, 2, 4);
  assert_bars (2, 3, slow, 66, 6, 8);
}

static void
test_changes (void)
{
  assert_bars (4, 2, rubato, 0, 4, 4);
  assert_bars (4, 2, faster_later, 0, 4, 4);
  assert_bars (4, 1, ritardando, 0, 4, 4);
}

/* Of a note that is struck on every beat, always alike, nobody knows where its bars begin: a kick on the first beat and
 * a snare on the third, or on the second and fourth, tell it. */
static void
test_hits (void)
{
  for (int first = 0; first < 4; first++)
    {
      Played played = new_played (50);
      size_t n_right = 0;
      CtBeats beats;

      set_up_drums (&played);
      for (int beat = 0; steady (beat + 1) < 50; beat++)
        {
          int number = (beat + 4 - first) % 4;

          play (&played, steady (beat), 0.3, 69, 80);
          strike (&played, steady (beat), 2);
          strike (&played, steady (beat + 0.5), 2);
          if (number % 2 == 0)
            strike (&played, steady (beat), number == 0 ? 0 : 1);
        }
      ct_percussion_sort (&played.percussion);
      beats = find (&played, NULL);
      g_assert_cmpfloat (found_share (&beats, steady, 50), >, 0.95);
      for (size_t i = 0; i < beats.n; i++)
        if (beats.beats[i].number == 0)
          n_right += ((int) lround ((beats.beats[i].time_s - 0.7) * 104 / 60) + 4 - first) % 4 == 0;
      g_test_message ("%zu of %zu beats, %d in a bar", n_right, beats.n, beats.bar_beats);
      g_assert_cmpint (beats.bar_beats, ==, 4);
      g_assert_cmpuint (n_right, >, beats.n / 5);
      ct_beats_clear (&beats);
      clear_played (&played);
    }
}

/* Where a slow voice has nothing but its notes, steady and one a beat, nobody counts twice as fast. */
static void
test_slow (void)
{
  static const int scale[] = { 60, 62, 64, 65, 67, 69, 71, 72 };

  for (int bpm = 48; bpm <= 84; bpm += 12)
    {
      Played played = new_played (40);
      double beat_s = 60.0 / bpm;
      CtBeats beats;

      for (int beat = 0; 0.3 + (beat + 1) * beat_s < 40; beat++)
        play (&played, 0.3 + beat * beat_s, 0.92 * beat_s, scale[beat % 8], 80);
      beats = find (&played, NULL);
      g_test_message ("%d beats a minute: %zu beats", bpm, beats.n);
      g_assert_cmpuint (beats.n, >, (size_t) (0.8 * 40 / beat_s));
      for (size_t i = 1; i < beats.n; i++)
        g_assert_cmpfloat_with_epsilon (beats.beats[i].time_s - beats.beats[i - 1].time_s, beat_s, 0.05);
      ct_beats_clear (&beats);
      clear_played (&played);
    }
}

static void
assert_none (Played *played, const char *what)
{
  CtBeats beats = find (played, NULL);

  g_test_message ("%s: %zu beats", what, beats.n);
  g_assert_cmpuint (beats.n, ==, 0);
  ct_beats_clear (&beats);
  clear_played (played);
}

/* nothing has no beats, nor have notes that come whenever they like, seldom or often */
static void
test_none (void)
{
  static const double longest_s[] = { 2.5, 1.2, 0.6 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtBeatOptions options = { .bpm = 120 };
  Played played = new_played (0);
  CtBeats beats;

  assert_none (&played, "no frames");
  played = new_played (60);
  assert_none (&played, "silence");
  for (size_t i = 0; i < 12; i++)
    {
      double longest = log (longest_s[i % G_N_ELEMENTS (longest_s)]);

      played = new_played (60);
      for (double time_s = 0.3; time_s < 59; time_s += exp (g_rand_double_range (rand, log (0.12), longest)))
        play (&played, time_s, g_rand_double_range (rand, 0.1, 1.5), g_rand_int_range (rand, 40, 84), 80);
      assert_none (&played, "single notes");
    }
  /* nor does a tempo that is known make beats of one long note */
  played = new_played (8);
  play (&played, 0, 8, 69, 80);
  beats = find (&played, &options);
  g_assert_cmpuint (beats.n, ==, 0);
  clear_played (&played);
}

/* nor have chords and drums that wait for each other's as little, whose gaps know nothing of those before */
static void
test_free (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (size_t i = 0; i < 16; i++)
    {
      double seconds = 12 << i % 4, rate = exp (g_rand_double_range (rand, log (0.7), log (8)));
      Played played = new_played (seconds);

      for (double time_s = 0.3; time_s < seconds - 1; time_s -= log (1 - g_rand_double (rand)) / rate)
        for (int n = g_rand_int_range (rand, 1, 5); n > 0; n--)
          play (&played, time_s, g_rand_double_range (rand, 0.1, 1.5), g_rand_int_range (rand, 40, 84),
                g_rand_int_range (rand, 50, 110));
      if (i >= 8)
        set_up_drums (&played);
      for (uint8_t group = 0; group < played.percussion.n_groups; group++)
        for (double time_s = 0.3; time_s < seconds - 1; time_s -= log (1 - g_rand_double (rand)) / rate)
          strike (&played, time_s, group);
      ct_percussion_sort (&played.percussion);
      assert_none (&played, i < 8 ? "chords" : "chords and drums");
    }
}

/* a tempo that is known, and beats that a hand has set: these stay, and the others fit between them */
static void
test_known (void)
{
  Played played = new_played (40);
  CtBeat fixed[] = { { .time_s = steady (4) + 0.12, .number = 0 }, { .time_s = steady (12) + 0.12, .number = 0 } };
  CtBeatOptions options = { .bpm = 208 };
  CtBeats beats;
  size_t n_fixed = 0;

  play_bars (&played, 4, 2, steady, 40);
  beats = find (&played, &options);
  g_assert_cmpfloat_with_epsilon (beats.beats[20].time_s - beats.beats[10].time_s, 10 * 60.0 / 208, 0.05);
  ct_beats_clear (&beats);
  /* one that is not there is left for what is likest to it, not for the slowest of all */
  options.bpm = 135;
  beats = find (&played, &options);
  g_assert_cmpfloat_with_epsilon (beats.beats[20].time_s - beats.beats[10].time_s, 10 * 60.0 / 104, 0.05);
  ct_beats_clear (&beats);
  options = (CtBeatOptions){ .fixed = fixed, .n_fixed = 2, .bar_beats = 4 };
  beats = find (&played, &options);
  for (size_t i = 0; i < beats.n; i++)
    {
      n_fixed += beats.beats[i].fixed;
      if (beats.beats[i].fixed)
        g_assert_cmpint (beats.beats[i].number, ==, 0);
      /* none is left out before them */
      if (i > 0)
        g_assert_cmpfloat (beats.beats[i].time_s - beats.beats[i - 1].time_s, <, 1.5 * 60 / 104);
    }
  g_assert_cmpuint (n_fixed, ==, 2);
  for (size_t k = 0; k < 2; k++)
    {
      gboolean is_there = FALSE;

      for (size_t i = 0; i < beats.n; i++)
        is_there |= beats.beats[i].time_s == fixed[k].time_s;
      g_assert_true (is_there);
    }
  ct_beats_clear (&beats);
  clear_played (&played);
}

static void
test_bad (void)
{
  static const CtBeat twice[] = { { .time_s = 1 }, { .time_s = 1 } }, no_time[] = { { .time_s = NAN } };
  const CtBeatOptions bad[] = {
    { .bpm = 10 },
    { .bpm = 1000 },
    { .bpm = NAN },
    { .bpm = -1 },
    { .bar_beats = 1 },
    { .bar_beats = 5 },
    { .fixed = twice, .n_fixed = 2 },
    { .fixed = no_time, .n_fixed = 1 },
  };
  Played played = new_played (2);
  CtBeats beats;

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (try_to_find (&played, &bad[i], &beats), ==, CT_STATUS_BAD_ARGUMENT);
  clear_played (&played);
}

static CtStatus
find_some (void *data)
{
  const Played *played = data;
  CtBeats beats;
  CtTempoMap *map;
  CtStatus status = try_to_find (played, NULL, &beats);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_beats_to_map (&beats, &map);
  if (status == CT_STATUS_OK)
    ct_tempo_map_free (map);
  ct_beats_clear (&beats);
  return status;
}

static void
test_no_memory (void)
{
  Played played = new_played (12);

  play_bars (&played, 4, 2, steady, 12);
  failing_allocator_try_all (find_some, &played);
  clear_played (&played);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beat-tracker/clicks", test_clicks);
  g_test_add_func ("/beat-tracker/meters", test_meters);
  g_test_add_func ("/beat-tracker/changes", test_changes);
  g_test_add_func ("/beat-tracker/hits", test_hits);
  g_test_add_func ("/beat-tracker/slow", test_slow);
  g_test_add_func ("/beat-tracker/none", test_none);
  g_test_add_func ("/beat-tracker/free", test_free);
  g_test_add_func ("/beat-tracker/known", test_known);
  g_test_add_func ("/beat-tracker/bad", test_bad);
  g_test_add_func ("/beat-tracker/no-memory", test_no_memory);
  return g_test_run ();
}
