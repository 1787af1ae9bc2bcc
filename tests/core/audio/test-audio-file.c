/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/sound-formats.h"
#include "tests/support/test-sound.h"

#define WAV_FLOAT (SF_FORMAT_WAV | SF_FORMAT_FLOAT)
#define WAV_16 (SF_FORMAT_WAV | SF_FORMAT_PCM_16)

static void
test_formats (void)
{
  for (gsize i = 0; i < SOUND_N_FORMATS; i++)
    {
      g_autofree char *path = sound_format_write (i);
      gsize rate = (gsize) sound_formats[i].rate_hz, room = 2 * rate, n;
      g_autofree float *samples = g_new (float, 2 * room);
      CtAudioFile *file = sound_file_open (path);
      double error = MAX (sound_formats[i].error, 1e-6);

      g_test_message ("%s", sound_formats[i].name);
      g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, rate);
      g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
      g_assert_cmpint (sound_file_read (file, samples, room, 1001, &n), ==, CT_STATUS_OK);
      g_assert_cmpint (ABS ((gint64) (n - rate)), <=, sound_formats[i].slack_frames);
      g_assert_cmpint (ABS (ct_audio_file_info (file)->frames - (gint64) rate), <=, sound_formats[i].slack_frames);
      g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 0, rate / 2, rate * 3 / 4), 0.5, error);
      g_assert_cmpfloat_with_epsilon (test_sound_level (samples, 2, 1, rate / 2, rate * 3 / 4), 0.25, error);
      g_assert_cmpfloat_with_epsilon ((double) test_sound_onset (samples, 2, 0, n, 0.25) / (double) rate,
                                      0.25 + 1.0 / 12 / 440,
                                      2e-4 + (double) sound_formats[i].slack_frames / (double) rate);
      ct_audio_file_close (file);
    }
}

/* W64 whose samples are named in an extension of their format, which an editor writes. */
static void
test_extended_w64 (void)
{
  enum
  {
    FORMAT_AT = 40 + 24, /* behind the head of the file and that of the chunk */
    PLAIN = 16
  };
  static const guint8 extension[] = { 22, 0, 32,   0, 3,    0, 0, 0,    3, 0,    0,    0,
                                      0,  0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71 };
  g_autofree float *tone = test_sound_tone (44100, 2, 44100, 440, 0.5, 0.25), *samples = g_new (float, 2 * 44200);
  g_autofree char *path = test_sound_write ("float.w64", SF_FORMAT_W64 | SF_FORMAT_FLOAT, 44100, 2, tone, 44100);
  g_autofree char *data = NULL;
  g_autoptr (GByteArray) w64 = g_byte_array_new ();
  CtAudioFile *file;
  gsize size, n;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_byte_array_append (w64, (const guint8 *) data, FORMAT_AT + PLAIN);
  g_byte_array_append (w64, extension, sizeof extension);
  g_byte_array_append (w64, (const guint8 *) data + FORMAT_AT + PLAIN, (guint) (size - FORMAT_AT - PLAIN));
  g_assert_cmpint (w64->data[FORMAT_AT], ==, 3); /* float */
  memset (w64->data + FORMAT_AT, 0xfe, 1);
  memset (w64->data + FORMAT_AT + 1, 0xff, 1);
  w64->data[FORMAT_AT - 8] += sizeof extension;
  g_free (test_sound_write_bytes ("float.w64", w64->data, w64->len));
  file = sound_file_open (path);
  g_assert_cmpint (sound_file_read (file, samples, 44200, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 44100);
  g_assert_cmpmem (samples, n * 8, tone, n * 8);
  g_assert_cmpuint (ct_audio_file_warnings (file), ==, 0);
  ct_audio_file_close (file);
}

static void
test_channels_and_rates (void)
{
  static const int rates[] = { 4000, 8000, 11025, 44100, 88200, 192000, 768000 };
  float samples[100 * 9], back[100 * 9];
  gsize n;

  for (int i = 0; i < 100 * 9; i++)
    samples[i] = (float) i / 1000;
  for (int channels = 1; channels <= 8; channels++)
    for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
      {
        g_autofree char *path = test_sound_write ("c.wav", WAV_FLOAT, rates[r], channels, samples, 100);
        CtAudioFile *file = sound_file_open (path);

        g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, rates[r]);
        g_assert_cmpint (ct_audio_file_info (file)->channels, ==, channels);
        g_assert_cmpint (sound_file_read (file, back, 100, 33, &n), ==, CT_STATUS_OK);
        g_assert_cmpint (n, ==, 100);
        g_assert_cmpmem (back, sizeof (float) * 100 * (gsize) channels, samples,
                         sizeof (float) * 100 * (gsize) channels);
        ct_audio_file_close (file);
      }
}

