/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GStreamer decodes, in CAF: made of the packets of an MP4 file, which sounds the same. */
#include <glib.h>
#include <gst/gst.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "tests/support/caf-file.h"
#include "tests/support/encoded-sound.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define MAX_FRAMES (2 * ENCODED_SOUND_FRAMES)

typedef struct
{
  const char *kind, *encoder;
  guint packet_frames;
  gsize wrapping; /* bytes before what the decoder must know, which a file may have or not */
} Format;

static const Format formats[] = {
  { "aac ", "avenc_aac", 1024, 4 },
  { "alac", "avenc_alac", 4096, 24 },
};

static guint32
number_at (const char *bytes)
{
  guint32 number;

  memcpy (&number, bytes, 4);
  return GUINT32_FROM_BE (number);
}

/* Where what is in the box of a type begins. */
static const char *
find_box (const char *bytes, gsize size, const char *type)
{
  const char *box = memmem (bytes, size, type, 4);

  g_assert_nonnull (box);
  return box + 4;
}

/* What a decoder must know, wrapped. */
static GBytes *
find_cookie (const char *bytes, gsize size, const Format *format)
{
  static const char frame[] = "\0\0\0\x0c"
                              "frmaalac";
  g_autoptr (GByteArray) cookie = g_byte_array_new ();
  const char *box;

  if (strcmp (format->kind, "alac") != 0)
    {
      box = find_box (bytes, size, "esds");
      return g_bytes_new (box, number_at (box - 8) - 8);
    }
  box = find_box (bytes, size, "alac"); /* there is a box in a box of that name */
  box = find_box (box, size - (gsize) (box - bytes), "alac");
  g_byte_array_append (cookie, (const guint8 *) frame, sizeof frame - 1);
  g_byte_array_append (cookie, (const guint8 *) box - 8, number_at (box - 8));
  return g_byte_array_free_to_bytes (g_steal_pointer (&cookie));
}

static void
unwrap_cookie (CafFile *caf, const Format *format)
{
  GBytes *cookie = caf->cookie;

  caf->cookie = g_bytes_new_from_bytes (cookie, format->wrapping, g_bytes_get_size (cookie) - format->wrapping);
  g_bytes_unref (cookie);
}

/* The path of a tone in MP4, and what it is in CAF; NULL, and the test is skipped, where there is no encoder. */
static char *
make_sound (const Format *format, CafFile *caf)
{
  g_autofree char *chain = g_strdup_printf ("! wavparse ! audioconvert ! %s ! mp4mux !", format->encoder);
  char *path = encoded_sound_new_tone (chain, "tone.m4a");
  g_autofree char *bytes = NULL;
  const char *sizes, *packet;
  gsize size;

  *caf = (CafFile){ .kind = format->kind,
                    .rate_hz = ENCODED_SOUND_RATE,
                    .packet_frames = format->packet_frames,
                    .channels = 2,
                    .valid = ENCODED_SOUND_FRAMES,
                    .packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref) };
  if (!path)
    return NULL;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  caf->cookie = find_cookie (bytes, size, format);
  sizes = find_box (bytes, size, "stsz") + 12;
  packet = bytes + number_at (find_box (bytes, size, "stco") + 8);
  for (guint i = 0; i < number_at (sizes - 4); i++)
    {
      gsize n = number_at (sizes + 4 * i);

      g_ptr_array_add (caf->packets, g_bytes_new (packet, n));
      packet += n;
    }
  g_assert_cmpuint (caf->packets->len, >, 10);
  return path;
}

static gsize
read_file (const char *path, float *samples, unsigned *warnings)
{
  CtAudioFile *file = NULL;
  gsize n = 0;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_audio_file_info (file)->rate_hz, ==, ENCODED_SOUND_RATE);
  g_assert_cmpint (ct_audio_file_info (file)->channels, ==, 2);
  g_assert_cmpint (encoded_sound_read (file, samples, MAX_FRAMES, &n), ==, CT_STATUS_OK);
  *warnings = ct_audio_file_warnings (file);
  ct_audio_file_close (file);
  return n;
}

/* As many frames of the film at @path as the CAF file promises, and the same ones behind what precedes them. */
static void
check_like_film (const CafFile *caf, const char *path)
{
  static const CafFileOrder orders[] = { CAF_FILE_PLAIN, CAF_FILE_TABLE_FIRST };
  g_autofree float *expected = g_new (float, 2 * MAX_FRAMES), *samples = g_new (float, 2 * MAX_FRAMES);
  unsigned warnings;
  gsize n_film = read_file (path, expected, &warnings);

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *name = caf_file_write (caf, orders[i], "loop.caf");
      gsize n = read_file (name, samples, &warnings);

      g_assert_cmpuint (warnings, ==, 0);
      /* it ends by the clock, in whole nanoseconds */
      g_assert_cmpuint (n, >=, caf->valid);
      g_assert_cmpuint (n, <=, caf->valid + 1);
      n = MIN (n, n_film - caf->priming);
      g_assert_cmpmem (samples, 2 * n * sizeof *samples, expected + 2 * caf->priming, 2 * n * sizeof *samples);
    }
}

