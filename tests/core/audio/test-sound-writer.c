/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <sndfile.h>
#include <unistd.h>

#include "core/audio/ct-sound-writer.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/failing-calls.h"
#include "tests/support/test-sound.h"

#define RATE 44100
#define FRAMES 30000

/* Writes a ramp, in pieces, to a new file. */
static CtStatus
write_ramp (const char *path, bool flac)
{
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  CtSoundWriter *writer;
  CtStatus status = ct_sound_writer_new (fd, flac, RATE, 2, &writer), closed;

  for (int done = 0; status == CT_STATUS_OK && done < FRAMES; done += 1000)
    {
      float samples[2 * 1000];

      for (int i = 0; i < 1000; i++)
        {
          samples[2 * i] = (float) (done + i) / FRAMES;
          samples[2 * i + 1] = -2;
        }
      status = ct_sound_writer_write (writer, samples, 1000);
    }
  closed = ct_sound_writer_close (writer);
  close (fd);
  /* the first error is told twice, and closing may be the first */
  g_assert_true (status == CT_STATUS_OK || !writer || status == closed);
  return status == CT_STATUS_OK ? closed : status;
}

/* Checks the first frames of a file, which has @n of them; -1: not known. */
static void
assert_ramp (const char *path, sf_count_t n)
{
  g_autofree float *samples = g_new (float, 2 * FRAMES + 2);
  SF_INFO info = { 0 };
  SNDFILE *file = sf_open (path, SFM_READ, &info);
  sf_count_t n_read;

  g_assert_nonnull (file);
  g_assert_cmpint (info.samplerate, ==, RATE);
  g_assert_cmpint (info.channels, ==, 2);
  g_assert_cmpint (info.format & SF_FORMAT_SUBMASK, ==, SF_FORMAT_PCM_24);
  n_read = sf_readf_float (file, samples, FRAMES + 1);
  sf_close (file);
  g_assert_cmpint (n_read, ==, n);
  for (sf_count_t i = 0; i < n_read; i++)
    {
      g_assert_cmpfloat_with_epsilon (samples[2 * i], (float) i / FRAMES, 1e-6f);
      g_assert_cmpfloat_with_epsilon (samples[2 * i + 1], -1, 1e-6f);
    }
}

static void
test_formats (void)
{
  for (int flac = 0; flac < 2; flac++)
    {
      g_autofree char *path = test_sound_path (flac ? "a.flac" : "a.wav");

      g_assert_cmpint (write_ramp (path, flac), ==, CT_STATUS_OK);
      assert_ramp (path, FRAMES);
    }
}

static void
test_refused (void)
{
  g_autofree char *path = test_sound_path ("a.flac");
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  CtSoundWriter *writer;

  g_assert_cmpint (ct_sound_writer_new (fd, true, 768000, 2, &writer), ==, CT_STATUS_UNSUPPORTED_AUDIO);
  g_assert_null (writer);
  g_assert_cmpint (ct_sound_writer_new (-1, false, RATE, 2, &writer), ==, CT_STATUS_WRITE_FAILED);
  g_assert_null (writer);
  g_assert_cmpint (ct_sound_writer_close (NULL), ==, CT_STATUS_OK);
  close (fd);
}

/* Whichever write fails is told, and one that is cut short or interrupted is made up for. */
static void
test_every_write (void)
{
  for (int flac = 0; flac < 2; flac++)
    {
      g_autofree char *path = test_sound_path (flac ? "a.flac" : "a.wav");
      int n;

      failing_calls_set (NULL);
      g_assert_cmpint (write_ramp (path, flac), ==, CT_STATUS_OK);
      n = failing_calls_count (FAILING_WRITE);
      g_assert_cmpint (n, >, 2);
      for (int i = 0; i < n; i++)
        {
          static const struct
          {
            const char *how;
            CtStatus expected;
          } failures[] = { { "EIO", CT_STATUS_WRITE_FAILED },
                           { "ENOSPC+", CT_STATUS_NO_SPACE },
                           { "short", CT_STATUS_OK },
                           { "EINTR", CT_STATUS_OK } };

          for (gsize k = 0; k < G_N_ELEMENTS (failures); k++)
            {
              g_autofree char *what = g_strdup_printf ("write:%d:%s", i, failures[k].how);
              CtStatus status;

              failing_calls_set (what);
              status = write_ramp (path, flac);
              failing_calls_set (NULL);
              g_assert_cmpint (status, ==, failures[k].expected);
              if (status == CT_STATUS_OK)
                assert_ramp (path, FRAMES);
            }
        }
    }
}

static CtStatus
write_wav (void *data)
{
  return write_ramp (data, false);
}

static void
test_no_memory (void)
{
  g_autofree char *path = test_sound_path ("m.wav");

  failing_allocator_try_all (write_wav, path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/sound-writer/formats", test_formats);
  g_test_add_func ("/sound-writer/refused", test_refused);
  g_test_add_func ("/sound-writer/every-write", test_every_write);
  g_test_add_func ("/sound-writer/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
