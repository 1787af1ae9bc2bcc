/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-events.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/base/ct-drum.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/notes/ct-note-decoder.h"
#include "core/transform/ct-cqt.h"

#define N_CHANNELS 15 /* all but percussion */
#define HIT_S 0.1     /* as long as a hit is written */

#define NOTE_OFF 0x80
#define NOTE_ON 0x90
#define CONTROL 0xb0
#define PROGRAM 0xc0
#define BEND 0xe0
#define CONTROL_DATA 6
#define CONTROL_DATA_FINE 38
#define CONTROL_RPN_FINE 100
#define CONTROL_RPN 101
#define RPN_NONE 127
#define RELEASE_VELOCITY 64 /* what the standard sends where none is known */

#define BEND_CENTRE 8192
#define BEND_SEMITONES 2
#define BEND_STEP_CENTS 2.0 /* smaller changes are not heard and not worth an event */
#define MAX_OVERLAP_S 0.05
#define MAX_BEND_FRAMES 2048 /* 24 s: what lasts longer keeps its last bend */

/* What comes first at one tick. An end comes before a beginning, or it would end the wrong note. */
enum
{
  ORDER_SETUP, /* more than one may follow: ORDER_SETUP + i */
  ORDER_OFF = 16,
  ORDER_BEND,
  ORDER_ON,
};

/* A note as it goes into the file. */
typedef struct
{
  const CtNote *note;
  int on;
  int off;
  uint8_t channel;
  uint8_t velocity;
} Sounding;

/* The channel of a track, from 0 as in the status byte: see ct_midi_file_write(). */
static int
channel_of (size_t track)
{
  int channel = (int) (track % N_CHANNELS);

  return channel < CT_DRUM_CHANNEL ? channel : channel + 1;
}

static CtStatus
append (CtMidiEvents *self, CtMidiEvent event)
{
  if (self->n == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 256;
      CtMidiEvent *events = realloc (self->events, capacity * sizeof *events);

      if (!events)
        return CT_STATUS_NO_MEMORY;
      self->events = events;
      self->capacity = capacity;
    }
  self->events[self->n++] = event;
  return CT_STATUS_OK;
}

void
ct_midi_events_clear (CtMidiEvents *self)
{
  free (self->events);
  *self = (CtMidiEvents){ 0 };
}

/* Writes the notes that go into the file to @out ([score->notes.n]). */
static CtStatus
collect_notes (const CtScore *score, const CtMidiClock *clock, Sounding *out, size_t *n)
{
  *n = 0;
  for (size_t i = 0; i < score->notes.n; i++)
    {
      const CtNote *note = &score->notes.notes[i];
      Sounding sounding = { .note = note };

      if (note->uncertain || note->track < 0)
        continue;
      sounding.on = ct_midi_clock_tick_at (clock, note->onset_s);
      sounding.off = ct_midi_clock_tick_at (clock, note->offset_s);
      if (note->midi > 127 || (size_t) note->track >= score->n_tracks)
        return CT_STATUS_BAD_ARGUMENT;
      if (sounding.on < 0 || sounding.off < 0)
        return CT_STATUS_TOO_LONG;
      if (sounding.off <= sounding.on)
        sounding.off = sounding.on + 1;
      sounding.channel = (uint8_t) channel_of ((size_t) note->track);
      sounding.velocity = note->velocity < 1 ? 1 : note->velocity > 127 ? 127 : note->velocity;
      out[(*n)++] = sounding;
    }
  return CT_STATUS_OK;
}

static int
compare_pitches (const void *a, const void *b)
{
  const Sounding *x = a, *y = b;

  if (x->channel != y->channel)
    return x->channel - y->channel;
  if (x->note->midi != y->note->midi)
    return x->note->midi - y->note->midi;
  if (x->on != y->on)
    return x->on < y->on ? -1 : 1;
  return x->note->track - y->note->track;
}

/* Makes every pitch of every channel sound once at a time, so that each end belongs to its beginning. Notes of two
 * tracks that share a channel are kept a tick apart: players differ in which track they read first. */
static void
cut_overlaps (Sounding *soundings, size_t *n)
{
  size_t n_out = 0;

  qsort (soundings, *n, sizeof *soundings, compare_pitches);
  for (size_t i = 0; i < *n; i++)
    {
      Sounding *now = &soundings[i], *before = n_out ? &soundings[n_out - 1] : NULL;
      int gap;

      if (!before || before->channel != now->channel || before->note->midi != now->note->midi)
        {
          soundings[n_out++] = *now;
          continue;
        }
      gap = before->note->track != now->note->track;
      if (now->on - gap > before->on)
        {
          if (before->off > now->on - gap)
            before->off = now->on - gap;
          soundings[n_out++] = *now;
          continue;
        }
      if (before->off < now->off)
        before->off = now->off;
      if (before->velocity < now->velocity)
        before->velocity = now->velocity;
    }
  *n = n_out;
}

