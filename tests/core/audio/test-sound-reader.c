/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdint.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define FRAMES 50000

typedef struct
{
  const char *name;
  int format;
  double tolerance;
} Format;

static const Format formats[] = {
  { "a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 0 },
  { "a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 1e-6 },
  { "a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.1 },
};

static float *
ramp (int channels)
{
  float *samples = g_new (float, FRAMES *channels);

  for (int i = 0; i < FRAMES; i++)
    for (int c = 0; c < channels; c++)
      samples[i * channels + c] = (float) (0.4 * sin (i * 0.01 * (c + 1)));
  return samples;
}

/* Pieces in any order are those of the whole, with zeros around it. */
static void
test_places (void)
{
  static const int64_t places[] = { 40000, 0, 49990, -100, 20000, 20500, 3, 60000, -5000, 44000 };
  g_autofree float *whole = ramp (2);

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autofree char *path = test_sound_write (formats[f].name, formats[f].format, 44100, 2, whole, FRAMES);
      CtSoundReader *reader;
      CtSoundCursor *cursor;
      int64_t frames;

      g_assert_cmpint (ct_sound_reader_new (path, 0, &(CtScratchPlaces){ { test_sound_folder } }, &reader), ==,
                       CT_STATUS_OK);
      g_assert_cmpint (ct_sound_reader_rate_hz (reader), ==, 44100);
      g_assert_cmpint (ct_sound_reader_channels (reader), ==, 2);
      g_assert_cmpint (ct_sound_cursor_new (reader, &cursor), ==, CT_STATUS_OK);
      for (gsize p = 0; p < G_N_ELEMENTS (places); p++)
        {
          float samples[2 * 500];
          gsize n_read;

          memset (samples, 0xff, sizeof samples);
          g_assert_cmpint (ct_sound_cursor_read (cursor, places[p], 500, samples, &n_read), ==, CT_STATUS_OK);
          g_assert_cmpuint (n_read, ==, CLAMP (FRAMES - places[p], 0, 500));
          for (int i = 0; i < 500; i++)
            for (int c = 0; c < 2; c++)
              {
                int64_t at = places[p] + i;
                double expected = at < 0 || at >= FRAMES ? 0 : (double) whole[2 * at + c];

                g_assert_cmpfloat_with_epsilon ((double) samples[2 * i + c], expected, formats[f].tolerance + 1e-9);
              }
        }
      g_assert_cmpint (ct_sound_cursor_measure (cursor, &frames), ==, CT_STATUS_OK);
      g_assert_cmpint (frames, ==, FRAMES);
      g_assert_cmpint (ct_sound_reader_frames (reader), ==, FRAMES);
      ct_sound_cursor_free (cursor);
      ct_sound_reader_free (reader);
    }
}

static void
test_fold (void)
{
  for (int channels = 1; channels <= 6; channels++)
    {
      g_autofree float *whole = ramp (channels);
      g_autofree char *path = test_sound_write ("fold.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, channels, whole,
                                                FRAMES);
      int kept = MIN (channels, 2);
      float samples[2 * 100];
      CtSoundReader *reader;
      CtSoundCursor *cursor;

      g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &reader), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_sound_reader_channels (reader), ==, kept);
      g_assert_cmpint (ct_sound_cursor_new (reader, &cursor), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_sound_cursor_read (cursor, 1000, 100, samples, NULL), ==, CT_STATUS_OK);
      for (int i = 0; i < 100; i++)
        for (int c = 0; c < kept; c++)
          {
            const float *frame = whole + (1000 + i) * channels;
            double expected = (double) frame[c], others = 0;

            for (int o = 2; o < channels; o++)
              others += (double) frame[o];
            if (channels > 2)
              expected = (expected + 0.5 * others) / (1 + 0.5 * (channels - 2));
            g_assert_cmpfloat_with_epsilon ((double) samples[i * kept + c], expected, 1e-6);
          }
      ct_sound_cursor_free (cursor);
      ct_sound_reader_free (reader);
    }
}

typedef struct
{
  CtSoundReader *reader;
  const float *whole;
  int64_t first, step;
} Reading;

static gpointer
read_all (gpointer data)
{
  const Reading *reading = data;
  CtSoundCursor *cursor;

  g_assert_cmpint (ct_sound_cursor_new (reading->reader, &cursor), ==, CT_STATUS_OK);
  for (int64_t at = reading->first; at >= 0 && at < FRAMES; at += reading->step)
    {
      float samples[2 * 300];

      g_assert_cmpint (ct_sound_cursor_read (cursor, at, 300, samples, NULL), ==, CT_STATUS_OK);
      for (int i = 0; i < 300 && at + i < FRAMES; i++)
        g_assert_cmpfloat_with_epsilon ((double) samples[2 * i], (double) reading->whole[2 * (at + i)], 0.1);
    }
  ct_sound_cursor_free (cursor);
  return NULL;
}

/* One decodes what the other reads. */
static void
test_threads (void)
{
  g_autofree float *whole = ramp (2);
  g_autofree char *path = test_sound_write ("t.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, whole, FRAMES);
  CtSoundReader *reader;
  Reading forwards = { .whole = whole, .step = 700 },
          backwards = { .whole = whole, .first = FRAMES - 1000, .step = -900 };
  GThread *thread;

  g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &reader), ==, CT_STATUS_OK);
  forwards.reader = backwards.reader = reader;
  thread = g_thread_new ("reads", read_all, &forwards);
  read_all (&backwards);
  g_thread_join (thread);
  ct_sound_reader_free (reader);
}

static void
test_problems (void)
{
  g_autofree float *whole = ramp (2);
  g_autofree char *path = test_sound_write ("p.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, whole, FRAMES);
  g_autofree char *missing = test_sound_path ("missing.wav");
  CtSoundReader *reader;
  CtSoundCursor *cursor;

  g_assert_cmpint (ct_sound_reader_new (missing, 0, NULL, &reader), ==, CT_STATUS_NOT_FOUND);
  g_assert_null (reader);
  g_assert_cmpint (ct_sound_reader_new (test_sound_folder, 0, NULL, &reader), ==, CT_STATUS_NOT_A_FILE);
  /* a scratch folder that is not there: the system's own serves */
  g_assert_cmpint (ct_sound_reader_new (path, 0, &(CtScratchPlaces){ { missing } }, &reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_sound_cursor_new (reader, &cursor), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_sound_cursor_read (cursor, 100, 100, whole, NULL), ==, CT_STATUS_OK);
  ct_sound_cursor_free (cursor);
  ct_sound_reader_free (reader);
  ct_sound_cursor_free (NULL);
  ct_sound_reader_free (NULL);
}

static CtStatus
make_and_read (void *data)
{
  CtSoundReader *reader;
  CtSoundCursor *cursor;
  float samples[200];
  CtStatus status = ct_sound_reader_new (data, 0, NULL, &reader);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_sound_cursor_new (reader, &cursor);
  if (status == CT_STATUS_OK)
    status = ct_sound_cursor_read (cursor, 5000, 100, samples, NULL);
  ct_sound_cursor_free (cursor);
  ct_sound_reader_free (reader);
  return status;
}

static void
test_no_memory (void)
{
  g_autofree float *whole = ramp (2);
  g_autofree char *path = test_sound_write ("m.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 2, whole, FRAMES);

  failing_allocator_try_all (make_and_read, path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/sound-reader/places", test_places);
  g_test_add_func ("/sound-reader/fold", test_fold);
  g_test_add_func ("/sound-reader/threads", test_threads);
  g_test_add_func ("/sound-reader/problems", test_problems);
  g_test_add_func ("/sound-reader/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
