/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain from places of the recording to a stream. The recording is a ramp: each sample says which frame it is. */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-play-chain-private.h"
#include "core/playback/ct-play-crossing-private.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 8000
#define FRAMES (4 * RATE)
#define FADE (RATE / 200 + 1) /* frames of the crossfade at a loop's seam, and before an end in the middle of sound */

static const CtPlayTempo plain = { 1.0, CT_PLAYER_STRETCH, 0 };
static const CtPlayRange whole = { .end = FRAMES };

typedef struct
{
  CtSoundReader *reader;
  CtMixer *mixer;
  CtPlayChain *chain;
} Fixture;

static void
set_up (Fixture *fixture)
{
  CtMix mix = { .volumes = { 1, 1, 1, 1 } };
  g_autofree float *ramp = g_new (float, FRAMES);
  g_autofree char *path = NULL;

  for (int i = 0; i < FRAMES; i++)
    ramp[i] = (float) (i + 1) / (2 * FRAMES);
  path = test_sound_write ("ramp.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 1, ramp, FRAMES);
  g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &fixture->reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_mixer_new (&fixture->mixer), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_mixer_set_sources (fixture->mixer, fixture->reader, NULL, RATE, true), ==, CT_STATUS_OK);
  ct_mixer_set_mix (fixture->mixer, &mix, true);
  g_assert_cmpint (ct_play_chain_new (fixture->mixer, &fixture->chain), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture)
{
  ct_play_chain_free (fixture->chain);
  ct_mixer_free (fixture->mixer);
  ct_sound_reader_free (fixture->reader);
}

/* The value of frame @frame of the recording. */
static double
value (int64_t frame)
{
  return frame >= 0 && frame < FRAMES ? (double) (frame + 1) / (2 * FRAMES) : 0;
}

static void
begin (Fixture *fixture, int64_t frame, const CtPlayRange *range, const CtPlayTempo *tempo, int out_rate_hz)
{
  g_assert_cmpint (ct_play_chain_begin (fixture->chain, frame, range, tempo, RATE, out_rate_hz), ==, CT_STATUS_OK);
}

static void
pull (Fixture *fixture, float *out, gsize n)
{
  g_assert_cmpint (ct_play_chain_pull (fixture->chain, out, n), ==, CT_STATUS_OK);
}

/* Frame after frame from where it began, then silence; the place goes with it. */
static void
test_plain (void)
{
  Fixture fixture;
  float out[2 * 1000];
  int64_t at = FRAMES - 2500;

  set_up (&fixture);
  begin (&fixture, at, &whole, &plain, RATE);
  g_assert_cmpfloat (ct_play_chain_step (fixture.chain), ==, 1);
  for (int i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (ct_play_chain_frame (fixture.chain), ==, (double) MIN (at, FRAMES));
      g_assert_true (ct_play_chain_ended (fixture.chain) == (at >= FRAMES));
      pull (&fixture, out, 1000);
      for (int k = 0; k < 2000; k++)
        g_assert_cmpfloat_with_epsilon ((double) out[k], value (at + k / 2), 1e-7);
      at += 1000;
    }
  tear_down (&fixture);
}

/* An end in the middle of sound fades. */
static void
test_end (void)
{
  Fixture fixture;
  CtPlayRange range = { .end = 2000, .fades = true };
  float out[2 * 1200];

  set_up (&fixture);
  begin (&fixture, 1000, &range, &plain, RATE);
  pull (&fixture, out, 1200);
  for (int i = 0; i < 1200; i++)
    {
      double left = MAX (1000 - i, 0), expected = left > 0 ? value (1000 + i) * MIN (left / FADE, 1) : 0;

      g_assert_cmpfloat_with_epsilon ((double) out[2 * i], expected, 1e-6);
    }
  g_assert_true (ct_play_chain_ended (fixture.chain));
  g_assert_cmpfloat (ct_play_chain_frame (fixture.chain), ==, 2000);
  tear_down (&fixture);
}

/* Round and round, and out of it when the loop is taken away. */
static void
test_loop (void)
{
  Fixture fixture;
  CtPlayRange range = { .end = FRAMES, .loops = true, .loop_start = 3000, .loop_end = 3500 };
  float out[2 * 100];
  double frame;

  set_up (&fixture);
  begin (&fixture, 2900, &range, &plain, RATE);
  for (int i = 0; i < 50; i++)
    {
      double at = i == 0 ? 2900 : 3000 + (i - 1) % 5 * 100;

      g_assert_cmpfloat (ct_play_chain_frame (fixture.chain), ==, at);
      pull (&fixture, out, 100);
      g_assert_cmpfloat_with_epsilon ((double) out[0], value ((int64_t) at), 1e-6);
      /* the seam's last frame is nearly the one before the loop's first */
      if (at == 3400)
        g_assert_cmpfloat_with_epsilon ((double) out[2 * 99], value (2999) + (value (3499) - value (2999)) / FADE,
                                        1e-6);
    }
  g_assert_false (ct_play_chain_ended (fixture.chain));
  ct_play_chain_set_range (fixture.chain, &whole);
  for (int i = 0; i < 10; i++)
    pull (&fixture, out, 100);
  frame = ct_play_chain_frame (fixture.chain);
  g_assert_cmpfloat (frame, >, 3500);
  g_assert_cmpfloat_with_epsilon ((double) out[2 * 99], value ((int64_t) frame - 1), 1e-6);
  tear_down (&fixture);
}

/* Other rates and the speeds of a tape: what comes out is what the place says it is. */
static void
test_rates (void)
{
  static const struct
  {
    int out_rate_hz;
    double speed;
  } cases[] = { { 16000, 1 }, { 6000, 1 }, { RATE, 0.5 }, { RATE, 2 }, { 11025, 1.25 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtPlayTempo tempo = { cases[i].speed, CT_PLAYER_VARISPEED, 0 };
      double step = (double) RATE / cases[i].out_rate_hz * cases[i].speed;
      Fixture fixture;
      float out[2 * 500];

      set_up (&fixture);
      begin (&fixture, 1000, &whole, &tempo, cases[i].out_rate_hz);
      g_assert_cmpfloat_with_epsilon (ct_play_chain_step (fixture.chain), step, 1e-12);
      for (int k = 0; k < 6; k++)
        {
          double at = ct_play_chain_frame (fixture.chain);

          g_assert_cmpfloat_with_epsilon (at, 1000 + 500 * k * step, 1e-6);
          pull (&fixture, out, 500);
          /* a filter's beginning rings on a ramp that begins in the middle */
          for (int j = 0; j < 500 && k > 0; j++)
            g_assert_cmpfloat_with_epsilon ((double) out[2 * j], (at + j * step + 1) / (2 * FRAMES), 1e-3);
        }
      tear_down (&fixture);
    }
}

/* Only from one tempo of a kind to another of it can be changed without beginning again. */
static void
test_can_set (void)
{
  static const CtPlayTempo tempos[] = { { 1, CT_PLAYER_STRETCH, 0 },
                                        { 0.5, CT_PLAYER_STRETCH, 0 },
                                        { 0.5, CT_PLAYER_VARISPEED, 0 },
                                        { 0.5, CT_PLAYER_VARISPEED, 3 } };
  static const CtPlayTempo others[] = { { 1, CT_PLAYER_VARISPEED, 0 },
                                        { 1, CT_PLAYER_STRETCH, -2 },
                                        { 2, CT_PLAYER_VARISPEED, 0 },
                                        { 1.5, CT_PLAYER_VARISPEED, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (tempos); i++)
    {
      Fixture fixture;
      float out[2 * 100];

      set_up (&fixture);
      begin (&fixture, 0, &whole, &tempos[i], RATE);
      for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
        g_assert_true (ct_play_chain_can_set (fixture.chain, &others[k]) == (i == k));
      ct_play_chain_set_tempo (fixture.chain, &others[i]);
      g_assert_cmpfloat (ct_play_chain_step (fixture.chain), ==, others[i].speed);
      pull (&fixture, out, 100);
      tear_down (&fixture);
    }
}

/* The crossing: the old chain fades out under the new one within 10 ms, to the sample. */
static void
test_crossing (void)
{
  Fixture fixture;
  CtPlayCrossing *crossing;
  float out[2 * CT_PLAY_CROSSING_MAX_FRAMES];
  const int length = RATE / 100;

  set_up (&fixture);
  g_assert_cmpint (ct_play_crossing_new (fixture.mixer, &crossing), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_play_crossing_begin (crossing, false, 1000, &whole, &plain, RATE, RATE), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_play_crossing_pull (crossing, out, 64), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) out[2 * 63], value (1063), 1e-7);
  g_assert_cmpint (ct_play_crossing_begin (crossing, true, 9000, &whole, &plain, RATE, RATE), ==, CT_STATUS_OK);
  for (int done = 0; done < 192; done += 64)
    {
      g_assert_cmpfloat (ct_play_chain_frame (ct_play_crossing_chain (crossing)), ==, 9000 + done);
      g_assert_cmpint (ct_play_crossing_pull (crossing, out, 64), ==, CT_STATUS_OK);
      for (int i = done; i < done + 64; i++)
        {
          double share = MAX ((double) (length - i) / length, 0);
          double expected = share * value (1064 + i) + (1 - share) * value (9000 + i);

          g_assert_cmpfloat_with_epsilon ((double) out[2 * (i - done)], expected, 1e-6);
        }
    }
  /* begun without: cut off */
  g_assert_cmpint (ct_play_crossing_begin (crossing, false, 4000, &whole, &plain, RATE, RATE), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_play_crossing_pull (crossing, out, 1), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon ((double) out[0], value (4000), 1e-7);
  ct_play_crossing_free (crossing);
  tear_down (&fixture);
}

static CtStatus
make_crossing (void *data)
{
  CtPlayCrossing *crossing;
  CtStatus status = ct_play_crossing_new (data, &crossing);

  if (status == CT_STATUS_OK)
    ct_play_crossing_free (crossing);
  else
    g_assert_null (crossing);
  return status;
}

static void
test_no_memory (void)
{
  Fixture fixture;

  set_up (&fixture);
  failing_allocator_try_all (make_crossing, fixture.mixer);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/play-chain/plain", test_plain);
  g_test_add_func ("/play-chain/end", test_end);
  g_test_add_func ("/play-chain/loop", test_loop);
  g_test_add_func ("/play-chain/rates", test_rates);
  g_test_add_func ("/play-chain/can-set", test_can_set);
  g_test_add_func ("/play-chain/crossing", test_crossing);
  g_test_add_func ("/play-chain/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
