/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the events of a MIDI file to notes in seconds. */
#include "core/midi/ct-midi-song.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-map-private.h"
#include "core/midi/ct-midi-raw-private.h"
#include "core/midi/ct-midi-song-private.h"

#define PERCUSSION_CHANNEL 9
#define DEFAULT_US_PER_QUARTER 500000

static int
compare_tempos (const void *a, const void *b)
{
  const CtMidiTempo *x = a, *y = b;

  if (x->tick != y->tick)
    return x->tick < y->tick ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* Sorts the tempos by time, with the default one in front, and works out when each begins; of several at one tick the
 * one that was read last holds. With frames instead of quarters there is one that never changes. */
static CtStatus
make_tempo_map (CtMidiRaw *self)
{
  size_t n = self->tempos.n;
  CtMidiTempo *tempos;
  CtStatus status = ct_midi_array_append (&self->tempos, sizeof *tempos, CT_MIDI_SONG_MAX_TEMPOS + 1, &tempos);

  if (status != CT_STATUS_OK)
    return status;
  tempos = self->tempos.data;
  for (size_t i = 0; i < n; i++)
    tempos[i].order = i + 1;
  tempos[n] = (CtMidiTempo){ .tick_s = DEFAULT_US_PER_QUARTER / (1e6 * self->division) };
  if (self->division & 0x8000)
    {
      int rate = 256 - (self->division >> 8);

      /* 29: the 30 frames of NTSC's colour, of which two a minute are not counted */
      tempos[0] = (CtMidiTempo){ .tick_s = 1 / ((rate == 29 ? 30000 / 1001.0 : rate) * (self->division & 0xff)) };
      self->tempos.n = 1;
      return CT_STATUS_OK;
    }
  qsort (tempos, n + 1, sizeof *tempos, compare_tempos);
  for (size_t i = 1; i <= n; i++)
    tempos[i].start_s = tempos[i - 1].start_s + (double) (tempos[i].tick - tempos[i - 1].tick) * tempos[i - 1].tick_s;
  return CT_STATUS_OK;
}

static double
seconds_at (const CtMidiRaw *self, uint64_t tick)
{
  const CtMidiTempo *tempos = self->tempos.data;
  size_t low = 0, high = self->tempos.n;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (tempos[middle].tick <= tick)
        low = middle;
      else
        high = middle;
    }
  return tempos[low].start_s + (double) (tick - tempos[low].tick) * tempos[low].tick_s;
}

/* ---- the song ---- */

static int
compare_notes (const void *a, const void *b)
{
  const CtMidiNote *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi - y->midi;
  return (x->offset_s > y->offset_s) - (x->offset_s < y->offset_s);
}

static CtStatus
new_song (size_t n_tracks, size_t n_notes, CtMidiSong **out)
{
  CtMidiSong *song = calloc (1, sizeof *song);

  if (!song)
    return CT_STATUS_NO_MEMORY;
  song->tracks = calloc (n_tracks + 1, sizeof *song->tracks);
  song->notes = malloc ((n_notes + 1) * sizeof *song->notes);
  song->n_tracks = n_tracks;
  song->n_notes = n_notes;
  if (!song->tracks || !song->notes)
    {
      ct_midi_song_free (song);
      return CT_STATUS_NO_MEMORY;
    }
  *out = song;
  return CT_STATUS_OK;
}

static void
fill_track (const CtMidiRaw *self, const CtMidiPart *part, CtMidiTrack *track)
{
  int program = part->program < 0 ? self->programs[part->channel] : part->program;

  memcpy (track->name, part->name, sizeof track->name);
  track->program = (uint8_t) (program < 0 ? 0 : program);
  track->percussion = part->channel == PERCUSSION_CHANNEL;
}

/* Puts every note to those of its part. @ends ([n_tracks]): where the notes of each part end so far. */
static CtStatus
fill_notes (const CtMidiRaw *self, CtMidiSong *song, size_t *ends)
{
  for (size_t i = 0; i < song->n_notes; i++)
    {
      const CtMidiRawNote *raw = &ct_midi_raw_notes (self)[i];
      CtMidiNote note = { seconds_at (self, raw->on), seconds_at (self, raw->off), raw->midi, raw->velocity };

      if (!(note.offset_s <= CT_MIDI_SONG_MAX_TIME_S))
        return CT_STATUS_TOO_LONG;
      song->notes[ends[raw->part]++] = note;
    }
  for (size_t i = 0; i < song->n_tracks; i++)
    {
      CtMidiNote *notes = song->notes + ends[i] - song->tracks[i].n_notes;

      qsort (notes, song->tracks[i].n_notes, sizeof *notes, compare_notes);
      song->tracks[i].notes = notes;
    }
  return CT_STATUS_OK;
}

CtStatus
ct_midi_song_new (CtMidiRaw *self, CtMidiSong **out)
{
  size_t n_tracks = self->parts.n, *ends, at = 0;
  CtMidiSong *song;
  CtStatus status = make_tempo_map (self);

  if (status == CT_STATUS_OK)
    status = new_song (n_tracks, self->notes.n, &song);
  if (status != CT_STATUS_OK)
    return status;
  for (size_t i = 0; i < self->notes.n; i++)
    song->tracks[ct_midi_raw_notes (self)[i].part].n_notes++;
  ends = malloc ((n_tracks + 1) * sizeof *ends);
  for (size_t i = 0; i < n_tracks && ends; i++)
    {
      fill_track (self, &ct_midi_parts (self)[i], &song->tracks[i]);
      ends[i] = at;
      at += song->tracks[i].n_notes;
    }
  status = ends ? fill_notes (self, song, ends) : CT_STATUS_NO_MEMORY;
  free (ends);
  if (status == CT_STATUS_OK)
    status = ct_midi_map_new (self, &song->tempo_map);
  if (status == CT_STATUS_OK)
    *out = song;
  else
    ct_midi_song_free (song);
  return status;
}

void
ct_midi_song_free (CtMidiSong *self)
{
  if (!self)
    return;
  ct_tempo_map_free (self->tempo_map);
  free (self->tracks);
  free (self->notes);
  free (self);
}