static CtStatus
add_notes (CtMidiEvents *self, const Sounding *soundings, size_t n)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
    {
      const Sounding *at = &soundings[i];
      CtMidiEvent on = { at->on,
                         at->note->track,
                         ORDER_ON,
                         3,
                         { NOTE_ON | at->channel, at->note->midi, at->velocity } };
      CtMidiEvent off = { at->off,
                          at->note->track,
                          ORDER_OFF,
                          3,
                          { NOTE_OFF | at->channel, at->note->midi, RELEASE_VELOCITY } };

      status = append (self, on);
      if (status == CT_STATUS_OK)
        status = append (self, off);
    }
  return status;
}

/* The hits of all groups go into one track behind the others; groups that are one drum to MIDI strike once. */
static CtStatus
add_hits (CtMidiEvents *self, const CtScore *score, const CtMidiClock *clock)
{
  const CtPercussion *percussion = &score->percussion;
  int last[128]; /* where each key was struck before */
  CtStatus status = CT_STATUS_OK;

  for (size_t key = 0; key < sizeof last / sizeof *last; key++)
    last[key] = -1;
  for (size_t i = percussion->n_hits; i-- > 0 && status == CT_STATUS_OK;)
    {
      const CtHit *hit = &percussion->hits[i];
      uint8_t key = percussion->groups[hit->group].drum & 127;
      int on = ct_midi_clock_tick_at (clock, hit->time_s), off = ct_midi_clock_tick_at (clock, hit->time_s + HIT_S);

      if (on < 0 || off < 0)
        return CT_STATUS_TOO_LONG;
      if (on == last[key])
        continue;
      if (off <= on)
        off = on + 1;
      if (last[key] >= 0 && off > last[key])
        off = last[key];
      last[key] = on;
      status = append (self, (CtMidiEvent){ on,
                                            (int) score->n_tracks,
                                            ORDER_ON,
                                            3,
                                            { NOTE_ON | CT_DRUM_CHANNEL, key, ct_hit_velocity (hit) } });
      if (status == CT_STATUS_OK)
        status = append (self, (CtMidiEvent){ off,
                                              (int) score->n_tracks,
                                              ORDER_OFF,
                                              3,
                                              { NOTE_OFF | CT_DRUM_CHANNEL, key, RELEASE_VELOCITY } });
    }
  return status;
}

static CtStatus
add_programs (CtMidiEvents *self, const CtScore *score)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < score->n_tracks && i < N_CHANNELS && status == CT_STATUS_OK; i++)
    status = append (self, (CtMidiEvent){ 0,
                                          (int) i,
                                          ORDER_SETUP,
                                          2,
                                          { PROGRAM | (uint8_t) channel_of (i), score->tracks[i].program & 127 } });
  return status;
}

static CtStatus
add_bend_range (CtMidiEvents *self, int track)
{
  static const uint8_t settings[][2] = {
    { CONTROL_RPN, 0 },       { CONTROL_RPN_FINE, 0 },   { CONTROL_DATA, BEND_SEMITONES },
    { CONTROL_DATA_FINE, 0 }, { CONTROL_RPN, RPN_NONE }, { CONTROL_RPN_FINE, RPN_NONE },
  };
  uint8_t status_byte = CONTROL | (uint8_t) channel_of ((size_t) track);
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < sizeof settings / sizeof *settings && status == CT_STATUS_OK; i++)
    status = append (
        self,
        (CtMidiEvent){ 0, track, (uint8_t) (ORDER_SETUP + 1 + i), 3, { status_byte, settings[i][0], settings[i][1] } });
  return status;
}

static CtStatus
add_bend (CtMidiEvents *self, const Sounding *at, int tick, int bend)
{
  return append (self, (CtMidiEvent){ tick,
                                      at->note->track,
                                      ORDER_BEND,
                                      3,
                                      { BEND | at->channel, (uint8_t) (bend & 127), (uint8_t) (bend >> 7) } });
}

static int
bend_of_cents (double cents)
{
  long bend = BEND_CENTRE + lrint (cents * BEND_CENTRE / (100.0 * BEND_SEMITONES));

  return bend < 0 ? 0 : bend > 2 * BEND_CENTRE - 1 ? 2 * BEND_CENTRE - 1 : (int) bend;
}

typedef struct
{
  CtMidiEvents *events;
  const CtSpectrogram *spectrogram;
  double start_s;
  const CtMidiClock *clock;
  float *cents; /* [MAX_BEND_FRAMES] */
} Bender;

