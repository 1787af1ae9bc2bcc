/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AIFF files of more than 4 GB, most of which is a hole. */
#include <fcntl.h>
#include <glib.h>
#include <sndfile.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/test-sound.h"

#define RATE 44100
#define FRAMES 1024
#define LENGTH (G_GINT64_CONSTANT (5) << 30)

static const struct
{
  const char *name;
  int format, sample_bytes;
} formats[] = {
  { "s8.aiff", SF_FORMAT_PCM_S8, 1 },
  { "16.aiff", SF_FORMAT_PCM_16, 2 },
  { "16-little.aifc", SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE, 2 },
  { "24.aiff", SF_FORMAT_PCM_24, 3 },
  { "32.aiff", SF_FORMAT_PCM_32, 4 },
  { "float.aifc", SF_FORMAT_FLOAT, 4 },
  { "double.aifc", SF_FORMAT_DOUBLE, 8 },
  { "ulaw.aifc", SF_FORMAT_ULAW, 1 },
  { "alaw.aifc", SF_FORMAT_ALAW, 1 },
};

static float *
ramp (void)
{
  float *samples = g_new (float, 2 * FRAMES);

  for (int i = 0; i < 2 * FRAMES; i++)
    samples[i] = (float) (i - FRAMES) / (2 * FRAMES);
  return samples;
}

/* Writes a file whose sound begins as @samples, and ends with @end_bytes of them @end_at bytes behind where they begin;
 * its length is given as @size. Returns where the samples begin; -1, with the test skipped: there is no room. */
static gint64
write_long (const char *name,
            int format,
            int channels,
            const float *samples,
            guint32 size,
            gint64 end_at,
            gsize end_bytes)
{
  g_autofree char *path = test_sound_write (name, SF_FORMAT_AIFF | format, RATE, channels, samples, FRAMES);
  g_autofree char *data = NULL;
  guint32 forged = GUINT32_TO_BE (size);
  gsize length;
  const char *chunk;
  gint64 begin;
  int fd;
  gboolean written;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  chunk = memmem (data, length, "SSND", 4);
  g_assert_nonnull (chunk);
  begin = chunk - data + 16;
  fd = open (path, O_WRONLY);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, &forged, 4, begin - 12), ==, 4);
  written = ftruncate (fd, begin + end_at) == 0
            && pwrite (fd, data + begin, end_bytes, begin + end_at) == (gssize) end_bytes;
  close (fd);
  if (!written)
    g_test_skip ("the file system has no room for a hole of 5 GB");
  return written ? begin : -1;
}

/* Samples that lie side by side are read from the first to the last. */
static void
test_whole (void)
{
  static const guint32 sizes[] = { 0, 0xFFFFFFFF, 0x12345678 };
  g_autofree float *samples = ramp ();

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autofree char *path = test_sound_path (formats[i].name);
        gint64 frame_bytes = 2 * formats[i].sample_bytes, before = LENGTH / frame_bytes;
        float first[2 * FRAMES], last[2 * FRAMES];
        CtAudioFile *file;
        gsize n;

        if (write_long (formats[i].name, formats[i].format, 2, samples, sizes[s], before * frame_bytes,
                        (gsize) frame_bytes * FRAMES)
            < 0)
          return;
        g_test_message ("%s, %x", formats[i].name, sizes[s]);
        g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
        g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, RATE);
        g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
        g_assert_cmpint (ct_audio_file_info (file)->frames, ==, before + FRAMES);
        g_assert_cmpuint (ct_audio_file_warnings (file), ==, CT_AUDIO_MENDED);
        g_assert_cmpint (ct_audio_file_read (file, first, FRAMES, &n), ==, CT_STATUS_OK);
        g_assert_cmpuint (n, ==, FRAMES);
        for (int j = 0; j < 2 * FRAMES; j++)
          g_assert_cmpfloat_with_epsilon (first[j], samples[j], 0.02f);
        g_assert_true (ct_audio_file_seek (file, before));
        g_assert_cmpint (ct_audio_file_read (file, last, FRAMES, &n), ==, CT_STATUS_OK);
        g_assert_cmpuint (n, ==, FRAMES);
        g_assert_cmpmem (last, sizeof last, first, sizeof first);
        g_assert_cmpint (ct_audio_file_read (file, last, 1, &n), ==, CT_STATUS_OK);
        g_assert_cmpuint (n, ==, 0);
        ct_audio_file_close (file);
        g_assert_cmpint (g_unlink (path), ==, 0);
      }
}

/* What the chunk of the samples says to leave out is left out. */
static void
test_offset (void)
{
  g_autofree float *samples = ramp ();
  g_autofree char *path = test_sound_path ("offset.aiff");
  gint64 begin = write_long ("offset.aiff", SF_FORMAT_PCM_16, 2, samples, 0x12345678, LENGTH, 4 * FRAMES);
  guint32 offset = GUINT32_TO_BE (4 * 100);
  CtAudioFile *file;
  float first[2];
  gsize n;
  int fd;

  if (begin < 0)
    return;
  fd = open (path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, &offset, 4, begin - 8), ==, 4);
  close (fd);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (file)->frames, ==, LENGTH / 4 + FRAMES - 100);
  g_assert_cmpint (ct_audio_file_read (file, first, 1, &n), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (first[0], samples[200], 1e-4);
  ct_audio_file_close (file);
}

/* Packed samples are read as far as the format can say, and nobody is told that this was all. */
static void
test_packed (void)
{
  g_autofree float *samples = ramp ();
  g_autofree char *path = test_sound_path ("packed.aifc");
  CtAudioFile *file;

  if (write_long ("packed.aifc", SF_FORMAT_DWVW_16, 1, samples, 0x12345678, LENGTH, 68) < 0)
    return;
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_audio_file_warnings (file), ==, CT_AUDIO_STOPPED);
  ct_audio_file_close (file);
}

/* A header that does not say how the samples are stored is left as it is. */
static void
test_no_description (void)
{
  g_autofree float *samples = ramp ();
  g_autofree char *path = test_sound_path ("none.aiff");
  CtAudioFile *file;
  int fd;

  if (write_long ("none.aiff", SF_FORMAT_PCM_16, 2, samples, 0x12345678, LENGTH, 4) < 0)
    return;
  fd = open (path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, "NAME", 4, 12), ==, 4);
  close (fd);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_DAMAGED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/long-aiff/whole", test_whole);
  g_test_add_func ("/long-aiff/offset", test_offset);
  g_test_add_func ("/long-aiff/packed", test_packed);
  g_test_add_func ("/long-aiff/no-description", test_no_description);
  status = g_test_run ();
  test_sound_end ();
  return status;
}
