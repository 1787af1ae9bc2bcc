/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates, speeds and pitches of a stepped player. */
#include <glib.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

/* The frequency of the next two seconds, without the first half second. */
static double
next_frequency (CtPlayer *player)
{
  g_autofree float *out = step (player, 2 * RATE);

  return frequency (out, RATE / 2, 2 * RATE, RATE);
}

/* Every pair of rates: the same tone at the same pitch, level and time. */
static void
test_rates (void)
{
  static const int rates[][2] = { { 44100, 48000 }, { 48000, 44100 }, { 8000, 48000 }, { 96000, 44100 } };

  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    {
      g_autofree char *path = write_sine (rates[r][0], 440);
      CtPlayer *player = stepped_player_open (path, rates[r][1]);
      g_autofree float *out = NULL;

      ct_player_seek (player, 2);
      ct_player_play (player);
      out = step (player, (gsize) rates[r][1] * 2);
      for (int i = GATE * 2; i < rates[r][1] * 2; i++)
        g_assert_cmpfloat_with_epsilon ((double) out[2 * i], 0.5 * sin (2 * G_PI * 440 * i / rates[r][1]), 2e-3);
      g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 4, 65.0 / rates[r][1]);
      ct_player_free (player);
    }
}

/* Slower and faster with the pitch kept, and the position with it. */
static void
test_stretch (void)
{
  static const double speeds[] = { 0.25, 0.5, 0.8, 1.25, 2 };

  for (gsize s = 0; s < G_N_ELEMENTS (speeds); s++)
    {
      g_autofree char *path = write_sine (44100, 440);
      CtPlayer *player = stepped_player_open (path, RATE);
      g_autofree float *out = NULL;
      gsize n = (gsize) (5 * RATE);

      ct_player_set_speed (player, speeds[s], CT_PLAYER_STRETCH);
      ct_player_seek (player, 1);
      ct_player_play (player);
      out = step (player, n);
      g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 440, 0.5);
      g_assert_cmpfloat_with_epsilon (test_sound_level (out, 2, 0, n / 4, n), 0.5, 0.03);
      g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 1 + 5 * speeds[s], 0.02);
      ct_player_free (player);
    }
}

/* A stretched recording ends when it should. */
static void
test_stretched_length (void)
{
  g_autofree char *path = write_sine (44100, 440);
  CtPlayer *player = stepped_player_open (path, RATE);
  gsize n = 0;

  ct_player_set_speed (player, 0.5, CT_PLAYER_STRETCH);
  ct_player_seek (player, SECONDS - 3);
  ct_player_play (player);
  while (ct_player_state (player) == CT_PLAYER_PLAYING && n < 10 * RATE)
    {
      g_autofree float *out = step (player, 64);

      n += 64;
    }
  g_assert_cmpfloat_with_epsilon ((double) n / RATE, 6, 0.05);
  ct_player_free (player);
}

/* As on a tape: slower is lower. */
static void
test_varispeed (void)
{
  g_autofree char *path = write_sine (44100, 440);
  g_autofree float *out = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_play (player);
  ct_player_set_speed (player, 0.5, CT_PLAYER_VARISPEED);
  g_assert_cmpfloat_with_epsilon (next_frequency (player), 220, 0.2);
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 1, 0.06);
  ct_player_set_speed (player, 1.5, CT_PLAYER_VARISPEED);
  out = step (player, 2 * RATE);
  g_assert_cmpfloat_with_epsilon (frequency (out, RATE / 2, 2 * RATE, RATE), 660, 0.5);
  g_assert_cmpfloat_with_epsilon (test_sound_level (out, 2, 0, RATE / 2, 2 * RATE), 0.5, 0.01);
  ct_player_free (player);
}

static void
test_pitch (void)
{
  g_autofree char *path = write_sine (44100, 440);
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_play (player);
  ct_player_set_pitch (player, 12);
  g_assert_cmpfloat_with_epsilon (next_frequency (player), 880, 1);
  /* fine tuning: 30 cents */
  ct_player_set_pitch (player, 0.3);
  g_assert_cmpfloat_with_epsilon (next_frequency (player), 440 * pow (2, 0.3 / 12), 0.5);
  /* values out of range change nothing */
  ct_player_set_pitch (player, 100);
  ct_player_set_speed (player, 3, CT_PLAYER_STRETCH);
  ct_player_set_speed (player, NAN, CT_PLAYER_STRETCH);
  g_assert_cmpfloat_with_epsilon (next_frequency (player), 440 * pow (2, 0.3 / 12), 0.5);
  ct_player_free (player);
}

