/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FILM_H
#define TEST_FILM_H

#include <glib.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"

#define TEST_FILM_RATE_HZ 8000
#define TEST_FILM_BLOCK 800 /* frames */

static inline void
test_film_add_numbers (GByteArray *bytes, const guint32 *numbers, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 number = GUINT32_TO_LE (numbers[i]);

      g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
    }
}

/* Begins a chunk; returns where it lies, for test_film_end(). */
static inline gsize
test_film_begin (GByteArray *bytes, const char *name)
{
  gsize at = bytes->len;

  g_byte_array_append (bytes, (const guint8 *) name, 4);
  test_film_add_numbers (bytes, (guint32[]){ 0 }, 1);
  return at;
}

static inline void
test_film_end (GByteArray *bytes, gsize at)
{
  guint32 size = GUINT32_TO_LE (bytes->len - at - 8);

  memcpy (bytes->data + at + 4, &size, sizeof size);
}

static inline void
test_film_add_stream (GByteArray *bytes, guint32 n_frames)
{
  gsize list = test_film_begin (bytes, "LIST"), at;

  g_byte_array_append (bytes, (const guint8 *) "strl", 4);
  at = test_film_begin (bytes, "strh");
  g_byte_array_append (bytes, (const guint8 *) "auds", 4);
  test_film_add_numbers (
      bytes, (guint32[]){ 0, 0, 0, 0, 2, 2 * TEST_FILM_RATE_HZ, 0, n_frames, 2 * TEST_FILM_BLOCK, 0, 2, 0, 0 }, 13);
  test_film_end (bytes, at);
  at = test_film_begin (bytes, "strf");
  test_film_add_numbers (bytes, (guint32[]){ 1 << 16 | 1, TEST_FILM_RATE_HZ, 2 * TEST_FILM_RATE_HZ, 16 << 16 | 2 }, 4);
  test_film_end (bytes, at);
  test_film_end (bytes, list);
}

/* A block of a rectangular wave of @hz, or of silence. */
static inline void
test_film_add_block (GByteArray *bytes, const char *name, guint hz)
{
  gsize at = test_film_begin (bytes, name);

  for (guint i = 0; i < TEST_FILM_BLOCK; i++)
    g_byte_array_append (bytes,
                         (const guint8[]){ 0, hz == 0                              ? 0
                                              : i * hz * 2 / TEST_FILM_RATE_HZ % 2 ? 0xe0
                                                                                   : 0x20 },
                         2);
  test_film_end (bytes, at);
}

/* Writes two seconds of film (AVI) with nothing but sound: a stream with a tone for each of @hz, of which 0 is silent.
 * FALSE: the program cannot read it as it is built or installed. */
static inline gboolean
test_film_write (const char *path, const guint *hz, gsize n)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint n_blocks = 2 * TEST_FILM_RATE_HZ / TEST_FILM_BLOCK;
  gsize riff = test_film_begin (bytes, "RIFF"), list, at;
  CtAudioFile *file = NULL;
  CtStatus status;

  g_byte_array_append (bytes, (const guint8 *) "AVI ", 4);
  list = test_film_begin (bytes, "LIST");
  g_byte_array_append (bytes, (const guint8 *) "hdrl", 4);
  at = test_film_begin (bytes, "avih");
  test_film_add_numbers (bytes, (guint32[]){ 100000, 0, 0, 0, n_blocks, 0, (guint32) n, 0, 0, 0, 0, 0, 0, 0 }, 14);
  test_film_end (bytes, at);
  for (gsize i = 0; i < n; i++)
    test_film_add_stream (bytes, n_blocks * TEST_FILM_BLOCK);
  test_film_end (bytes, list);
  list = test_film_begin (bytes, "LIST");
  g_byte_array_append (bytes, (const guint8 *) "movi", 4);
  for (guint block = 0; block < n_blocks; block++)
    for (gsize i = 0; i < n; i++)
      {
        const char name[] = { '0', (char) ('0' + i), 'w', 'b', '\0' };

        test_film_add_block (bytes, name, hz[i]);
      }
  test_film_end (bytes, list);
  test_film_end (bytes, riff);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
  status = ct_audio_file_open (path, &file);
  ct_audio_file_close (file);
  return status != CT_STATUS_UNKNOWN_FORMAT;
}

#endif
