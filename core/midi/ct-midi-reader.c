/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libsmf's loader writes beyond its memory on damaged files, so the files of other people are read here: every byte is
 * taken through Bytes, which knows where they end. */
#include "core/midi/ct-midi-reader.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-regular-file.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-utf8.h"
#include "core/midi/ct-midi-raw-private.h"
#include "core/midi/ct-midi-song-private.h"
#include "core/midi/ct-midi-song.h"
#include "core/midi/ct-midi-text-private.h"
#include "core/transcribe/ct-edit-score.h"

#define N_KEYS 128
#define MAX_NAME_BYTES 255

enum
{
  NOTE_OFF = 0x8,
  NOTE_ON = 0x9,
  PROGRAM = 0xc,
  PRESSURE = 0xd,
  SYSEX = 0xf0,
  SYSEX_GOES_ON = 0xf7,
  META = 0xff,
  META_TRACK_NAME = 0x03,
  META_INSTRUMENT = 0x04,
  META_END = 0x2f,
  META_TEMPO = 0x51,
  META_METER = 0x58,
};

typedef struct
{
  const uint8_t *at;
  const uint8_t *end;
} Bytes;

/* One track of the file while it is read. */
typedef struct
{
  uint64_t tick;
  int status; /* the running one, 0: none */
  bool ended;
  bool named;
  char name[MAX_NAME_BYTES + 1];
  size_t first_part;
  int parts[CT_MIDI_N_CHANNELS];                 /* -1: no note so far */
  int programs[CT_MIDI_N_CHANNELS];              /* -1: none so far */
  size_t sounding[CT_MIDI_N_CHANNELS][N_KEYS];   /* the sounding note that began first, or CT_MIDI_NO_NOTE */
  size_t last_begun[CT_MIDI_N_CHANNELS][N_KEYS]; /* the sounding note that began last, where any sounds */
} TrackReader;

/* ---- bytes ---- */

static size_t
left (const Bytes *self)
{
  return (size_t) (self->end - self->at);
}

static bool
take_byte (Bytes *self, uint8_t *byte)
{
  if (left (self) == 0)
    return false;
  *byte = *self->at++;
  return true;
}

static bool
take_data_byte (Bytes *self, uint8_t *byte)
{
  return take_byte (self, byte) && *byte < 0x80;
}

/* A big-endian number of @n <= 4 bytes. */
static bool
take_number (Bytes *self, int n, uint32_t *number)
{
  uint8_t byte;

  *number = 0;
  while (n-- > 0)
    {
      if (!take_byte (self, &byte))
        return false;
      *number = *number << 8 | byte;
    }
  return true;
}

/* A number of variable length: at most four bytes of seven bits. */
static bool
take_variable (Bytes *self, uint32_t *number)
{
  uint8_t byte;

  *number = 0;
  for (int i = 0; i < 4; i++)
    {
      if (!take_byte (self, &byte))
        return false;
      *number = *number << 7 | (byte & 0x7f);
      if (byte < 0x80)
        return true;
    }
  return false;
}

/* The next @n bytes as bytes of their own. */
static bool
take_bytes (Bytes *self, size_t n, Bytes *taken)
{
  if (n > left (self))
    return false;
  taken->at = self->at;
  taken->end = self->at + n;
  self->at += n;
  return true;
}

/* ---- events ---- */

static CtStatus
find_part (CtMidiRaw *self, TrackReader *track, int channel, uint32_t *out)
{
  CtMidiPart *part;
  CtStatus status;

  if (track->parts[channel] < 0)
    {
      status = ct_midi_array_append (&self->parts, sizeof *part, CT_MIDI_SONG_MAX_TRACKS, &part);
      if (status != CT_STATUS_OK)
        return status;
      *part = (CtMidiPart){ .channel = channel, .program = track->programs[channel] };
      track->parts[channel] = (int) self->parts.n - 1;
    }
  *out = (uint32_t) track->parts[channel];
  return CT_STATUS_OK;
}

static CtStatus
begin_note (CtMidiRaw *self, TrackReader *track, int channel, uint8_t midi, uint8_t velocity)
{
  size_t index = self->notes.n, *first = &track->sounding[channel][midi];
  CtMidiRawNote *note;
  uint32_t part;
  CtStatus status = find_part (self, track, channel, &part);

  if (status == CT_STATUS_OK)
    status = ct_midi_array_append (&self->notes, sizeof *note, CT_MIDI_SONG_MAX_NOTES, &note);
  if (status != CT_STATUS_OK)
    return status;
  *note = (CtMidiRawNote){ track->tick, track->tick, CT_MIDI_NO_NOTE, part, midi, velocity };
  if (*first == CT_MIDI_NO_NOTE)
    *first = index;
  else
    ct_midi_raw_notes (self)[track->last_begun[channel][midi]].next = index;
  track->last_begun[channel][midi] = index;
  return CT_STATUS_OK;
}

static void
end_note (CtMidiRaw *self, TrackReader *track, int channel, uint8_t midi)
{
  size_t *first = &track->sounding[channel][midi];
  CtMidiRawNote *note;

  if (*first == CT_MIDI_NO_NOTE)
    return;
  note = &ct_midi_raw_notes (self)[*first];
  note->off = track->tick;
  *first = note->next;
}

