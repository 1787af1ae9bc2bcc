/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MIDI_READER_H
#define MIDI_READER_H

#include <glib.h>

/* One event of a MIDI file as it stands there, without its time. */
typedef struct
{
  int track; /* 0: the one with the tempo */
  int tick;
  guint8 bytes[128];
  gsize n_bytes;
} MidiEvent;

/* Reads the Standard MIDI File at @path (format 1, 960 ticks a quarter note, @n_tracks tracks) and asserts that every
 * byte of it is as it should be: for tests. Returns an array of MidiEvent. */
GArray *midi_reader_read (const char *path, gsize n_tracks);

/* Asserts that on every channel each end of a note follows its beginning, whichever track of equal time is read first.
 */
void midi_reader_check_pairs (const GArray *events);

#endif
