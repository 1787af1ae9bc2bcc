/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_RAW_PRIVATE_H
#define CT_MIDI_RAW_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#define CT_MIDI_N_CHANNELS 16
#define CT_MIDI_NO_NOTE SIZE_MAX

typedef struct
{
  uint64_t on; /* ticks */
  uint64_t off;
  size_t next; /* the next one that sounds at its pitch and channel, or CT_MIDI_NO_NOTE */
  uint32_t part;
  uint8_t midi;
  uint8_t velocity;
} CtMidiRawNote;

typedef struct
{
  uint64_t tick;
  size_t order;  /* in which they were read */
  double tick_s; /* how long a tick lasts from here on */
  double start_s;
} CtMidiTempo;

typedef struct
{
  uint64_t tick;
  size_t order; /* in which they were read */
  int numerator;
  int denominator;
} CtMidiMeter;

/* The notes of one track of the file on one channel. */
typedef struct
{
  char name[CT_TRACK_NAME_SIZE];
  int channel;
  int program; /* -1: not set by its track */
} CtMidiPart;

/* A growing array, filled through ct_midi_array_append(). */
typedef struct
{
  void *data;
  size_t n;
  size_t capacity;
} CtMidiArray;

/* A file that was read, before the tempos of all its tracks are known. */
typedef struct
{
  CtMidiArray notes;    /* CtMidiRawNote */
  CtMidiArray tempos;   /* CtMidiTempo */
  CtMidiArray meters;   /* CtMidiMeter */
  CtMidiArray parts;    /* CtMidiPart */
  const char *language; /* in which names are, that are not UTF-8; NULL: none */
  int division;
  unsigned n_announced; /* tracks, according to the header */
  unsigned n_read;
  int programs[CT_MIDI_N_CHANNELS]; /* the first one of the whole file on every channel, -1: none */
} CtMidiRaw;

/* Makes room for one more element of @size bytes, at most @max in all, and points *@element (a pointer to a pointer) to
 * it. */
CtStatus ct_midi_array_append (CtMidiArray *self, size_t size, size_t max, void *element) CT_MUST_USE;

/* Frees what the arrays hold. */
void ct_midi_raw_clear (CtMidiRaw *self);

static inline CtMidiRawNote *
ct_midi_raw_notes (const CtMidiRaw *self)
{
  return self->notes.data;
}

static inline CtMidiPart *
ct_midi_parts (const CtMidiRaw *self)
{
  return self->parts.data;
}

#endif