static void
set_program (CtMidiRaw *self, TrackReader *track, int channel, uint8_t program)
{
  track->programs[channel] = program;
  if (self->programs[channel] < 0)
    self->programs[channel] = program;
}

/* A message of the track's status, a channel's. Its first data byte, @first, has been read, as running status needs. */
static CtStatus
read_message (CtMidiRaw *self, TrackReader *track, Bytes *bytes, uint8_t first)
{
  int kind = track->status >> 4, channel = track->status & 15;
  uint8_t second = 0;

  if (kind != PROGRAM && kind != PRESSURE && !take_data_byte (bytes, &second))
    return CT_STATUS_DAMAGED;
  if (kind == NOTE_ON && second > 0)
    return begin_note (self, track, channel, first, second);
  if (kind == NOTE_ON || kind == NOTE_OFF)
    end_note (self, track, channel, first);
  else if (kind == PROGRAM)
    set_program (self, track, channel, first);
  return CT_STATUS_OK;
}

/* The text of a name, without NUL bytes; only the first of its kind counts, and a track's before its instrument's. */
static void
read_name (TrackReader *track, int kind, const Bytes *text)
{
  size_t n = 0;

  if (track->named || (kind == META_INSTRUMENT && track->name[0]))
    return;
  for (const uint8_t *at = text->at; at < text->end && n < MAX_NAME_BYTES; at++)
    if (*at)
      track->name[n++] = (char) *at;
  if (n == MAX_NAME_BYTES)
    n = ct_utf8_whole (track->name, n);
  track->name[n] = '\0';
  track->named = kind == META_TRACK_NAME && n > 0;
}

static CtStatus
read_tempo (CtMidiRaw *self, const TrackReader *track, Bytes *number)
{
  uint32_t us_per_quarter;
  CtMidiTempo *tempo;
  CtStatus status;

  /* another length has no meaning, and with 0 time would stand still */
  if (left (number) != 3 || !take_number (number, 3, &us_per_quarter) || us_per_quarter == 0)
    return CT_STATUS_OK;
  status = ct_midi_array_append (&self->tempos, sizeof *tempo, CT_MIDI_SONG_MAX_TEMPOS, &tempo);
  if (status == CT_STATUS_OK)
    *tempo = (CtMidiTempo){ .tick = track->tick, .tick_s = us_per_quarter / (1e6 * self->division) };
  return status;
}

static CtStatus
read_meter (CtMidiRaw *self, const TrackReader *track, Bytes *number)
{
  uint8_t numerator, exponent;
  CtMidiMeter *meter;
  CtStatus status;

  if (!take_byte (number, &numerator) || !take_byte (number, &exponent) || numerator == 0 || exponent > 7)
    return CT_STATUS_OK;
  status = ct_midi_array_append (&self->meters, sizeof *meter, CT_MIDI_SONG_MAX_TEMPOS, &meter);
  if (status == CT_STATUS_OK)
    *meter = (CtMidiMeter){ .tick = track->tick, .numerator = numerator, .denominator = 1 << exponent };
  return status;
}

static CtStatus
read_meta (CtMidiRaw *self, TrackReader *track, Bytes *bytes)
{
  uint8_t kind;
  uint32_t n;
  Bytes contents;

  if (!take_data_byte (bytes, &kind) || !take_variable (bytes, &n) || !take_bytes (bytes, n, &contents))
    return CT_STATUS_DAMAGED;
  if (kind == META_TRACK_NAME || kind == META_INSTRUMENT)
    read_name (track, kind, &contents);
  else if (kind == META_TEMPO)
    return read_tempo (self, track, &contents);
  else if (kind == META_METER)
    return read_meter (self, track, &contents);
  else if (kind == META_END)
    track->ended = true;
  return CT_STATUS_OK;
}

static CtStatus
read_event (CtMidiRaw *self, TrackReader *track, Bytes *bytes)
{
  uint32_t delta, n;
  uint8_t byte;
  Bytes skipped;

  if (!take_variable (bytes, &delta) || !take_byte (bytes, &byte))
    return CT_STATUS_DAMAGED;
  track->tick += delta;
  if (byte == META)
    return read_meta (self, track, bytes);
  if (byte == SYSEX || byte == SYSEX_GOES_ON)
    return take_variable (bytes, &n) && take_bytes (bytes, n, &skipped) ? CT_STATUS_OK : CT_STATUS_DAMAGED;
  if (byte > SYSEX)
    return CT_STATUS_DAMAGED; /* messages of a live connection, which no file contains */
  if (byte >= 0x80)
    {
      track->status = byte;
      if (!take_data_byte (bytes, &byte))
        return CT_STATUS_DAMAGED;
    }
  return track->status ? read_message (self, track, bytes, byte) : CT_STATUS_DAMAGED;
}

/* ---- tracks ---- */

