/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clicks of a stepped player: in time whatever the loop, the speed and the pitch. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

#define MAX_CLICKS 64

/* A silent recording with beats at 0.25 s and each half a second later, in 4/4. */
static CtPlayer *
open_clicking (int rate_hz, gboolean on, gboolean count_in)
{
  gsize n = (gsize) SECONDS * (gsize) rate_hz;
  g_autofree float *silence = g_new0 (float, 2 * n);
  g_autofree char *path = test_sound_write ("silence.wav", WAV_FLOAT, rate_hz, 2, silence, n);
  CtPlayer *player = stepped_player_open (path, RATE);
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (120, 0.25, 4, 4, &map), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_set_tempo_map (player, map), ==, CT_STATUS_OK);
  ct_tempo_map_free (map);
  ct_player_set_click (player, &(CtPlayerClick){ on, count_in, 1 });
  return player;
}

typedef struct
{
  int at[MAX_CLICKS]; /* [n] frames of output */
  gboolean high[MAX_CLICKS];
  int n;
} Clicks;

/* Where sound begins after silence, and how high it is. */
static Clicks
listen (CtPlayer *player, gsize n)
{
  g_autofree float *out = step (player, n);
  Clicks clicks = { .n = 0 };
  int silent = RATE;

  for (int i = 0; i < (int) n; i++)
    {
      silent = fabsf (out[2 * i]) > 1e-4f ? 0 : silent + 1;
      if (silent == 0 && (clicks.n == 0 || i - clicks.at[clicks.n - 1] > RATE / 10))
        {
          g_assert_cmpint (clicks.n, <, MAX_CLICKS);
          clicks.at[clicks.n] = i;
          clicks.high[clicks.n++] = i + 480 < (int) n && frequency (out, (gsize) i, (gsize) i + 480, RATE) > 1300;
        }
    }
  return clicks;
}

/* @downbeat: which of the first four is high. */
static void
assert_clicks (const Clicks *clicks, int n, double first_s, double apart_s, int downbeat, double within_s)
{
  g_assert_cmpint (clicks->n, ==, n);
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon ((double) clicks->at[i] / RATE, first_s + apart_s * i, within_s);
      g_assert_cmpint (clicks->high[i], ==, i % 4 == downbeat);
    }
}

static void
test_plain (void)
{
  CtPlayer *player = open_clicking (RATE, TRUE, FALSE);
  Clicks clicks;

  ct_player_play (player);
  clicks = listen (player, 4 * RATE);
  assert_clicks (&clicks, 8, 0.25, 0.5, 0, 0.0002);
  /* heard while it plays alone, and switched off at once */
  ct_player_pause (player);
  clicks = listen (player, RATE);
  g_assert_cmpint (clicks.n, <=, 1);
  ct_player_set_click (player, &(CtPlayerClick){ FALSE, FALSE, 1 });
  ct_player_play (player);
  skip (player, 2000);
  clicks = listen (player, 2 * RATE);
  g_assert_cmpint (clicks.n, ==, 0);
  ct_player_free (player);
}

/* A bar as a loop clicks as steadily as the piece, round after round. */
static void
test_loop (void)
{
  static const int rates[] = { RATE, 44100 };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      CtPlayer *player = open_clicking (rates[i], TRUE, FALSE);
      CtTimeSpan bar = { 2.25, 4.25 };
      Clicks clicks;

      ct_player_set_loop (player, &bar);
      ct_player_seek (player, 2.25);
      ct_player_play (player);
      clicks = listen (player, 9 * RATE);
      assert_clicks (&clicks, 18, 0, 0.5, 0, 0.006);
      ct_player_free (player);
    }
}

