/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opus in CAF, made of the packets of a file that libsndfile wrote as Ogg. */
#include <glib.h>
#include <sndfile.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/caf-file.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 48000
#define FRAMES (2 * RATE)
#define MAX_FRAMES (3 * RATE)

/* The packets of Ogg whose pages each begin with one. */
static void
unpack (const guint8 *ogg, gsize size, CafFile *sound)
{
  GByteArray *packet = g_byte_array_new ();

  sound->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize at = 0; at + 27 <= size;)
    {
      const guint8 *segments = ogg + at + 27;
      gsize body = at + 27 + ogg[at + 26];

      g_assert_cmpmem (ogg + at, 4, "OggS", 4);
      memcpy (&sound->valid, ogg + at + 6, 8);
      for (int i = 0; i < ogg[at + 26]; i++)
        {
          g_byte_array_append (packet, ogg + body, segments[i]);
          body += segments[i];
          if (segments[i] == 255)
            continue;
          g_ptr_array_add (sound->packets, g_byte_array_free_to_bytes (packet));
          packet = g_byte_array_new ();
        }
      at = body;
    }
  g_byte_array_unref (packet);
  sound->priming = ((const guint8 *) g_bytes_get_data (sound->packets->pdata[0], NULL))[10]
                   | ((const guint8 *) g_bytes_get_data (sound->packets->pdata[0], NULL))[11] << 8;
  sound->valid = GUINT64_FROM_LE (sound->valid) - sound->priming;
  g_ptr_array_remove_range (sound->packets, 0, 2);
}

/* Makes Ogg of a tone, and the sound of it. */
static char *
make_sound (CafFile *sound)
{
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0.5);
  char *path = test_sound_write ("tone.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, RATE, 2, tone, FRAMES);
  g_autofree char *ogg = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &ogg, &size, NULL));
  *sound = (CafFile){ .kind = "opus", .rate_hz = RATE, .packet_frames = 960, .channels = 2 };
  unpack ((const guint8 *) ogg, size, sound);
  return path;
}

static gsize
read_file (const char *path, float *samples, unsigned *warnings)
{
  CtAudioFile *file = NULL;
  gsize n = 1, done = 0;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, RATE);
  g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
  for (; n > 0 && done < MAX_FRAMES; done += n)
    g_assert_cmpint (ct_audio_file_read (file, samples + 2 * done, MIN (1000, MAX_FRAMES - done), &n), ==,
                     CT_STATUS_OK);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return done;
}

/* The same samples as out of Ogg, with the same beginning and end. */
static void
test_like_ogg (void)
{
  static const CafFileOrder orders[] = { CAF_FILE_PLAIN, CAF_FILE_TABLE_FIRST };
  CafFile sound;
  g_autofree char *ogg = make_sound (&sound);
  g_autofree float *expected = g_new (float, 2 * MAX_FRAMES), *samples = g_new (float, 2 * MAX_FRAMES);
  unsigned warnings;
  gsize n = read_file (ogg, expected, &warnings);

  g_assert_cmpuint (n, ==, FRAMES);
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *caf = caf_file_write (&sound, orders[i], "voice.caf");

      g_assert_cmpuint (read_file (caf, samples, &warnings), ==, n);
      g_assert_cmpuint (warnings, ==, 0);
      g_assert_cmpmem (samples, 2 * n * sizeof *samples, expected, 2 * n * sizeof *samples);
    }
  caf_file_clear (&sound);
}

/* Of one that was cut off, all packets that are whole, and it is said. */
static void
test_cut (void)
{
  CafFile sound;
  g_autofree char *ogg = make_sound (&sound);
  g_autofree char *caf = caf_file_write (&sound, CAF_FILE_CUT, "cut.caf");
  g_autofree float *expected = g_new (float, 2 * MAX_FRAMES), *samples = g_new (float, 2 * MAX_FRAMES);
  unsigned warnings;
  gsize n;

  read_file (ogg, expected, &warnings);
  n = read_file (caf, samples, &warnings);
  g_assert_cmpuint (n, >, FRAMES / 4);
  g_assert_cmpuint (n, <, FRAMES * 3 / 4);
  g_assert_cmpuint (warnings, ==, CT_AUDIO_MENDED);
  g_assert_cmpmem (samples, 2 * n * sizeof *samples, expected, 2 * n * sizeof *samples);
  caf_file_clear (&sound);
}

static void
test_refused (void)
{
  CafFile sound;
  g_autofree char *ogg = make_sound (&sound), *caf = caf_file_write (&sound, CAF_FILE_NO_TABLE, "refused.caf");
  CtAudioFile *file;

  g_assert_cmpint (ct_audio_file_open (caf, &file), ==, CT_STATUS_DAMAGED);
  g_free (caf);
  sound.channels = 6;
  caf = caf_file_write (&sound, CAF_FILE_PLAIN, "refused.caf");
  g_assert_cmpint (ct_audio_file_open (caf, &file), ==, CT_STATUS_UNSUPPORTED_AUDIO);
  caf_file_clear (&sound);
}

static void
test_no_memory (void)
{
  CafFile sound;
  g_autofree char *ogg = make_sound (&sound);
  g_autofree char *caf = caf_file_write (&sound, CAF_FILE_PLAIN, "memory.caf");

  failing_allocator_try_all (caf_file_try, caf);
  caf_file_clear (&sound);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/caf-opus/like-ogg", test_like_ogg);
  g_test_add_func ("/caf-opus/cut", test_cut);
  g_test_add_func ("/caf-opus/refused", test_refused);
  g_test_add_func ("/caf-opus/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
