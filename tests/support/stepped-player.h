/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STEPPED_PLAYER_H
#define STEPPED_PLAYER_H

#include <glib.h>
#include <sndfile.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/test-sound.h"

/* A player that is stepped without threads and device, so that everything about it can be told exactly. */

#define RATE 48000
#define SECONDS 12 /* of the recordings */
#define FRAMES (SECONDS * RATE)
#define WAV_FLOAT (SF_FORMAT_WAV | SF_FORMAT_FLOAT)
#define GATE 300 /* frames within which the gate has opened: 5 ms and a bit */

static inline CtPlayer *
stepped_player_open (const char *path, int rate_hz)
{
  CtPlayerOptions options = { .stepped = true, .rate_hz = rate_hz, .n_threads = 1 };
  CtPlayer *player;

  g_assert_cmpint (ct_player_new (&options, &player), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_open (player, path, 0), ==, CT_STATUS_OK);
  return player;
}

/* Plays @n frames; returns [@n][2]. */
static inline float *
step (CtPlayer *player, gsize n)
{
  float *out = g_new (float, 2 * n);

  ct_player_step (player, out, n);
  return out;
}

/* Plays @n frames that are of no interest. */
static inline void
skip (CtPlayer *player, gsize n)
{
  g_free (step (player, n));
}

/* A stereo recording of a sine, left 0.5, right 0.25. */
static inline char *
write_sine (int rate_hz, double hz)
{
  gsize n = (gsize) SECONDS * (gsize) rate_hz;
  g_autofree float *tone = test_sound_tone (rate_hz, 2, n, hz, 0.5, 0);

  return test_sound_write ("sine.wav", WAV_FLOAT, rate_hz, 2, tone, n);
}

/* The frequency of channel 0 of [@from, @to), by its upward zero crossings between samples. */
static inline double
frequency (const float *samples, gsize from, gsize to, int rate_hz)
{
  double first = -1, last = -1;
  int n = 0;

  for (gsize i = from + 1; i < to; i++)
    if (samples[2 * i - 2] < 0 && samples[2 * i] >= 0)
      {
        double a = (double) samples[2 * i - 2], b = (double) samples[2 * i];

        last = (double) i - b / (b - a);
        if (first < 0)
          first = last;
        else
          n++;
      }
  return n > 0 ? n * rate_hz / (last - first) : 0;
}

static inline void
expect_message (CtPlayer *player, CtPlayerEvent event)
{
  CtPlayerMessage message;

  g_assert_true (ct_player_take_message (player, &message));
  g_assert_cmpint (message.event, ==, event);
}

static inline void
assert_silent (const float *samples, gsize n)
{
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat (samples[i], ==, 0);
}

/* The largest step of the left channel from one frame to the next. */
static inline float
largest_step (const float *samples, gsize n)
{
  float largest = 0;

  for (gsize i = 1; i < n; i++)
    largest = MAX (largest, ABS (samples[2 * i] - samples[2 * i - 2]));
  return largest;
}

#endif
