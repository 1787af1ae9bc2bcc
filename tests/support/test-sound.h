/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_SOUND_H
#define TEST_SOUND_H

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>

/* Where the files of one test program live; made by test_sound_begin(), removed by test_sound_end(). */
static char *test_sound_folder;

static inline void
test_sound_begin (void)
{
  g_autoptr (GError) error = NULL;

  /* GStreamer warns of a loop, and goes on, where a pad is unlinked while it sorts its elements; core never warns. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  test_sound_folder = g_dir_make_tmp ("coloratura-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static inline void
test_sound_end (void)
{
  g_autoptr (GDir) dir = g_dir_open (test_sound_folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (test_sound_folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (test_sound_folder), ==, 0);
  g_clear_pointer (&test_sound_folder, g_free);
}

static inline char *
test_sound_path (const char *name)
{
  return g_build_filename (test_sound_folder, name, NULL);
}

/* Writes @samples ([frames][channels]) as the libsndfile format @format and returns the path. */
static inline char *
test_sound_write (const char *name, int format, int rate_hz, int channels, const float *samples, gsize frames)
{
  char *path = test_sound_path (name);
  SF_INFO info = { .samplerate = rate_hz, .channels = channels, .format = format };
  SNDFILE *file = sf_open (path, SFM_WRITE, &info);

  if (!file)
    g_error ("%s: %s", name, sf_strerror (NULL));
  /* in pieces: the Vorbis encoder keeps what it is given on the stack */
  for (gsize done = 0; done < frames;)
    {
      gsize n = MIN (frames - done, 1024);

      g_assert_cmpint (sf_writef_float (file, samples + done * (gsize) channels, (sf_count_t) n), ==, n);
      done += n;
    }
  g_assert_cmpint (sf_close (file), ==, 0);
  return path;
}

/* The same without libsndfile: bytes as they are. */
static inline char *
test_sound_write_bytes (const char *name, const void *bytes, gsize size)
{
  char *path = test_sound_path (name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

/* [frames][channels]: silence up to @start_s, then a tone that gets half as loud from one channel to the next. */
static inline float *
test_sound_tone (int rate_hz, int channels, gsize frames, double hz, double level, double start_s)
{
  float *samples = g_new (float, frames *(gsize) channels);

  for (gsize i = 0; i < frames; i++)
    for (int c = 0; c < channels; c++)
      {
        double t = (double) i / rate_hz;
        double value = t < start_s ? 0 : level / (1 << c) * sin (2 * G_PI * hz * (t - start_s));

        samples[i * (gsize) channels + (gsize) c] = (float) value;
      }
  return samples;
}

/* Level of the part [@from, @to) of channel @c, as the amplitude of a sine. */
static inline double
test_sound_level (const float *samples, int channels, int c, gsize from, gsize to)
{
  double sum = 0;

  for (gsize i = from; i < to; i++)
    {
      double x = (double) samples[i * (gsize) channels + (gsize) c];

      sum += x * x;
    }
  return sqrt (2 * sum / (double) (to - from));
}

/* The first frame of channel @c that reaches @level, or @frames. */
static inline gsize
test_sound_onset (const float *samples, int channels, int c, gsize frames, double level)
{
  for (gsize i = 0; i < frames; i++)
    if (fabs ((double) samples[i * (gsize) channels + (gsize) c]) >= level)
      return i;
  return frames;
}

#endif
