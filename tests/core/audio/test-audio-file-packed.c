/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed sound that is cut short, or damaged, or put together. */
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/sound-formats.h"
#include "tests/support/test-sound.h"

/* FLAC that begins like a whole one of a second: what it holds, up to damage, and what is wrong. */
static void
check_flac (const char *data, gsize size, gsize at_least, gsize at_most, unsigned warnings)
{
  g_autofree char *path = test_sound_write_bytes ("damaged.flac", data, size);
  g_autofree float *tone = test_sound_tone (44100, 2, 44100, 440, 0.5, 0.25);
  g_autofree float *samples = g_new (float, 2 * 50000);
  CtAudioFile *file = sound_file_open (path);
  gsize n;

  g_assert_cmpint (sound_file_read (file, samples, 50000, 1000, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, >=, at_least);
  g_assert_cmpuint (n, <=, at_most);
  g_assert_cmpuint (ct_audio_file_warnings (file), ==, warnings);
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat_with_epsilon (samples[i], tone[i], 1e-4);
  /* nothing is found in the damage, and the sound before it can still be read */
  if (warnings)
    {
      g_assert_true (ct_audio_file_seek (file, (gint64) n + 256));
      g_assert_cmpint (sound_file_read (file, samples, 100, 100, &n), ==, CT_STATUS_OK);
      g_assert_cmpuint (n, ==, 0);
    }
  g_assert_true (ct_audio_file_seek (file, 5000));
  g_assert_cmpint (sound_file_read (file, samples, 100, 100, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, ==, 100);
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat_with_epsilon (samples[i], tone[2 * 5000 + i], 1e-4);
  ct_audio_file_close (file);
}

/* FLAC is read up to where it is cut or damaged, and a tag behind it is no damage. */
static void
test_flac (void)
{
  enum
  {
    FRAME = 4096
  };
  g_autofree char *flac = sound_format_write (9), *data = NULL;
  gsize size, at;

  g_assert_true (g_file_get_contents (flac, &data, &size, NULL));
  data = g_realloc (data, size + 4096);
  memset (data + size, 0, 4096);
  check_flac (data, size + 4096, 44100, 44100, 0);
  memcpy (data + size, "TAG", 3);
  check_flac (data, size + 128, 44100, 44100, 0);
  memcpy (data + size, "APETAGEX\xd0\7\0\0\x20", 13);
  check_flac (data, size + 32, 44100, 44100, 0);
  /* in the last frame, which the end of the file makes no shorter */
  check_flac (data, size - 10, 44100 / FRAME * FRAME - 256, 44100 / FRAME * FRAME, CT_AUDIO_STOPPED);
  at = size / 2;
  memset (data + at, 0, 10);
  check_flac (data, size, 4 * FRAME - 256, 6 * FRAME, CT_AUDIO_STOPPED);
}

/* Appends a page of Ogg with @n bytes of @body, which are less than 65025, as RFC 3533 has it. */
static void
append_page (GByteArray *ogg, guint8 flags, guint8 serial, guint8 sequence, const char *body, gsize n)
{
  guint8 header[27] = { 'O', 'g', 'g', 'S', 0, flags, [14] = serial, [18] = sequence, [26] = (guint8) (n / 255 + 1) };
  guint begin = ogg->len;
  guint32 sum = 0;

  g_byte_array_append (ogg, header, sizeof header);
  for (gsize left = n; TRUE; left -= 255)
    {
      guint8 segment = (guint8) MIN (left, 255);

      g_byte_array_append (ogg, &segment, 1);
      if (left < 255)
        break;
    }
  g_byte_array_append (ogg, (const guint8 *) body, (guint) n);
  for (guint i = begin; i < ogg->len; i++)
    {
      sum ^= (guint32) ogg->data[i] << 24;
      for (int bit = 0; bit < 8; bit++)
        sum = sum << 1 ^ (sum >> 31 ? 0x04C11DB7 : 0);
    }
  sum = GUINT32_TO_LE (sum);
  memcpy (ogg->data + begin + 22, &sum, 4);
}

/* Appends the second of FLAC that the other tests read, in Ogg. */
static void
append_ogg_flac (GByteArray *ogg, guint8 serial)
{
  enum
  {
    STREAMINFO = 42,
    PAGE = 4000
  };
  g_autofree char *flac = sound_format_write (9), *data = NULL, *first = NULL;
  guint8 sequence = 0;
  gsize size;

  g_assert_true (g_file_get_contents (flac, &data, &size, NULL));
  first = g_malloc (9 + STREAMINFO);
  memcpy (first,
          "\x7f"
          "FLAC\1\0\0\1",
          9);
  memcpy (first + 9, data, STREAMINFO);
  append_page (ogg, 2, serial, sequence++, first, 9 + STREAMINFO);
  for (gsize at = STREAMINFO; at < size; at += PAGE)
    append_page (ogg, at + PAGE < size ? 0 : 4, serial, sequence++, data + at, MIN (PAGE, size - at));
}

/* What is read of @ogg is the second of the other tests again and again, and this many frames. */
static gsize
read_ogg_flac (const GByteArray *ogg, gsize size, unsigned *warnings)
{
  g_autofree char *path = test_sound_write_bytes ("flac.oga", ogg->data, size);
  g_autofree float *tone = test_sound_tone (44100, 2, 44100, 440, 0.5, 0.25);
  g_autofree float *samples = g_new (float, 2 * 4 * 44100);
  CtAudioFile *file = sound_file_open (path);
  gsize n;

  g_assert_cmpint (sound_file_read (file, samples, 4 * 44100, 1000, &n), ==, CT_STATUS_OK);
  for (gsize i = 0; i < 2 * n; i++)
    g_assert_cmpfloat_with_epsilon (samples[i], tone[i % (2 * 44100)], 1e-4);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return n;
}

/* FLAC in Ogg, alone and one behind the other, with the same serial number or another. */
static void
test_ogg_flac (void)
{
  g_autoptr (GByteArray) ogg = g_byte_array_new ();
  guint8 tag[128] = "TAG";
  unsigned warnings;
  gsize one;

  append_ogg_flac (ogg, 1);
  one = ogg->len;
  g_assert_cmpuint (read_ogg_flac (ogg, one, &warnings), ==, 44100);
  g_assert_cmpuint (warnings, ==, 0);
  g_assert_cmpuint (read_ogg_flac (ogg, one / 2, &warnings), <, 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
  append_ogg_flac (ogg, 1);
  append_ogg_flac (ogg, 2);
  g_assert_cmpuint (read_ogg_flac (ogg, ogg->len, &warnings), ==, 3 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
  g_assert_cmpuint (read_ogg_flac (ogg, 2 * one + one / 2, &warnings), >, 2 * 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
  /* tags between and behind */
  g_byte_array_set_size (ogg, (guint) one);
  g_byte_array_append (ogg, tag, sizeof tag);
  append_ogg_flac (ogg, 1);
  g_byte_array_append (ogg, tag, sizeof tag);
  g_assert_cmpuint (read_ogg_flac (ogg, ogg->len, &warnings), ==, 2 * 44100);
  g_assert_cmpuint (warnings, ==, 0);
  /* what is damaged ends it, though other recordings follow */
  ogg->data[one / 2] ^= 1;
  g_assert_cmpuint (read_ogg_flac (ogg, ogg->len, &warnings), <, 44100);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
}

/* Writes noise, of which there is much to store, in format @i, and returns the path. */
static char *
write_noise (gsize i, gsize frames)
{
  g_autofree float *noise = g_new (float, 2 * frames);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize k = 0; k < 2 * frames; k++)
    noise[k] = (float) g_rand_double_range (random, -0.5, 0.5);
  return test_sound_write (sound_formats[i].name, sound_formats[i].format, sound_formats[i].rate_hz, 2, noise, frames);
}

/* Reads @data: how many of at most @room frames. */
static gsize
read_bytes (const char *data, gsize size, float *samples, gsize room, unsigned *warnings)
{
  g_autofree char *path = test_sound_write_bytes ("bytes", data, size);
  CtAudioFile *file = sound_file_open (path);
  gsize n;

  g_assert_cmpint (sound_file_read (file, samples, room, 1000, &n), ==, CT_STATUS_OK);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return n;
}

/* Where packed sound is cut off, or something in its middle is overwritten, nothing comes too early: it ends there. */
static void
test_hole (void)
{
  enum
  {
    ROOM = 6 * 48000
  };
  static const gsize packed[] = { 11, 12, 13 }, holes[] = { 1, 500, 6000 };
  g_autofree float *samples = g_new (float, 2 * ROOM), *whole = g_new (float, 2 * ROOM);

  for (gsize k = 0; k < G_N_ELEMENTS (packed); k++)
    {
      gsize n_whole, n, size, rate = (gsize) sound_formats[packed[k]].rate_hz;
      g_autofree char *path = write_noise (packed[k], 5 * rate), *data = NULL;
      bool mp3 = packed[k] == 13;
      unsigned warnings;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      n_whole = read_bytes (data, size, whole, ROOM, &warnings);
      g_assert_cmpuint (warnings, ==, 0);
      n = read_bytes (data, size / 2, samples, ROOM, &warnings);
      g_assert_cmpuint (n, <, 3 * rate);
      g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
      /* of a frame of MP3, only a damaged head is noticed */
      for (gsize h = mp3 ? 2 : 0; h < G_N_ELEMENTS (holes); h++)
        {
          g_autofree char *damaged = g_memdup2 (data, size);

          memset (damaged + size / 2, ~data[size / 2], holes[h]);
          g_test_message ("%s, %" G_GSIZE_FORMAT " bytes", sound_formats[packed[k]].name, holes[h]);
          n = read_bytes (damaged, size, samples, ROOM, &warnings);
          g_assert_cmpuint (n, >, rate);
          g_assert_cmpuint (n, <, 3 * rate);
          g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
          for (gsize i = 0; i < 2 * (n - rate / 10); i++)
            g_assert_cmpfloat_with_epsilon (samples[i], whole[i], 1e-4);
        }
      g_assert_cmpuint (n_whole, >=, 5 * rate);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/audio-file-packed/flac", test_flac);
  g_test_add_func ("/audio-file-packed/ogg-flac", test_ogg_flac);
  g_test_add_func ("/audio-file-packed/hole", test_hole);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