/* Follows the pitch of one note until tick @end. *@bend is the channel's, before and after. */
static CtStatus
bend_note (Bender *self, const Sounding *at, int end, int *bend)
{
  size_t n = ct_note_decoder_bend (self->spectrogram, at->note, self->start_s, self->cents, MAX_BEND_FRAMES), first = 0;
  const int step = bend_of_cents (BEND_STEP_CENTS) - BEND_CENTRE;
  CtStatus status = CT_STATUS_OK;

  while (first < n && !isfinite (self->cents[first]))
    first++;
  for (size_t i = first; i < n && status == CT_STATUS_OK; i++)
    {
      /* the first value that could be measured applies from the beginning of the note */
      double time_s = at->note->onset_s + (i == first ? 0 : (double) i * CT_CQT_HOP / CT_CQT_RATE_HZ);
      int tick = i == first ? at->on : ct_midi_clock_tick_at (self->clock, time_s), now;

      if (!isfinite (self->cents[i]))
        continue;
      if (i > first && tick >= end)
        break;
      now = bend_of_cents (self->cents[i]);
      if (abs (now - *bend) < step)
        continue;
      status = add_bend (self->events, at, tick, now);
      *bend = now;
    }
  return status;
}

/* Bends the notes of one track ([n], by time) where they sound alone. The last bend is taken back, too: what follows in
 * a sequencer, or the next time round in a loop, would be out of tune. */
static CtStatus
bend_track (Bender *self, const Sounding *soundings, size_t n)
{
  int bend = BEND_CENTRE, last_off = 0;
  CtStatus status = add_bend_range (self->events, soundings[0].note->track);

  for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
    {
      const Sounding *at = &soundings[i];
      int next_on = i + 1 < n ? soundings[i + 1].on : at->off;
      int tolerance = ct_midi_clock_tick_at (self->clock, at->note->onset_s + MAX_OVERLAP_S) - at->on;
      bool alone = last_off - at->on <= tolerance && at->off - next_on <= tolerance;

      if (alone)
        status = bend_note (self, at, next_on < at->off ? next_on : at->off, &bend);
      else if (bend != BEND_CENTRE)
        {
          bend = BEND_CENTRE;
          status = add_bend (self->events, at, at->on, bend);
        }
      if (last_off < at->off)
        last_off = at->off;
    }
  if (status == CT_STATUS_OK && bend != BEND_CENTRE)
    status = add_bend (self->events, &soundings[n - 1], last_off, BEND_CENTRE);
  return status;
}

static int
compare_times (const void *a, const void *b)
{
  const Sounding *x = a, *y = b;

  if (x->note->track != y->note->track)
    return x->note->track - y->note->track;
  if (x->on != y->on)
    return x->on < y->on ? -1 : 1;
  return x->note->midi - y->note->midi;
}

static CtStatus
add_bends (CtMidiEvents *self,
           const CtScore *score,
           const CtMidiClock *clock,
           const CtSpectrogram *spectrogram,
           double start_s,
           Sounding *soundings,
           size_t n)
{
  Bender bender = { self, spectrogram, start_s, clock, NULL };
  CtStatus status = CT_STATUS_OK;

  bender.cents = malloc (MAX_BEND_FRAMES * sizeof *bender.cents);
  if (!bender.cents)
    return CT_STATUS_NO_MEMORY;
  qsort (soundings, n, sizeof *soundings, compare_times);
  for (size_t i = 0, end; i < n && status == CT_STATUS_OK; i = end)
    {
      size_t track = (size_t) soundings[i].note->track;

      for (end = i + 1; end < n && (size_t) soundings[end].note->track == track; end++)
        ;
      if (track < N_CHANNELS && track + N_CHANNELS >= score->n_tracks)
        status = bend_track (&bender, soundings + i, end - i);
    }
  free (bender.cents);
  return status;
}

static int
compare_events (const void *a, const void *b)
{
  const CtMidiEvent *x = a, *y = b;

  if (x->track != y->track)
    return x->track < y->track ? -1 : 1;
  if (x->tick != y->tick)
    return x->tick < y->tick ? -1 : 1;
  if (x->order != y->order)
    return x->order - y->order;
  return x->bytes[1] - y->bytes[1];
}

CtStatus
ct_midi_events_collect (CtMidiEvents *self,
                        const CtScore *score,
                        const CtMidiClock *clock,
                        const CtSpectrogram *spectrogram,
                        double start_s)
{
  size_t n = score->notes.n;
  Sounding *soundings = malloc ((n ? n : 1) * sizeof *soundings);
  CtStatus status;

  if (!soundings)
    return CT_STATUS_NO_MEMORY;
  status = collect_notes (score, clock, soundings, &n);
  if (status == CT_STATUS_OK)
    {
      cut_overlaps (soundings, &n);
      status = add_programs (self, score);
    }
  if (status == CT_STATUS_OK)
    status = add_notes (self, soundings, n);
  if (status == CT_STATUS_OK)
    status = add_hits (self, score, clock);
  if (status == CT_STATUS_OK && spectrogram)
    status = add_bends (self, score, clock, spectrogram, start_s, soundings, n);
  free (soundings);
  if (status == CT_STATUS_OK && self->n > 0)
    qsort (self->events, self->n, sizeof *self->events, compare_events);
  return status;
}
