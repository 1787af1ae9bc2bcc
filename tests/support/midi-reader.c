/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/midi-reader.h"

#include <string.h>

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Bytes;

static guint
read_number (Bytes *bytes, int n)
{
  guint value = 0;

  g_assert_cmpint (bytes->end - bytes->at, >=, n);
  while (n-- > 0)
    value = value << 8 | *bytes->at++;
  return value;
}

static guint
read_variable (Bytes *bytes)
{
  guint value = 0;

  for (int i = 0;; i++)
    {
      guint byte = read_number (bytes, 1);

      g_assert_cmpint (i, <, 4);
      value = value << 7 | (byte & 127);
      if (byte < 128)
        return value;
    }
}

static Bytes
read_chunk (Bytes *bytes, const char *type)
{
  Bytes chunk;
  guint size;

  g_assert_cmpint (bytes->end - bytes->at, >=, 8);
  g_assert_cmpmem (bytes->at, 4, type, 4);
  bytes->at += 4;
  size = read_number (bytes, 4);
  g_assert_cmpint (bytes->end - bytes->at, >=, size);
  chunk = (Bytes){ bytes->at, bytes->at + size };
  bytes->at += size;
  return chunk;
}

/* How many bytes the event at @bytes has; its data are bytes of data. */
static gsize
event_size (const Bytes *bytes)
{
  gsize n;

  g_assert_cmpint (bytes->end - bytes->at, >=, 2);
  if (bytes->at[0] == 0xff)
    {
      g_assert_cmpint (bytes->end - bytes->at, >=, 3);
      g_assert_cmpint (bytes->at[2], <, 125);
      return 3 + bytes->at[2];
    }
  /* no running status, no system messages */
  g_assert_cmpint (bytes->at[0], >=, 0x80);
  g_assert_cmpint (bytes->at[0], <, 0xf0);
  n = bytes->at[0] >> 4 == 12 || bytes->at[0] >> 4 == 13 ? 2 : 3;
  for (gsize i = 1; i < n; i++)
    {
      g_assert_cmpint (bytes->end - bytes->at, >, i);
      g_assert_cmpint (bytes->at[i], <, 128);
    }
  return n;
}

static void
read_track (Bytes bytes, int track, GArray *events)
{
  MidiEvent event = { .track = track };
  gboolean ended = FALSE;

  while (bytes.at < bytes.end)
    {
      g_assert_false (ended);
      event.tick += (int) read_variable (&bytes);
      event.n_bytes = event_size (&bytes);
      g_assert_cmpint (bytes.end - bytes.at, >=, event.n_bytes);
      memset (event.bytes, 0, sizeof event.bytes);
      memcpy (event.bytes, bytes.at, event.n_bytes);
      bytes.at += event.n_bytes;
      ended = event.bytes[0] == 0xff && event.bytes[1] == 0x2f;
      g_array_append_val (events, event);
    }
  g_assert_true (ended);
}

GArray *
midi_reader_read (const char *path, gsize n_tracks)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (MidiEvent));
  g_autofree char *contents = NULL;
  gsize size;
  Bytes bytes, header;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  bytes = (Bytes){ (guint8 *) contents, (guint8 *) contents + size };
  header = read_chunk (&bytes, "MThd");
  g_assert_cmpuint (read_number (&header, 2), ==, 1);
  g_assert_cmpuint (read_number (&header, 2), ==, n_tracks);
  g_assert_cmpuint (read_number (&header, 2), ==, 960);
  g_assert_true (header.at == header.end);
  for (gsize track = 0; track < n_tracks; track++)
    read_track (read_chunk (&bytes, "MTrk"), (int) track, events);
  g_assert_true (bytes.at == bytes.end);
  return events;
}

static int
compare_forwards (gconstpointer a, gconstpointer b)
{
  const MidiEvent *x = *(MidiEvent *const *) a, *y = *(MidiEvent *const *) b;

  if (x->tick != y->tick)
    return x->tick - y->tick;
  if (x->track != y->track)
    return x->track - y->track;
  return x < y ? -1 : 1;
}

static int
compare_backwards (gconstpointer a, gconstpointer b)
{
  const MidiEvent *x = *(MidiEvent *const *) a, *y = *(MidiEvent *const *) b;

  return x->tick == y->tick && x->track != y->track ? y->track - x->track : compare_forwards (a, b);
}

void
midi_reader_check_pairs (const GArray *events)
{
  static const GCompareFunc orders[] = { compare_forwards, compare_backwards };

  for (gsize order = 0; order < G_N_ELEMENTS (orders); order++)
    {
      g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
      gboolean sounding[16][128] = { 0 };

      for (guint i = 0; i < events->len; i++)
        g_ptr_array_add (sorted, &g_array_index (events, MidiEvent, i));
      g_ptr_array_sort (sorted, orders[order]);
      for (guint i = 0; i < sorted->len; i++)
        {
          const MidiEvent *event = g_ptr_array_index (sorted, i);
          int kind = event->bytes[0] >> 4;
          gboolean *now = &sounding[event->bytes[0] & 15][event->bytes[1] & 127];

          if (kind != 8 && kind != 9)
            continue;
          g_assert_cmpint (*now, ==, kind == 8);
          *now = kind == 9;
        }
      for (gsize i = 0; i < 16 * 128; i++)
        g_assert_false (sounding[i / 128][i % 128]);
    }
}
