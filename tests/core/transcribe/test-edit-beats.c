/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-edit-beats.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/network/ct-weights.h"
#include "core/rhythm/ct-tempo-edit.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "tests/support/beat-song.h"
#include "tests/support/failing-allocator.h"

static CtStatus
try_to_find (const BeatSong *song, CtEditTempo *found)
{
  CtWeights *weights;
  CtStatus status = ct_weights_new_builtin (&weights);

  if (status == CT_STATUS_OK)
    {
      CtRescoreEvidence evidence = { .posteriors = song->posteriors, .weights = weights };

      status = ct_edit_beats_find (&evidence, song->score, found);
      ct_weights_free (weights);
    }
  return status;
}

static CtEditTempo
find (const BeatSong *song)
{
  CtEditTempo found;

  g_assert_cmpint (try_to_find (song, &found), ==, CT_STATUS_OK);
  g_assert_true (found.sought);
  g_assert_true (ct_edit_tempo_is_valid (&found));
  return found;
}

/* The nearest point to a time. */
static const CtTempoPoint *
point_near (const CtTempoMap *map, double time_s)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n), *nearest = points;

  for (size_t i = 1; i < n; i++)
    if (fabs (points[i].time_s - time_s) < fabs (nearest->time_s - time_s))
      nearest = &points[i];
  return nearest;
}

static CtBarPosition
position_near (const CtTempoMap *map, double time_s)
{
  return ct_tempo_map_position (map, point_near (map, time_s)->tick);
}

static void
test_found (void)
{
  BeatSong song;
  CtEditTempo found;

  beat_song_init (&song, 100, 1, 3, 40);
  found = find (&song);
  g_assert_nonnull (found.map);
  g_assert_cmpfloat (found.confidence, >, 0.3);
  for (int beat = 3; beat < 40; beat++)
    g_assert_cmpfloat_with_epsilon (point_near (found.map, 1 + beat * 0.6)->time_s, 1 + beat * 0.6, 0.03);
  g_assert_cmpint (ct_tempo_map_meter_at (found.map, 5000)->numerator, ==, 3);
  for (int bar = 1; bar < 12; bar++)
    g_assert_cmpint (position_near (found.map, 1 + bar * 1.8).beat, ==, 1);
  ct_edit_tempo_clear (&found);
  beat_song_clear (&song);
}

static void
test_no_rhythm (void)
{
  BeatSong song;
  CtEditTempo found;

  beat_song_init (&song, 0, 1, 4, 40);
  found = find (&song);
  g_assert_null (found.map);
  g_assert_cmpfloat (found.confidence, ==, 0);
  beat_song_clear (&song);
}

/* Moves the beat near a time by hand. */
static void
fix (CtEditTempo *tempo, double near_s, double time_s)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (tempo->map, &n);
  CtTempoMap *moved;

  g_assert_cmpint (ct_tempo_edit_move (tempo->map, (size_t) (point_near (tempo->map, near_s) - points), time_s, &moved),
                   ==, CT_STATUS_OK);
  ct_tempo_map_free (tempo->map);
  tempo->map = moved;
}

/* What a hand fixed stays where it is; what is between is found again. */
static void
test_again (void)
{
  BeatSong song;
  CtEditTempo found, again;
  double early_s;

  beat_song_init (&song, 100, 1, 4, 40);
  song.score->tempo = find (&song);
  fix (&song.score->tempo, 13, 13.05);
  early_s = point_near (song.score->tempo.map, 12.4)->time_s;
  g_assert_cmpfloat (fabs (early_s - 12.4), >, 0.02);
  again = find (&song);
  g_assert_cmpfloat (point_near (again.map, 13)->time_s, ==, 13.05);
  g_assert_true (point_near (again.map, 13)->fixed);
  g_assert_false (point_near (again.map, 12.4)->fixed);
  g_assert_cmpfloat_with_epsilon (point_near (again.map, 11.8)->time_s, 11.8, 0.03);

  /* with nothing fixed it is as at first */
  ct_edit_tempo_clear (&song.score->tempo);
  song.score->tempo = find (&song);
  found = find (&song);
  g_assert_true (ct_edit_tempo_equal (&found, &song.score->tempo));
  ct_edit_tempo_clear (&found);
  ct_edit_tempo_clear (&again);
  beat_song_clear (&song);
}

