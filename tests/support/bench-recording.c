/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/bench-recording.h"

#include <glib.h>
#include <sndfile.h>

#define RATE_HZ 44100

void
bench_recording_make (const char *demo, const char *path, int seconds)
{
  SF_INFO from = { 0 }, to = { .samplerate = RATE_HZ, .channels = 2, .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16 };
  SNDFILE *in = sf_open (demo, SFM_READ, &from), *out;
  g_autofree float *sound = NULL;
  g_autofree float *block = g_new (float, 2 * RATE_HZ);
  sf_count_t at = 0;

  g_assert_nonnull (in);
  sound = g_new (float, from.frames *from.channels);
  g_assert_cmpint (sf_readf_float (in, sound, from.frames), ==, from.frames);
  sf_close (in);
  out = sf_open (path, SFM_WRITE, &to);
  g_assert_nonnull (out);
  for (int second = 0; second < seconds; second++)
    {
      for (int i = 0; i < RATE_HZ; i++, at++)
        for (int c = 0; c < 2; c++)
          {
            sf_count_t frame = at * from.samplerate / RATE_HZ % from.frames;

            block[2 * i + c] = sound[frame * from.channels + c % from.channels];
          }
      g_assert_cmpint (sf_writef_float (out, block, RATE_HZ), ==, RATE_HZ);
    }
  sf_close (out);
}