/* Changing the tempo in the middle makes no click. */
static void
test_smooth_changes (void)
{
  g_autofree char *path = write_sine (RATE, 220);
  CtPlayer *player = stepped_player_open (path, RATE);
  float last = 0;

  ct_player_play (player);
  for (int i = 0; i < 60; i++)
    {
      g_autofree float *out = step (player, 4800);

      for (int k = 0; k < 4800; k++)
        {
          /* a sine of 0.5 at 220 Hz moves by at most 0.0144 a sample; at 330 Hz by 0.0216 */
          if (i > 0 || k > GATE)
            g_assert_cmpfloat (fabsf (out[2 * k] - last), <, 0.04);
          last = out[2 * k];
        }
      if (i % 6 == 1)
        ct_player_set_speed (player, 0.7, CT_PLAYER_STRETCH);
      if (i % 6 == 2)
        ct_player_set_speed (player, 0.5, CT_PLAYER_STRETCH);
      if (i % 6 == 3)
        ct_player_set_speed (player, 1.5, CT_PLAYER_VARISPEED);
      if (i % 6 == 4)
        ct_player_seek (player, 2);
      if (i % 6 == 5)
        ct_player_set_speed (player, 1, CT_PLAYER_STRETCH);
    }
  ct_player_free (player);
}

/* How many frames until a change is heard, and whether without a click. */
static gsize
frames_to_silence (CtPlayer *player)
{
  g_autofree float *out = step (player, RATE / 2);
  gsize last = 0;

  for (gsize i = 1; i < RATE / 2; i++)
    {
      if (fabsf (out[2 * i]) > 0.05f)
        last = i;
      g_assert_cmpfloat (fabsf (out[2 * i] - out[2 * i - 2]), <, 0.1);
    }
  return last;
}

/* At once and after 20 s: latency does not build up. */
static void
assert_change_within (const char *path, int rate_hz, double speed, CtPlayerSpeedMode mode, double seconds)
{
  CtTimeSpan loop = { 0, 10 };
  CtPlayer *player = stepped_player_open (path, rate_hz);

  ct_player_set_loop (player, &loop);
  ct_player_set_speed (player, speed, mode);
  ct_player_play (player);
  for (int i = 0; i < 2; i++)
    {
      double took_s;

      skip (player, i == 0 ? RATE : 19 * RATE);
      ct_player_set_volume (player, CT_PLAYER_REST, 0);
      took_s = (double) frames_to_silence (player) / rate_hz;
      g_test_message ("%d Hz, speed %.1f: %.0f ms", rate_hz, speed, 1e3 * took_s);
      g_assert_cmpfloat (took_s, <, seconds);
      ct_player_set_volume (player, CT_PLAYER_REST, 1);
    }
  ct_player_free (player);
}

static void
test_change_latency (void)
{
  g_autofree char *path = write_sine (RATE, 440);

  assert_change_within (path, RATE, 1, CT_PLAYER_STRETCH, 0.050);
  /* soxr works in blocks; and on a tape at half speed what was mixed lasts twice as long */
  assert_change_within (path, RATE + 3900, 1, CT_PLAYER_STRETCH, 0.070);
  assert_change_within (path, RATE, 0.5, CT_PLAYER_VARISPEED, 0.090);
  assert_change_within (path, RATE, 0.5, CT_PLAYER_STRETCH, 0.150);
  assert_change_within (path, RATE + 3900, 0.5, CT_PLAYER_STRETCH, 0.180);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-tempo/rates", test_rates);
  g_test_add_func ("/player-tempo/stretch", test_stretch);
  g_test_add_func ("/player-tempo/stretched-length", test_stretched_length);
  g_test_add_func ("/player-tempo/varispeed", test_varispeed);
  g_test_add_func ("/player-tempo/pitch", test_pitch);
  g_test_add_func ("/player-tempo/smooth-changes", test_smooth_changes);
  g_test_add_func ("/player-tempo/change-latency", test_change_latency);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