static void
end_sounding (CtMidiRaw *self, TrackReader *track)
{
  for (int channel = 0; channel < CT_MIDI_N_CHANNELS; channel++)
    for (int midi = 0; midi < N_KEYS && track->parts[channel] >= 0; midi++)
      while (track->sounding[channel][midi] != CT_MIDI_NO_NOTE)
        end_note (self, track, channel, (uint8_t) midi);
}

/* Names the parts of a track; where there are several, they are counted. */
static void
name_parts (CtMidiRaw *self, const TrackReader *track)
{
  size_t n = self->parts.n - track->first_part;
  char name[CT_TRACK_NAME_SIZE];

  ct_midi_text_to_utf8 (track->name, self->language, name, sizeof name);
  for (size_t i = 0; i < n && name[0]; i++)
    {
      char text[CT_TRACK_NAME_SIZE + 16];
      CtEditTrack cleaned;

      ct_edit_track_set_name (&cleaned, name);
      if (n > 1)
        {
          snprintf (text, sizeof text, "%.50s %zu", cleaned.name, i + 1);
          ct_edit_track_set_name (&cleaned, text);
        }
      memcpy (ct_midi_parts (self)[track->first_part + i].name, cleaned.name, CT_TRACK_NAME_SIZE);
    }
}

static CtStatus
read_track (CtMidiRaw *self, Bytes *bytes)
{
  TrackReader *track = calloc (1, sizeof *track);
  CtStatus status = CT_STATUS_OK;

  if (!track)
    return CT_STATUS_NO_MEMORY;
  track->first_part = self->parts.n;
  for (int channel = 0; channel < CT_MIDI_N_CHANNELS; channel++)
    {
      track->parts[channel] = track->programs[channel] = -1;
      for (int midi = 0; midi < N_KEYS; midi++)
        track->sounding[channel][midi] = CT_MIDI_NO_NOTE;
    }
  while (left (bytes) > 0 && !track->ended && status == CT_STATUS_OK)
    status = read_event (self, track, bytes);
  end_sounding (self, track);
  name_parts (self, track);
  free (track);
  return status;
}

static CtStatus
read_header (CtMidiRaw *self, Bytes *bytes)
{
  uint32_t magic, n, format, n_tracks, division;
  Bytes header;

  if (!take_number (bytes, 4, &magic) || magic != 0x4d546864) /* MThd */
    return CT_STATUS_NOT_MIDI;
  if (!take_number (bytes, 4, &n) || !take_bytes (bytes, n, &header) || !take_number (&header, 2, &format)
      || !take_number (&header, 2, &n_tracks) || !take_number (&header, 2, &division))
    return CT_STATUS_DAMAGED;
  if (format > 1)
    return CT_STATUS_NOT_MIDI;
  self->n_announced = n_tracks;
  self->division = (int) division;
  if (division & 0x8000)
    {
      int frames = 256 - (int) (division >> 8);

      if ((frames != 24 && frames != 25 && frames != 29 && frames != 30) || (division & 0xff) == 0)
        return CT_STATUS_DAMAGED;
    }
  return division ? CT_STATUS_OK : CT_STATUS_DAMAGED;
}

static CtStatus
read_chunks (CtMidiRaw *self, Bytes *bytes)
{
  CtStatus status = CT_STATUS_OK;

  while (left (bytes) >= 8 && status == CT_STATUS_OK)
    {
      uint32_t kind, n;
      Bytes chunk;

      if (!take_number (bytes, 4, &kind) || !take_number (bytes, 4, &n) || !take_bytes (bytes, n, &chunk))
        /* what follows the last track need not be a chunk */
        return self->n_read > 0 && self->n_read >= self->n_announced ? CT_STATUS_OK : CT_STATUS_DAMAGED;
      if (kind != 0x4d54726b) /* MTrk; others are to be skipped */
        continue;
      status = read_track (self, &chunk);
      self->n_read++;
    }
  if (status == CT_STATUS_OK && (self->n_read == 0 || self->n_read < self->n_announced))
    return CT_STATUS_DAMAGED;
  return status;
}

CtStatus
ct_midi_reader_parse (const uint8_t *data, size_t size, const char *language, CtMidiSong **out)
{
  Bytes bytes = { data, data + size };
  CtMidiRaw raw = { .language = language };
  CtStatus status;

  if (size > CT_MIDI_READER_MAX_BYTES)
    return CT_STATUS_TOO_LARGE;
  for (int channel = 0; channel < CT_MIDI_N_CHANNELS; channel++)
    raw.programs[channel] = -1;
  status = read_header (&raw, &bytes);
  if (status == CT_STATUS_OK)
    status = read_chunks (&raw, &bytes);
  if (status == CT_STATUS_OK)
    status = ct_midi_song_new (&raw, out);
  ct_midi_raw_clear (&raw);
  return status;
}

CtStatus
ct_midi_reader_read (const char *path, const char *language, CtMidiSong **out)
{
  uint8_t *data = NULL;
  size_t size = 0;
  CtStatus status = ct_regular_file_read (path, CT_MIDI_READER_MAX_BYTES, &data, &size);

  if (status == CT_STATUS_OK)
    status = ct_midi_reader_parse (data, size, language, out);
  free (data);
  return status;
}