static void
test_speed (void)
{
  static const struct
  {
    double speed;
    CtPlayerSpeedMode mode;
    double semitones, within_s;
  } cases[] = {
    { 0.5, CT_PLAYER_VARISPEED, 0, 0.001 }, { 2, CT_PLAYER_VARISPEED, 0, 0.001 }, { 0.5, CT_PLAYER_STRETCH, 0, 0.012 },
    { 1.25, CT_PLAYER_STRETCH, 0, 0.012 },  { 1, CT_PLAYER_STRETCH, 7, 0.012 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtPlayer *player = open_clicking (RATE, TRUE, FALSE);
      Clicks clicks;

      ct_player_set_speed (player, cases[i].speed, cases[i].mode);
      ct_player_set_pitch (player, cases[i].semitones);
      ct_player_seek (player, 2);
      ct_player_play (player);
      clicks = listen (player, 4 * RATE);
      assert_clicks (&clicks, (int) (8 * cases[i].speed), 0.25 / cases[i].speed, 0.5 / cases[i].speed, 0,
                     cases[i].within_s);
      ct_player_free (player);
    }
}

/* The position stands still for a bar; then the recording begins, and the clicks go on where they are switched on. */
static void
test_count_in (void)
{
  CtPlayer *player = open_clicking (RATE, FALSE, TRUE);
  Clicks clicks;

  ct_player_seek (player, 2.25);
  ct_player_play (player);
  clicks = listen (player, 2 * RATE);
  assert_clicks (&clicks, 4, 0, 0.5, 0, 0.0002);
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 2.25, 1e-3);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  clicks = listen (player, RATE);
  g_assert_cmpint (clicks.n, ==, 0);
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 3.25, 0.003);
  /* a pause ends it; playing on counts in again, and a jump meanwhile plays at once */
  ct_player_pause (player);
  skip (player, RATE);
  ct_player_set_click (player, &(CtPlayerClick){ TRUE, TRUE, 1 });
  ct_player_seek (player, 4.25);
  ct_player_play (player);
  clicks = listen (player, 4 * RATE);
  assert_clicks (&clicks, 8, 0, 0.5, 0, 0.0002);
  ct_player_pause (player);
  skip (player, RATE);
  ct_player_play (player);
  skip (player, RATE / 2);
  ct_player_seek (player, 6.25);
  skip (player, RATE);
  g_assert_cmpfloat (ct_player_position_s (player), >, 7);
  /* and so does a span */
  ct_player_play_span (player, &(CtTimeSpan){ 1, 2 });
  skip (player, RATE / 2);
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 1.5, 0.05);
  ct_player_free (player);
}

/* The recording stays as it is under the clicks, which have their own volume. */
static void
test_volume (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *plain = NULL, *clicked = NULL, *soft = NULL;

  for (int i = 0; i < 3; i++)
    {
      CtPlayer *player = stepped_player_open (path, RATE);
      CtTempoMap *map;

      g_assert_cmpint (ct_tempo_map_new_steady (120, 0.25, 4, 4, &map), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_player_set_tempo_map (player, map), ==, CT_STATUS_OK);
      ct_tempo_map_free (map);
      ct_player_set_click (player, &(CtPlayerClick){ i > 0, FALSE, i == 2 ? 0.25 : 1 });
      ct_player_set_click (player, &(CtPlayerClick){ i > 0, FALSE, 1e9 });
      ct_player_set_click (player, &(CtPlayerClick){ i > 0, FALSE, NAN });
      ct_player_play (player);
      *(float **[]){ &plain, &clicked, &soft }[i] = step (player, RATE);
      ct_player_free (player);
    }
  for (int i = 0; i < 2 * RATE; i++)
    g_assert_cmpfloat_with_epsilon (soft[i] - plain[i], (clicked[i] - plain[i]) / 4, 1e-6);
  g_assert_cmpmem (plain, 20000 * sizeof (float), clicked, 20000 * sizeof (float));
  g_assert_cmpfloat (fabsf (clicked[2 * 12050] - plain[2 * 12050]), >, 0.01);
}

static CtStatus
set_map (gpointer data)
{
  static const CtTempoPoint points[] = { { 0, 0, FALSE }, { 960, 1, FALSE } };
  static const CtMeter meter = { 0, 4, 4 };
  CtTempoMap *map = NULL;
  CtStatus status = ct_tempo_map_new (points, 2, &meter, 1, &map);

  if (status == CT_STATUS_OK)
    status = ct_player_set_tempo_map (data, map);
  ct_tempo_map_free (map);
  return status;
}

static void
test_no_memory (void)
{
  CtPlayer *player = open_clicking (RATE, TRUE, FALSE);
  Clicks clicks;

  failing_allocator_try_all (set_map, player);
  /* a map that is not known any more clicks no more */
  g_assert_cmpint (ct_player_set_tempo_map (player, NULL), ==, CT_STATUS_OK);
  ct_player_play (player);
  clicks = listen (player, RATE);
  g_assert_cmpint (clicks.n, ==, 0);
  ct_player_free (player);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-click/plain", test_plain);
  g_test_add_func ("/player-click/loop", test_loop);
  g_test_add_func ("/player-click/speed", test_speed);
  g_test_add_func ("/player-click/count-in", test_count_in);
  g_test_add_func ("/player-click/volume", test_volume);
  g_test_add_func ("/player-click/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