static void
test_like_film (gconstpointer data)
{
  const Format *format = data;
  CafFile caf;
  g_autofree char *path = make_sound (format, &caf);

  if (path)
    {
      check_like_film (&caf, path);
      unwrap_cookie (&caf, format);
      check_like_film (&caf, path);
      caf.priming = ENCODED_SOUND_RATE / 100; /* whole nanoseconds */
      caf.valid = ENCODED_SOUND_FRAMES - 2 * caf.priming;
      check_like_film (&caf, path);
    }
  caf_file_clear (&caf);
}

/* Of one that was cut off, all packets that are whole, and it is said. */
static void
test_cut (gconstpointer data)
{
  CafFile caf;
  g_autofree char *path = make_sound (data, &caf);
  g_autofree float *expected = g_new (float, 2 * MAX_FRAMES), *samples = g_new (float, 2 * MAX_FRAMES);
  unsigned warnings;

  if (path)
    {
      g_autofree char *name = caf_file_write (&caf, CAF_FILE_CUT, "cut.caf");
      gsize n;

      read_file (path, expected, &warnings);
      n = read_file (name, samples, &warnings);
      g_assert_cmpuint (n, >, ENCODED_SOUND_FRAMES / 4);
      g_assert_cmpuint (n, <, ENCODED_SOUND_FRAMES * 7 / 8);
      g_assert_cmpuint (warnings, ==, CT_AUDIO_STOPPED);
      g_assert_cmpmem (samples, 2 * n * sizeof *samples, expected, 2 * n * sizeof *samples);
    }
  caf_file_clear (&caf);
}

static void
check_refused (const CafFile *caf, CafFileOrder order, CtStatus status)
{
  g_autofree char *name = caf_file_write (caf, order, "refused.caf");
  CtAudioFile *file;

  g_assert_cmpint (ct_audio_file_open (name, &file), ==, status);
}

static void
test_refused (gconstpointer data)
{
  CafFile caf;
  g_autofree char *path = make_sound (data, &caf);

  if (path)
    {
      check_refused (&caf, CAF_FILE_NO_TABLE, CT_STATUS_DAMAGED);
      caf.channels = 0;
      check_refused (&caf, CAF_FILE_PLAIN, CT_STATUS_UNSUPPORTED_AUDIO);
      caf.channels = 2;
      caf.rate_hz = 0.0 / 0.0;
      check_refused (&caf, CAF_FILE_PLAIN, CT_STATUS_UNSUPPORTED_AUDIO);
      caf.rate_hz = ENCODED_SOUND_RATE;
      caf.packet_frames = G_MAXUINT32;
      check_refused (&caf, CAF_FILE_PLAIN, CT_STATUS_TOO_LARGE);
      caf.packet_frames = 1024;
      g_clear_pointer (&caf.cookie, g_bytes_unref);
      check_refused (&caf, CAF_FILE_PLAIN, CT_STATUS_DAMAGED);
      caf.kind = "QDM2";
      check_refused (&caf, CAF_FILE_PLAIN, CT_STATUS_NO_DECODER);
    }
  caf_file_clear (&caf);
}

/* GStreamer's own allocations end the program; these are ours, before it. */
static void
test_no_memory (gconstpointer data)
{
  CafFile caf;
  g_autofree char *path = make_sound (data, &caf);

  if (path)
    {
      g_autofree char *name = caf_file_write (&caf, CAF_FILE_PLAIN, "memory.caf");

      failing_allocator_try_all (caf_file_try, name);
    }
  caf_file_clear (&caf);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  test_sound_begin ();
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      static const struct
      {
        const char *name;
        GTestDataFunc run;
      } tests[] = { { "like-film", test_like_film },
                    { "cut", test_cut },
                    { "refused", test_refused },
                    { "no-memory", test_no_memory } };

      for (gsize k = 0; k < G_N_ELEMENTS (tests); k++)
        {
          g_autofree char *kind = g_strstrip (g_strdup (formats[i].kind));
          g_autofree char *name = g_strdup_printf ("/caf-film/%s/%s", kind, tests[k].name);

          g_test_add_data_func (name, &formats[i], tests[k].run);
        }
    }
  result = g_test_run ();
  test_sound_end ();
  return result;
}