/* Meters that begin on a fixed beat are a hand's, too. */
static void
test_meters_stay (void)
{
  BeatSong song;
  CtEditTempo again;
  CtTempoMap *changed;
  CtBarPosition place;
  double time_s;

  beat_song_init (&song, 100, 1, 4, 60);
  song.score->tempo = find (&song);
  time_s = ct_tempo_map_time_at (song.score->tempo.map, (double) ct_tempo_map_bar_tick (song.score->tempo.map, 6));
  fix (&song.score->tempo, time_s, time_s);
  g_assert_cmpint (ct_tempo_edit_set_meter (song.score->tempo.map, 6, 3, 4, &changed), ==, CT_STATUS_OK);
  ct_tempo_map_free (song.score->tempo.map);
  song.score->tempo.map = changed;
  again = find (&song);
  place = position_near (again.map, time_s);
  g_assert_cmpint (place.beat, ==, 1);
  g_assert_cmpint (ct_tempo_map_meter_at (again.map, ct_tempo_map_bar_tick (again.map, place.bar))->numerator, ==, 3);
  g_assert_cmpint (position_near (again.map, time_s + 9 * 0.6).bar, ==, place.bar + 3);
  g_assert_cmpint (ct_tempo_map_meter_at (again.map, ct_tempo_map_bar_tick (again.map, place.bar - 1))->numerator, ==,
                   4);
  ct_edit_tempo_clear (&again);
  beat_song_clear (&song);
}

/* Eighths, in which players count three at a time. */
static void
test_compound_stays (void)
{
  static const CtMeter meter = { 0, 6, 8 };
  CtTempoPoint points[40];
  BeatSong song;
  CtEditTempo again;
  const CtTempoPoint *point;

  beat_song_init (&song, 100, 1, 2, 40);
  for (int i = 0; i < 40; i++)
    points[i] = (CtTempoPoint){ i * 1440, 1 + 0.6 * i, i == 0 || i == 20 };
  song.score->tempo.sought = true;
  g_assert_cmpint (ct_tempo_map_new (points, 40, &meter, 1, &song.score->tempo.map), ==, CT_STATUS_OK);
  again = find (&song);
  point = point_near (again.map, 13);
  g_assert_cmpfloat (point->time_s, ==, 13);
  g_assert_cmpint (point[1].tick - point[0].tick, ==, 1440);
  g_assert_cmpint (ct_tempo_map_meter_at (again.map, point->tick)->denominator, ==, 8);
  ct_edit_tempo_clear (&again);
  beat_song_clear (&song);
}

/* Beats by hand need no rhythm around them. */
static void
test_only_fixed (void)
{
  BeatSong song;
  CtEditTempo again;
  static const CtMeter meter = { 0, 4, 4 };
  static const CtTempoPoint points[] = { { 0, 100, true }, { 960, 101, true } };

  beat_song_init (&song, 100, 1, 4, 20);
  song.score->tempo.sought = true;
  g_assert_cmpint (ct_tempo_map_new (points, 2, &meter, 1, &song.score->tempo.map), ==, CT_STATUS_OK);
  again = find (&song); /* these lie outside of the recording */
  g_assert_nonnull (again.map);
  ct_edit_tempo_clear (&again);
  beat_song_clear (&song);
}

static CtStatus
find_again (void *data)
{
  BeatSong *song = data;
  CtEditTempo found = { 0 };
  CtStatus status = try_to_find (song, &found);

  ct_edit_tempo_clear (&found);
  return status;
}

static void
test_no_memory (void)
{
  BeatSong song;

  beat_song_init (&song, 120, 0.5, 4, 8);
  song.score->tempo = find (&song);
  fix (&song.score->tempo, 2.5, 2.5);
  failing_allocator_try_all (find_again, &song);
  beat_song_clear (&song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-beats/found", test_found);
  g_test_add_func ("/edit-beats/no-rhythm", test_no_rhythm);
  g_test_add_func ("/edit-beats/again", test_again);
  g_test_add_func ("/edit-beats/meters-stay", test_meters_stay);
  g_test_add_func ("/edit-beats/compound-stays", test_compound_stays);
  g_test_add_func ("/edit-beats/only-fixed", test_only_fixed);
  g_test_add_func ("/edit-beats/no-memory", test_no_memory);
  return g_test_run ();
}
