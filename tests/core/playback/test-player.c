/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport of a stepped player. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

/* Played as it is, the recording comes out bit for bit. */
static void
test_exact (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0), *silence = NULL, *out = NULL, *rest = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);
  CtPlayerMessage message;

  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  silence = step (player, 1000);
  assert_silent (silence, 1000);
  g_assert_cmpfloat (ct_player_duration_s (player), ==, SECONDS);
  ct_player_play (player);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  out = step (player, 40000);
  g_assert_cmpmem (out + 2 * GATE, 2 * (40000 - GATE) * sizeof (float), tone + 2 * GATE,
                   2 * (40000 - GATE) * sizeof (float));
  for (int i = 1; i < 2 * GATE; i++)
    g_assert_cmpfloat (fabsf (out[i]), <=, fabsf (tone[i]));
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 40000.0 / RATE, 65.0 / RATE);
  /* to the end, which is reported once */
  rest = step (player, FRAMES - 40000 + 500);
  g_assert_cmpmem (rest, 2 * (FRAMES - 40000) * sizeof (float), tone + 80000, 2 * (FRAMES - 40000) * sizeof (float));
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  expect_message (player, CT_PLAYER_EVENT_ENDED);
  g_assert_false (ct_player_take_message (player, &message));
  ct_player_free (player);
}

/* Pausing is silent within 10 ms, without a click; playing continues where it stopped. */
static void
test_pause (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0), *first = NULL, *paused = NULL, *again = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);
  double position;

  ct_player_seek (player, 3);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 3);
  ct_player_play (player);
  first = step (player, 9600);
  g_assert_cmpmem (first + 2 * GATE, 1000, tone + 2 * (3 * RATE + GATE), 1000);
  ct_player_pause (player);
  paused = step (player, 9600);
  assert_silent (paused + 2 * 480, 9600 - 480);
  g_assert_cmpfloat (largest_step (paused, 9600), <, 0.05);
  position = ct_player_position_s (player);
  g_assert_cmpfloat_with_epsilon (position, 3.2, 0.01);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  ct_player_play (player);
  again = step (player, 4800);
  g_assert_cmpmem (again + 2 * GATE, 8000, tone + 2 * ((gsize) lrint (position * RATE) + GATE), 8000);
  ct_player_free (player);
}

/* Seeking while it plays: another place within 50 ms, crossfaded. */
static void
test_seek (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0), *out = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);
  gsize at;

  ct_player_seek (player, 3);
  ct_player_play (player);
  skip (player, 9600);
  ct_player_seek (player, 7);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 7);
  out = step (player, 9600);
  at = (gsize) lrint (ct_player_position_s (player) * RATE);
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 7.2, 0.05);
  g_assert_cmpfloat (largest_step (out, 9600), <, 0.08);
  /* the place of the last piece, to the sample */
  g_assert_cmpmem (out + 2 * (9600 - 64), 2 * 64 * sizeof (float), tone + 2 * at, 2 * 64 * sizeof (float));
  ct_player_stop (player);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 7);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  ct_player_free (player);
}

static void
test_seek_outside (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *out = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_seek (player, 7);
  ct_player_seek (player, -3);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 0);
  ct_player_seek (player, 7);
  ct_player_seek (player, NAN);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 0);
  /* beyond the end it begins again */
  ct_player_seek (player, 1e12);
  ct_player_play (player);
  out = step (player, 9600);
  g_assert_cmpfloat (test_sound_level (out, 2, 0, 4800, 9600), >, 0.4);
  ct_player_free (player);
}

static void
test_play_span (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  CtTimeSpan span = { 2, 2.5 };
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_play_span (player, &span);
  {
    g_autofree float *out = step (player, RATE);
    int last = 0;

    for (int i = 0; i < RATE; i++)
      if (fabsf (out[2 * i + 1]) > 1e-3f)
        last = i;
    g_assert_cmpint (last, >=, RATE / 2 - 10);
    g_assert_cmpint (last, <, RATE / 2);
    g_assert_cmpfloat (fabsf (out[2 * last]), <, 0.01);
  }
  expect_message (player, CT_PLAYER_EVENT_ENDED);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  /* playing goes on behind it */
  ct_player_play (player);
  {
    g_autofree float *out = step (player, RATE / 2);

    g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 3, 0.01);
  }
  ct_player_free (player);
}

static void
test_problems (void)
{
  g_autofree char *missing = test_sound_path ("missing.wav"), *cut = NULL, *bytes = NULL;
  g_autofree char *path = write_sine (RATE, 440);
  CtPlayer *player = stepped_player_open (path, RATE);
  gsize size;

  g_assert_cmpint (ct_player_open (player, missing, 0), ==, CT_STATUS_NOT_FOUND);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 4800);

    assert_silent (out, 4800);
  }
  /* a file that turns out to be damaged while it plays */
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + size / 4, 0xff, 16);
  cut = test_sound_write_bytes ("nan.wav", bytes, size);
  g_assert_cmpint (ct_player_open (player, cut, 0), ==, CT_STATUS_OK);
  while (ct_player_take_message (player, &(CtPlayerMessage){ 0 }))
    ;
  ct_player_play (player);
  skip (player, 6 * RATE);
  expect_message (player, CT_PLAYER_EVENT_UNREADABLE);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  ct_player_free (player);
  ct_player_free (NULL);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player/exact", test_exact);
  g_test_add_func ("/player/pause", test_pause);
  g_test_add_func ("/player/seek", test_seek);
  g_test_add_func ("/player/seek-outside", test_seek_outside);
  g_test_add_func ("/player/play-span", test_play_span);
  g_test_add_func ("/player/problems", test_problems);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
