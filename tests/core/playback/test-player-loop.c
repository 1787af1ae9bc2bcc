/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loops of a stepped player. */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

/* A loop of whole periods is a tone without a seam, exactly as long as it should be; and the position wraps around. */
static void
test_loop (void)
{
  g_autofree char *path = write_sine (RATE, 400);
  CtPlayer *player = stepped_player_open (path, RATE);
  CtTimeSpan loop = { 1.0, 1.1 };

  ct_player_set_loop (player, &loop);
  ct_player_seek (player, 1.05);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 2 * RATE);
    g_autofree float *tone = test_sound_tone (RATE, 2, 3 * RATE, 400, 0.5, 0);

    for (int i = GATE; i < 2 * RATE; i++)
      g_assert_cmpfloat_with_epsilon (out[2 * i], tone[2 * (i % 4800 + RATE + 2400)], 2e-6);
  }
  for (int i = 0; i < 30; i++)
    {
      g_autofree float *out = step (player, 777);

      g_assert_cmpfloat (ct_player_position_s (player), >=, 0.999);
      g_assert_cmpfloat (ct_player_position_s (player), <, 1.1);
    }
  /* without it, playing goes on behind its end */
  ct_player_set_loop (player, NULL);
  {
    g_autofree float *out = step (player, RATE / 2);

    g_assert_cmpfloat (ct_player_position_s (player), >, 1.3);
  }
  ct_player_free (player);
}

/* The seam of a loop whose ends do not fit: a ramp shows every frame's place. */
static void
test_loop_seam (void)
{
  g_autofree float *ramp = g_new (float, 2 * FRAMES);
  g_autofree char *path = NULL;
  CtTimeSpan loop = { 2.0, 2.25 };
  CtPlayer *player;

  for (int i = 0; i < FRAMES; i++)
    ramp[2 * i] = ramp[2 * i + 1] = (float) i / FRAMES;
  path = test_sound_write ("ramp.wav", WAV_FLOAT, RATE, 2, ramp, FRAMES);
  player = stepped_player_open (path, RATE);
  ct_player_set_loop (player, &loop);
  ct_player_seek (player, 2.0);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, RATE);

    for (int i = GATE; i < RATE; i++)
      {
        int at = i % 12000, fade = 12000 - at;
        double expected = (double) ramp[2 * (2 * RATE + at)], before = (double) ramp[2 * (2 * RATE - fade)];

        if (fade < 241)
          expected = before + (expected - before) * fade / 241.0;
        g_assert_cmpfloat_with_epsilon ((double) out[2 * i], expected, 1e-5);
      }
  }
  ct_player_free (player);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-loop/whole-periods", test_loop);
  g_test_add_func ("/player-loop/seam", test_loop_seam);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
