/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are not what they say, that are cut short, and that were put together. */
#include <fcntl.h>
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/sound-formats.h"
#include "tests/support/test-sound.h"

#define WAV_FLOAT (SF_FORMAT_WAV | SF_FORMAT_FLOAT)
#define WAV_16 (SF_FORMAT_WAV | SF_FORMAT_PCM_16)

static void
test_not_sound (void)
{
  static const char text[] = "This is a shopping list and no sound at all: bread, butter, resin for the bow.\n";
  g_autofree char *text_path = test_sound_write_bytes ("text.wav", text, strlen (text));
  g_autofree char *empty = test_sound_write_bytes ("empty.wav", "", 0);
  g_autofree char *byte = test_sound_write_bytes ("byte.wav", "R", 1);
  g_autofree char *missing = test_sound_path ("missing.wav");
  g_autofree char *below = g_build_filename (text_path, "below.wav", NULL);
  g_autofree char *zeros = test_sound_path ("zeros.wav");
  char nothing[5000] = { 0 };

  g_free (test_sound_write_bytes ("zeros.wav", nothing, sizeof nothing));
  sound_file_assert_refused (text_path, CT_STATUS_UNKNOWN_FORMAT);
  sound_file_assert_refused (empty, CT_STATUS_EMPTY);
  sound_file_assert_refused (byte, CT_STATUS_UNKNOWN_FORMAT);
  sound_file_assert_refused (missing, CT_STATUS_NOT_FOUND);
  sound_file_assert_refused ("", CT_STATUS_NOT_FOUND);
  sound_file_assert_refused (below, CT_STATUS_NOT_FOUND);
  sound_file_assert_refused (zeros, CT_STATUS_UNKNOWN_FORMAT);
}

/* Overwrites @n bytes of a sound 16-bit mono WAV file at @at, and opens the result. */
static CtStatus
open_forged (gsize at, const void *bytes, gsize n, CtAudioFile **file)
{
  float samples[100] = { 0.5f };
  g_autofree char *path = test_sound_write ("forged.wav", WAV_16, 44100, 1, samples, 100);
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpint (memcmp (data + 36, "data", 4), ==, 0);
  memcpy (data + at, bytes, n);
  g_free (test_sound_write_bytes ("forged.wav", data, size));
  return ct_audio_file_open (path, file);
}