static void
test_unsupported (void)
{
  float samples[100 * 9] = { 0 };
  g_autofree char *nine = test_sound_write ("nine.wav", WAV_FLOAT, 44100, 9, samples, 100);
  g_autofree char *slow = test_sound_write ("slow.wav", WAV_FLOAT, 3999, 1, samples, 100);
  g_autofree char *fast = test_sound_write ("fast.wav", WAV_FLOAT, 768001, 1, samples, 100);
  g_autofree char *none = test_sound_write ("none.wav", WAV_FLOAT, 44100, 1, samples, 0);

  sound_file_assert_refused (nine, CT_STATUS_UNSUPPORTED_AUDIO);
  sound_file_assert_refused (slow, CT_STATUS_UNSUPPORTED_AUDIO);
  sound_file_assert_refused (fast, CT_STATUS_UNSUPPORTED_AUDIO);
  sound_file_assert_refused (none, CT_STATUS_EMPTY);
}

/* Skipping to @at after reading @first frames arrives where reading does: at @expected. */
static void
check_skip (const char *path, gsize first, gsize at, const float *expected, double limit)
{
  CtAudioFile *file = sound_file_open (path);
  float part[2 * 1000];
  gsize n;

  g_assert_cmpint (sound_file_read (file, part, first, 100, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, (gint64) at), ==, CT_STATUS_OK);
  g_assert_cmpint (sound_file_read (file, part, 1000, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 1000);
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat_with_epsilon (part[i], expected[i], limit);
  ct_audio_file_close (file);
}

static void
test_skip (void)
{
  for (gsize i = 0; i < SOUND_N_FORMATS; i++)
    {
      g_autofree char *path = sound_format_write (i);
      gsize rate = (gsize) sound_formats[i].rate_hz, n;
      g_autofree float *all = g_new (float, 4 * rate);
      CtAudioFile *file = sound_file_open (path);

      g_test_message ("%s", sound_formats[i].name);
      g_assert_cmpint (sound_file_read (file, all, 2 * rate, 4096, &n), ==, CT_STATUS_OK);
      ct_audio_file_close (file);
      for (gsize first = 0; first <= 500; first += 500)
        for (gsize at = 600; at < rate - 2000; at += rate / 5)
          check_skip (path, first, at, all + 2 * at, MAX (sound_formats[i].error / 10, 1e-9));
    }
}

static void
test_skip_bounds (void)
{
  g_autofree char *path = sound_format_write (1);
  float samples[2 * 100];
  gsize n;
  CtAudioFile *file = sound_file_open (path);

  g_assert_cmpint (ct_audio_file_skip_to (file, 0), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, 1000), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, 1000), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_skip_to (file, 999), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_audio_file_skip_to (file, 44099), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_read (file, samples, 100, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (ct_audio_file_skip_to (file, G_MAXINT64), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_read (file, samples, 100, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 0);
  ct_audio_file_close (file);

  file = sound_file_open (path);
  g_assert_cmpint (ct_audio_file_skip_to (file, 44100), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_read (file, samples, 100, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpint (ct_audio_file_read (file, samples, 0, &n), ==, CT_STATUS_OK);
  ct_audio_file_close (file);
  ct_audio_file_close (NULL);
}

/* None of them may hold the program up. */
static void
test_not_a_file (void)
{
  g_autofree char *fifo = test_sound_path ("pipe.wav");
  g_autofree char *path = test_sound_path ("socket.wav");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  sound_file_assert_refused (test_sound_folder, CT_STATUS_NOT_A_FILE);
  sound_file_assert_refused (fifo, CT_STATUS_NOT_A_FILE);
  sound_file_assert_refused (path, CT_STATUS_NOT_A_FILE);
  sound_file_assert_refused ("/dev/null", CT_STATUS_NOT_A_FILE);
  close (fd);
}

static void
test_no_permission (void)
{
  g_autofree char *path = test_sound_write_bytes ("locked.wav", "RIFF", 4);
  bool is_root = geteuid () == 0;

  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (is_root && seteuid (65534) != 0)
    {
      g_test_skip ("root may read everything and cannot be anybody else here");
      return;
    }
  sound_file_assert_refused (path, CT_STATUS_NO_PERMISSION);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_names (void)
{
  static const char *const names[] = { "a name with spaces.wav", "two\nlines.wav", "\xff\xfe latin \xe9.wav", "-o.wav",
                                       "%s%n" };
  float one[1] = { 0.5f }, back[2];
  gsize n;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = test_sound_write (names[i], WAV_FLOAT, 44100, 1, one, 1);
      CtAudioFile *file = sound_file_open (path);

      /* and a single sample is a recording */
      g_assert_cmpint (ct_audio_file_info (file)->frames, ==, 1);
      g_assert_cmpint (sound_file_read (file, back, 2, 2, &n), ==, CT_STATUS_OK);
      g_assert_cmpint (n, ==, 1);
      g_assert_cmpfloat (back[0], ==, 0.5f);
      ct_audio_file_close (file);
    }
}

static void
test_silence (void)
{
  g_autofree float *samples = g_new0 (float, 2 * 44100);
  g_autofree char *path = test_sound_write ("silence.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2, samples,
                                            44100);
  CtAudioFile *file = sound_file_open (path);
  gsize n;

  /* of all files, silence has most frames in a byte, and is believed all the same */
  g_assert_cmpint (ct_audio_file_info (file)->frames, ==, 44100);
  g_assert_cmpint (sound_file_read (file, samples, 44100, 44100, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 44100);
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat (samples[i], ==, 0);
  ct_audio_file_close (file);
}

static void
test_not_finite (void)
{
  static const struct
  {
    float value;
    CtStatus status;
  } cases[] = { { NAN, CT_STATUS_NOT_FINITE },
                { -NAN, CT_STATUS_NOT_FINITE },
                { INFINITY, CT_STATUS_NOT_FINITE },
                { -INFINITY, CT_STATUS_NOT_FINITE },
                { 1e30f, CT_STATUS_DAMAGED },
                { -1e13f, CT_STATUS_DAMAGED },
                { -1e12f, CT_STATUS_OK } };
  static const gsize places[] = { 0, 1999, 2000, 2999 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize p = 0; p < G_N_ELEMENTS (places); p++)
      {
        g_autofree float *samples = g_new0 (float, 3000);
        g_autofree char *path = NULL;
        CtAudioFile *file;
        gsize n;

        samples[places[p]] = cases[i].value;
        path = test_sound_write ("nan.wav", WAV_FLOAT, 44100, 1, samples, 3000);
        file = sound_file_open (path);
        g_assert_cmpint (sound_file_read (file, samples, 3000, 1000, &n), ==, cases[i].status);
        g_assert_cmpint (n, ==, cases[i].status == CT_STATUS_OK ? 3000 : places[p] / 1000 * 1000);
        ct_audio_file_close (file);
      }
}

static CtStatus
open_and_read (void *path)
{
  CtAudioFile *file;
  CtStatus status = ct_audio_file_open (path, &file);
  float samples[2 * 100];
  gsize n;

  if (status != CT_STATUS_OK)
    {
      g_assert_null (file);
      return status;
    }
  status = sound_file_read (file, samples, 100, 100, &n);
  if (status == CT_STATUS_OK)
    status = ct_audio_file_skip_to (file, 5000);
  ct_audio_file_close (file);
  return status;
}

static void
test_no_memory (void)
{
  g_autofree char *path = sound_format_write (9);
  g_autofree char *wav = sound_format_write (1);
  int fd = open (wav, O_WRONLY);

  failing_allocator_try_all (open_and_read, path);
  g_assert_cmpint (pwrite (fd, "\0\0\0\0", 4, 40), ==, 4);
  close (fd);
  failing_allocator_try_all (open_and_read, wav);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/audio-file/formats", test_formats);
  g_test_add_func ("/audio-file/extended-w64", test_extended_w64);
  g_test_add_func ("/audio-file/channels-and-rates", test_channels_and_rates);
  g_test_add_func ("/audio-file/unsupported", test_unsupported);
  g_test_add_func ("/audio-file/skip", test_skip);
  g_test_add_func ("/audio-file/skip-bounds", test_skip_bounds);
  g_test_add_func ("/audio-file/not-a-file", test_not_a_file);
  g_test_add_func ("/audio-file/no-permission", test_no_permission);
  g_test_add_func ("/audio-file/names", test_names);
  g_test_add_func ("/audio-file/silence", test_silence);
  g_test_add_func ("/audio-file/not-finite", test_not_finite);
  g_test_add_func ("/audio-file/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
