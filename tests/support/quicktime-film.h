/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef QUICKTIME_FILM_H
#define QUICKTIME_FILM_H

/* QuickTime films that no muxer of GStreamer writes. */

#include <glib.h>
#include <math.h>
#include <string.h>

#include "tests/support/encoded-sound.h"
#include "tests/support/test-sound.h"

static inline void
quicktime_put (GByteArray *out, guint64 value, guint n)
{
  for (guint i = n; i-- > 0;)
    g_byte_array_append (out, (const guint8[]){ (guint8) (value >> (8 * i)) }, 1);
}

/* Begins a box; returns where, for quicktime_end_box(). */
static inline guint
quicktime_begin_box (GByteArray *out, const char *type)
{
  quicktime_put (out, 0, 4);
  g_byte_array_append (out, (const guint8 *) type, 4);
  return out->len - 8;
}

static inline void
quicktime_end_box (GByteArray *out, guint begin)
{
  guint32 length = GUINT32_TO_BE (out->len - begin);

  memcpy (out->data + begin, &length, sizeof length);
}

/* A box of numbers of four bytes, of a version and without flags. */
static inline void
quicktime_put_box (GByteArray *out, const char *type, const guint32 *values, gsize n)
{
  guint box = quicktime_begin_box (out, type);

  quicktime_put (out, 0, 4);
  for (gsize i = 0; i < n; i++)
    quicktime_put (out, values[i], 4);
  quicktime_end_box (out, box);
}

/* How @kind, samples of @width bytes, is coded: the lowest byte first. */
static inline void
quicktime_put_description (GByteArray *out, const char *kind, guint width)
{
  guint all = quicktime_begin_box (out, "stsd"), entry, wave, box;

  quicktime_put (out, 0, 4);
  quicktime_put (out, 1, 4);
  entry = quicktime_begin_box (out, kind);
  quicktime_put (out, 1, 8);       /* where the samples are: in this file */
  quicktime_put (out, 1 << 16, 4); /* version 1 */
  quicktime_put (out, 0, 4);
  quicktime_put (out, 2 << 16 | 16, 4); /* channels; what version 0 knows of the width */
  quicktime_put (out, 0, 4);
  quicktime_put (out, ENCODED_SOUND_RATE, 2);
  quicktime_put (out, 0, 2);
  quicktime_put (out, 1, 4); /* frames in a packet */
  quicktime_put (out, width, 4);
  quicktime_put (out, 2 * width, 4);
  quicktime_put (out, width, 4);
  wave = quicktime_begin_box (out, "wave");
  box = quicktime_begin_box (out, "enda");
  quicktime_put (out, 1, 2);
  quicktime_end_box (out, box);
  quicktime_end_box (out, wave);
  quicktime_end_box (out, entry);
  quicktime_end_box (out, all);
}

/* The lowest byte first. */
static inline void
quicktime_put_sample (GByteArray *out, const char *kind, guint width, float value)
{
  double wide = (double) value;
  guint64 bits = 0;
  guint32 narrow = (guint32) ((gint32) lrintf (ldexpf (value, 30)) * 2);

  if (kind[0] == 'f')
    memcpy (&narrow, &value, sizeof narrow);
  if (width == sizeof wide)
    memcpy (&bits, &wide, sizeof bits);
  else
    bits = narrow;
  for (guint i = 0; i < width; i++)
    quicktime_put (out, bits >> (8 * i) & 0xff, 1);
}

/* Writes the tone as QuickTime of @kind. */
static inline char *
quicktime_film_new (const char *kind, guint width)
{
  g_autoptr (GByteArray) film = g_byte_array_new ();
  g_autofree float *tone = test_sound_tone (ENCODED_SOUND_RATE, 2, ENCODED_SOUND_FRAMES, 440, 0.5,
                                            ENCODED_SOUND_ONSET_S);
  guint32 length = ENCODED_SOUND_FRAMES, sound_at = 8;
  guint movie, track, media, info, table, box = quicktime_begin_box (film, "mdat");

  for (gsize i = 0; i < 2 * ENCODED_SOUND_FRAMES; i++)
    quicktime_put_sample (film, kind, width, tone[i]);
  quicktime_end_box (film, box);
  movie = quicktime_begin_box (film, "moov");
  quicktime_put_box (film, "mvhd", (const guint32[]){ 0, 0, ENCODED_SOUND_RATE, length, 0x10000, [23] = 2 }, 24);
  track = quicktime_begin_box (film, "trak");
  quicktime_put_box (film, "tkhd", (const guint32[]){ 0, 0, 1, 0, length, [19] = 0 }, 20);
  media = quicktime_begin_box (film, "mdia");
  quicktime_put_box (film, "mdhd", (const guint32[]){ 0, 0, ENCODED_SOUND_RATE, length, 0 }, 5);
  quicktime_put_box (film, "hdlr", (const guint32[]){ 0x6d686c72, 0x736f756e, 0, 0, 0, 0 }, 6); /* "mhlr", "soun" */
  info = quicktime_begin_box (film, "minf");
  quicktime_put_box (film, "smhd", (const guint32[]){ 0 }, 1);
  table = quicktime_begin_box (film, "stbl");
  quicktime_put_description (film, kind, width);
  quicktime_put_box (film, "stts", (const guint32[]){ 1, length, 1 }, 3);
  quicktime_put_box (film, "stsc", (const guint32[]){ 1, 1, length, 1 }, 4);
  quicktime_put_box (film, "stsz", (const guint32[]){ 2 * width, length }, 2);
  quicktime_put_box (film, "stco", (const guint32[]){ 1, sound_at }, 2);
  quicktime_end_box (film, table);
  quicktime_end_box (film, info);
  quicktime_end_box (film, media);
  quicktime_end_box (film, track);
  quicktime_end_box (film, movie);
  return test_sound_write_bytes (kind, film->data, film->len);
}

#endif