static void
test_forged_header (void)
{
  CtAudioFile *file = NULL;
  float samples[200];
  gsize n;

  g_assert_cmpint (open_forged (22, "\0\0", 2, &file), ==, CT_STATUS_DAMAGED); /* channels */
  g_assert_cmpint (open_forged (22, "\xff\xff", 2, &file), !=, CT_STATUS_OK);
  g_assert_cmpint (open_forged (24, "\0\0\0\0", 4, &file), !=, CT_STATUS_OK); /* rate */
  g_assert_cmpint (open_forged (24, "\xff\xff\xff\xff", 4, &file), !=, CT_STATUS_OK);
  g_assert_cmpint (open_forged (20, "\x34\x12", 2, &file), !=, CT_STATUS_OK); /* coding */
  /* four gigabytes promised: as many frames as there are */
  g_assert_cmpint (open_forged (40, "\xfe\xff\xff\xff", 4, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (file)->frames, <=, 100);
  g_assert_cmpint (sound_file_read (file, samples, 200, 200, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 100);
  ct_audio_file_close (file);
}

/* A FLAC file that says it held 2^36 - 1 frames. */
static void
test_forged_count (void)
{
  float samples[200] = { 0.5f };
  g_autofree char *path = test_sound_write ("count.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 1, samples, 100);
  g_autofree char *data = NULL;
  CtAudioFile *file;
  gsize size, n;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[21] |= 0x0f;
  memset (data + 22, 0xff, 4);
  g_free (test_sound_write_bytes ("count.flac", data, size));
  file = sound_file_open (path);
  g_assert_cmpint (ct_audio_file_info (file)->frames, ==, -1);
  (void) !sound_file_read (file, samples, 200, 200, &n);
  g_assert_cmpint (n, <=, 100);
  ct_audio_file_close (file);
}

/* Cut short anywhere, a file is refused or gives what is there, and what it gives is right. */
static void
test_truncated (void)
{
  for (gsize i = 0; i < SOUND_N_FORMATS; i++)
    {
      g_autofree char *path = sound_format_write (i);
      gsize rate = (gsize) sound_formats[i].rate_hz, room = 2 * rate, size, n, n_opened = 0;
      g_autofree float *samples = g_new (float, 2 * room);
      g_autofree char *data = NULL;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (gsize cut = 1; cut < size; cut += cut < 80 ? 3 : size / 23)
        {
          CtAudioFile *file = NULL;
          CtStatus status;

          g_free (test_sound_write_bytes (sound_formats[i].name, data, cut));
          status = ct_audio_file_open (path, &file);
          g_assert_cmpint (status == CT_STATUS_OK, ==, file != NULL);
          if (!file)
            continue;
          n_opened++;
          status = sound_file_read (file, samples, room, 1000, &n);
          g_assert_true (status == CT_STATUS_OK || status == CT_STATUS_DAMAGED);
          g_assert_cmpint (n, <=, rate + sound_formats[i].slack_frames);
          for (gsize j = 0; j < 2 * n; j++)
            g_assert_cmpfloat (fabsf (samples[j]), <, 0.7f);
          ct_audio_file_close (file);
        }
      g_test_message ("%s: %" G_GSIZE_FORMAT " opened", sound_formats[i].name, n_opened);
    }
}

/* A WAV file that ends in the middle, as a recorder out of battery leaves it, is read to its end. */
static void
test_cut_wav (void)
{
  g_autofree char *path = sound_format_write (1);
  g_autofree char *data = NULL;
  gsize size, n;
  float *samples = g_new (float, 2 * 44100);
  CtAudioFile *file;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_free (test_sound_write_bytes ("16.wav", data, size - 4 * 10000 - 3));
  file = sound_file_open (path);
  g_assert_cmpint (sound_file_read (file, samples, 44100, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpint (n, ==, 44100 - 10001);
  ct_audio_file_close (file);
  g_free (samples);
}

/* Where the size of the samples is in each container, from the first letter of the chunk that holds them; in RF64, from
 * the start of the file. */
static const struct
{
  const char *name, *chunk;
  int format;
  gsize size_at, size_bytes;
  gboolean big_endian;
  gint64 precede; /* bytes that count, and are no samples */
} dead[] = {
  { "dead.wav", "data", WAV_16, 4, 4, FALSE, 0 },
  { "dead-24.wav", "data", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 4, 4, FALSE, 0 },
  { "dead-float.wav", "data", WAV_FLOAT, 4, 4, FALSE, 0 },
  { "dead-extensible.wav", "data", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, 4, 4, FALSE, 0 },
  { "dead.rf64", "RF64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 28, 8, FALSE, 0 },
  { "dead.w64", "data", SF_FORMAT_W64 | SF_FORMAT_PCM_16, 16, 8, FALSE, 24 },
  { "dead.aiff", "SSND", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 4, 4, TRUE, 8 },
  { "dead.aifc", "SSND", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, 4, 4, TRUE, 8 },
  { "dead.au", ".snd", SF_FORMAT_AU | SF_FORMAT_PCM_16, 8, 4, TRUE, 0 },
  { "dead.caf", "data", SF_FORMAT_CAF | SF_FORMAT_PCM_16, 4, 8, TRUE, 4 },
};

/* Overwrites the size of the samples, which is that of @n_frames, by that of @promised frames: -1, none at all; -2, all
 * bits set. */
static void
forge_size (gsize i, char *data, gsize size, gsize n_frames, gint64 promised)
{
  guint8 *field = memmem (data, size, dead[i].chunk, 4);
  gint64 frame_bytes, written = 0;

  g_assert_nonnull (field);
  field += dead[i].size_at;
  for (gsize b = 0; b < dead[i].size_bytes; b++)
    written |= (gint64) field[b] << 8 * (dead[i].big_endian ? dead[i].size_bytes - 1 - b : b);
  frame_bytes = (written - dead[i].precede) / (gint64) n_frames;
  written = promised >= 0 ? promised * frame_bytes + dead[i].precede : promised + 1;
  for (gsize b = 0; b < dead[i].size_bytes; b++)
    field[b] = (guint8) (written >> 8 * (dead[i].big_endian ? dead[i].size_bytes - 1 - b : b));
}

/* A recorder that was cut off leaves a length of nothing, an old one, or none; a copy that was cut off, one that is too
 * large. */
static void
test_wrong_length (void)
{
  enum
  {
    FRAMES = 44100
  };
  static const gint64 promised[] = { 0, -1, FRAMES / 2, FRAMES + 1, 3 * FRAMES, -2, FRAMES };
  g_autofree float *tone = test_sound_tone (44100, 2, FRAMES, 440, 0.5, 0.25);
  g_autofree float *samples = g_new (float, 2 * 2 * FRAMES);

  for (gsize i = 0; i < G_N_ELEMENTS (dead); i++)
    for (gsize p = 0; p < G_N_ELEMENTS (promised); p++)
      {
        g_autofree char *path = test_sound_write (dead[i].name, dead[i].format, 44100, 2, tone, FRAMES);
        g_autofree char *data = NULL;
        bool is_au = dead[i].format == (SF_FORMAT_AU | SF_FORMAT_PCM_16), is_right = promised[p] == FRAMES;
        CtAudioFile *file;
        gsize size, n;

        if (is_au && promised[p] == FRAMES / 2)
          continue; /* what follows there may be anything */
        g_assert_true (g_file_get_contents (path, &data, &size, NULL));
        forge_size (i, data, size, FRAMES, promised[p]);
        g_free (test_sound_write_bytes (dead[i].name, data, size));
        g_test_message ("%s, %" G_GINT64_FORMAT " frames promised", dead[i].name, promised[p]);
        file = sound_file_open (path);
        g_assert_cmpint (sound_file_read (file, samples, 2 * FRAMES, 1001, &n), ==, CT_STATUS_OK);
        g_assert_cmpint (n, >=, FRAMES);
        g_assert_cmpint (n, <, FRAMES + 64); /* a few bytes of notes may follow */
        for (gsize j = 0; j < 2 * FRAMES; j++)
          g_assert_cmpfloat_with_epsilon (samples[j], tone[j], 1e-4);
        if (promised[p] != -2)
          g_assert_cmpint (ct_audio_file_warnings (file), ==, is_right ? 0 : CT_AUDIO_MENDED);
        ct_audio_file_close (file);
      }
}

/* A file that says that it holds nothing, and is right. */
static void
test_nothing_but_notes (void)
{
  static const char notes[] = "LIST\x04\0\0\0INFO";
  float none[1] = { 0 };
  g_autofree char *path = test_sound_write ("none.wav", WAV_16, 44100, 1, none, 0);
  g_autofree char *data = NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_byte_array_append (all, (const guint8 *) data, (guint) size);
  g_byte_array_append (all, (const guint8 *) notes, sizeof notes - 1);
  g_free (test_sound_write_bytes ("none.wav", all->data, all->len));
  sound_file_assert_refused (path, CT_STATUS_EMPTY);
}

/* Beyond 4 GB, WAV has no words for its length. */
static void
test_long_wav (void)
{
  static const guint32 sizes[] = { 0, 0xFFFFFFFF, 0x12345678 };
  const gint64 n_bytes = G_GINT64_CONSTANT (5) << 30;
  float samples[100] = { 0.5f };
  gsize n;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = test_sound_write ("long.wav", WAV_16, 44100, 1, samples, 100);
      int fd = open (path, O_WRONLY);
      guint32 size = GUINT32_TO_LE (sizes[i]);
      CtAudioFile *file;

      g_assert_cmpint (pwrite (fd, &size, 4, 40), ==, 4);
      if (ftruncate (fd, n_bytes) != 0 || pwrite (fd, "\0@", 2, n_bytes - 2) != 2)
        {
          g_test_skip ("the file system has no room for a hole of 5 GB");
          close (fd);
          return;
        }
      close (fd);
      file = sound_file_open (path);
      g_assert_cmpint (ct_audio_file_info (file)->frames, ==, (n_bytes - 44) / 2);
      g_assert_cmpint (ct_audio_file_warnings (file), ==, CT_AUDIO_MENDED);
      g_assert_true (ct_audio_file_seek (file, (n_bytes - 44) / 2 - 1));
      g_assert_cmpint (sound_file_read (file, samples, 100, 100, &n), ==, CT_STATUS_OK);
      g_assert_cmpint (n, ==, 1);
      g_assert_cmpfloat (samples[0], ==, 0.5f);
      ct_audio_file_close (file);
    }
}

/* Recordings one after the other in a file, as of a radio or put together by hand, are read to the end of the last. */
static void
test_chained (void)
{
  static const gsize chained[] = { 1, 3, 4, 9, 10, 11, 12, 13 };

  for (gsize k = 0; k < G_N_ELEMENTS (chained); k++)
    {
      gsize i = chained[k], size, n, rate = (gsize) sound_formats[i].rate_hz, room = 4 * rate;
      g_autofree char *path = sound_format_write (i);
      g_autofree float *samples = g_new (float, 2 * room);
      g_autofree char *data = NULL;
      g_autoptr (GByteArray) chain = g_byte_array_new ();
      CtAudioFile *file;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (int copy = 0; copy < 3; copy++)
        g_byte_array_append (chain, (const guint8 *) data, (guint) size);
      g_free (test_sound_write_bytes (sound_formats[i].name, chain->data, chain->len));
      file = sound_file_open (path);
      g_assert_cmpint (ct_audio_file_info (file)->frames, ==, -1);
      g_assert_cmpint (sound_file_read (file, samples, room, 1000, &n), ==, CT_STATUS_OK);
      g_assert_cmpint (ABS ((gssize) n - (gssize) (3 * rate)), <=, (gssize) (3 * sound_formats[i].slack_frames));
      ct_audio_file_close (file);
    }
}

/* Joins the files at @paths, [@n], and reads them as one: how many frames, and in *@warnings what is wrong. */
static gsize
read_joined (const char *const *paths, gsize n, gsize lost, unsigned *warnings)
{
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_autofree float *samples = g_new (float, 2 * 4 * 96000);
  g_autofree char *path = NULL;
  CtAudioFile *file;
  gsize n_read;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (paths[i], &data, &size, NULL));
      g_byte_array_append (joined, (const guint8 *) data, (guint) (i + 1 == n ? size - lost : size));
    }
  path = test_sound_write_bytes ("joined", joined->data, joined->len);
  file = sound_file_open (path);
  g_assert_cmpint (sound_file_read (file, samples, 4 * 96000, 1000, &n_read), ==, CT_STATUS_OK);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return n_read;
}

/* What cannot be read on does not take what came before with it, and is told of. */
static void
test_stopped (void)
{
  g_autofree char *wav = sound_format_write (1), *other_wav = sound_format_write (2), *flac = sound_format_write (9);
  g_autofree char *other_flac = sound_format_write (10);
  unsigned warnings;

  g_assert_cmpuint (read_joined ((const char *[]){ wav, wav }, 2, 0, &warnings), ==, 2 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
  g_assert_cmpuint (read_joined ((const char *[]){ wav, other_wav }, 2, 0, &warnings), ==, 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
  g_assert_cmpuint (read_joined ((const char *[]){ flac, other_flac }, 2, 0, &warnings), ==, 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
  g_assert_cmpuint (read_joined ((const char *[]){ flac, flac, flac }, 3, 0, &warnings), ==, 3 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
  /* the last one is cut short */
  g_assert_cmpuint (read_joined ((const char *[]){ flac, flac }, 2, 8000, &warnings), >=, 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
}

/* MP3 with something else in its middle: junk, and the tags of another file. */
static void
test_mp3_with_junk (void)
{
  static const gsize lengths[] = { 100, 3000, 70000 };
  g_autofree char *mp3 = sound_format_write (13), *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (mp3, &data, &size, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (int tagged = 0; tagged < 2; tagged++)
      {
        g_autofree guint8 *junk = g_malloc0 (lengths[i]);
        g_autofree char *first = test_sound_write_bytes ("first", data, size / 2);
        g_autofree char *middle = NULL, *last = test_sound_write_bytes ("last", data + size / 2, size - size / 2);
        unsigned warnings;

        if (tagged)
          {
            gsize n = lengths[i] - 10;

            memcpy (junk, "ID3\4\0\0", 6);
            for (int k = 0; k < 4; k++)
              junk[6 + k] = (n >> (7 * (3 - k))) & 0x7F;
          }
        middle = test_sound_write_bytes ("middle", junk, lengths[i]);
        g_assert_cmpuint (read_joined ((const char *[]){ first, middle, last }, 3, 0, &warnings), >=, 44100 - 3000);
      }
}

/* A second of MP3 at a constant bit rate, the less of it the larger @compression is, without what its encoder notes. */
static char *
write_plain_mp3 (double compression, const char *name)
{
  g_autofree float *tone = test_sound_tone (44100, 2, 44100, 440, 0.5, 0.25);
  SF_INFO info = { .samplerate = 44100, .channels = 2, .format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III };
  g_autofree char *path = test_sound_path (name), *data = NULL;
  int mode = SF_BITRATE_MODE_CONSTANT;
  guint8 *second;
  SNDFILE *file;
  gsize size;

  file = sf_open (path, SFM_WRITE, &info);
  g_assert_nonnull (file);
  sf_command (file, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
  sf_command (file, SFC_SET_COMPRESSION_LEVEL, &compression, sizeof compression);
  g_assert_cmpint (sf_writef_float (file, tone, 44100), ==, 44100);
  g_assert_cmpint (sf_close (file), ==, 0);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  /* behind the tags, and behind the first frame */
  second = memmem (data, size, "\xff\xfb", 2);
  second = memmem (second + 4, size - 4 - (gsize) (second - (guint8 *) data), "\xff\xfb", 2);
  return test_sound_write_bytes (name, second, size - (gsize) (second - (guint8 *) data));
}

/* MP3 that does not say how long it is, and is denser or less dense where it begins, is read to its end. */
static void
test_plain_mp3 (void)
{
  g_autofree char *dense = write_plain_mp3 (0, "dense.mp3"), *sparse = write_plain_mp3 (1, "sparse.mp3");
  unsigned warnings;

  g_assert_cmpuint (read_joined ((const char *[]){ dense, sparse, sparse }, 3, 0, &warnings), >=, 3 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
  g_assert_cmpuint (read_joined ((const char *[]){ sparse, dense, dense }, 3, 0, &warnings), >=, 3 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/audio-file-damaged/not-sound", test_not_sound);
  g_test_add_func ("/audio-file-damaged/forged-header", test_forged_header);
  g_test_add_func ("/audio-file-damaged/forged-count", test_forged_count);
  g_test_add_func ("/audio-file-damaged/truncated", test_truncated);
  g_test_add_func ("/audio-file-damaged/cut-wav", test_cut_wav);
  g_test_add_func ("/audio-file-damaged/wrong-length", test_wrong_length);
  g_test_add_func ("/audio-file-damaged/nothing-but-notes", test_nothing_but_notes);
  g_test_add_func ("/audio-file-damaged/long-wav", test_long_wav);
  g_test_add_func ("/audio-file-damaged/chained", test_chained);
  g_test_add_func ("/audio-file-damaged/stopped", test_stopped);
  g_test_add_func ("/audio-file-damaged/mp3-with-junk", test_mp3_with_junk);
  g_test_add_func ("/audio-file-damaged/plain-mp3", test_plain_mp3);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
