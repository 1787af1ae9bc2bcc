/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-drum.h"
#include "core/playback/ct-drum-synth-private.h"

#define RATE 44100
#define PIECE 256

/* What a strike of @key sounds like in @seconds, the power of left and right together. */
static double
power_of (int key, float strength, double seconds)
{
  CtDrumSynth synth = { .rate_hz = RATE };
  double power = 0;

  ct_drum_synth_start (&synth, key, strength, 0);
  for (size_t done = 0; done < (size_t) (seconds * RATE); done += PIECE)
    {
      float out[PIECE][2] = { 0 };

      ct_drum_synth_render (&synth, 1, 1, out[0], PIECE);
      for (size_t i = 0; i < PIECE; i++)
        {
          g_assert_true (fabsf (out[i][0]) < 1);
          g_assert_cmpfloat (out[i][0], ==, out[i][1]);
          power += (double) (2 * out[i][0] * out[i][0]);
        }
    }
  return power;
}

/* Every key sounds, harder strikes louder, and dies away. */
static void
test_keys (void)
{
  for (int key = 0; key < 128; key++)
    {
      CtDrumSynth synth = { .rate_hz = RATE };
      float out[RATE / 10][2];

      g_assert_cmpfloat (power_of (key, 1, 0.5), >, 1);
      g_assert_cmpfloat (power_of (key, 1, 0.5), >, 4 * power_of (key, 0.5f, 0.5));
      ct_drum_synth_start (&synth, key, 1, 0);
      for (int i = 0; i < 80; i++)
        ct_drum_synth_render (&synth, 1, 1, out[0], RATE / 10);
      g_assert_cmpuint (ct_drum_synth_n_voices (&synth), ==, 0);
    }
}

/* It begins where it is told to, in a later piece, too, and gains are lines. */
static void
test_delay (void)
{
  CtDrumSynth synth = { .rate_hz = RATE };
  float out[PIECE][2] = { 0 };

  ct_drum_synth_start (&synth, 42, 1, PIECE + 100);
  ct_drum_synth_render (&synth, 1, 1, out[0], PIECE);
  for (int i = 0; i < PIECE; i++)
    g_assert_cmpfloat (out[i][0], ==, 0);
  ct_drum_synth_render (&synth, 1, 1, out[0], PIECE);
  for (int i = 0; i < 100; i++)
    g_assert_cmpfloat (out[i][0], ==, 0);
  g_assert_cmpfloat (fabsf (out[100][0]) + fabsf (out[101][0]), >, 0.01);
  memset (out, 0, sizeof out);
  ct_drum_synth_render (&synth, 0, 0, out[0], PIECE);
  for (int i = 0; i < PIECE; i++)
    g_assert_cmpfloat (out[i][0], ==, 0);
}

/* No more than all voices sound; silence comes within some milliseconds. */
static void
test_voices (void)
{
  CtDrumSynth synth = { .rate_hz = RATE };
  float out[RATE / 20][2];

  for (int i = 0; i < 3 * CT_DRUM_VOICES; i++)
    ct_drum_synth_start (&synth, 49, 1, 0);
  g_assert_cmpuint (ct_drum_synth_n_voices (&synth), ==, CT_DRUM_VOICES);
  ct_drum_synth_silence (&synth);
  ct_drum_synth_render (&synth, 1, 1, out[0], RATE / 20);
  g_assert_cmpuint (ct_drum_synth_n_voices (&synth), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drum-synth/keys", test_keys);
  g_test_add_func ("/drum-synth/delay", test_delay);
  g_test_add_func ("/drum-synth/voices", test_voices);
  return g_test_run ();
}
