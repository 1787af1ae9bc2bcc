/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/harmony/ct-pitch-profiles-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/rhythm/ct-pulse.h"

/* How fast a note fades, whether it is held or rings on: what began long ago tells less. */
#define FADE_S 2.0
/* From here on it tells nothing. */
#define FADED_S (8 * FADE_S)

/* How much of a beat is its beginning, how fast what began before it stops being the bass of it, and how much of a note
 * has to sound there. */
#define START_SHARE 0.4
#define START_FADE_S 0.5
#define START_LEAST 0.08

/* A bass moves within a beat, but within a fifth more often than not; a note so much higher counts half. */
#define BASS_RANGE 7
#define BASS_HALF 3.0

/* The most beats that are told apart: of longer pieces several are taken as one. */
#define MAX_BEATS 60000

/* The smallest beat of all meters, in ticks: a 128th. */
#define SMALLEST_BEAT (CT_TICKS_PER_WHOLE / 128)

/* The first and last moment of certain notes; false: there are none. */
static bool
find_span (const CtNote *notes, size_t n, double *start_s, double *end_s)
{
  *start_s = INFINITY;
  *end_s = -INFINITY;
  for (size_t i = 0; i < n; i++)
    if (!notes[i].uncertain && notes[i].offset_s > notes[i].onset_s)
      {
        *start_s = fmin (*start_s, notes[i].onset_s);
        *end_s = fmax (*end_s, notes[i].offset_s);
      }
  *start_s = fmax (*start_s, -CT_TEMPO_MAP_MAX_TIME_S);
  *end_s = fmin (*end_s, CT_TEMPO_MAP_MAX_TIME_S);
  return *start_s < *end_s;
}

/* Where the beat that @tick lies in begins. */
static int64_t
beat_tick (const CtTempoMap *map, double tick)
{
  int64_t at = (int64_t) floor (tick);
  CtBarPosition position = ct_tempo_map_position (map, at);
  int64_t bar = ct_tempo_map_bar_tick (map, position.bar);
  int pulse = ct_pulse_ticks (ct_tempo_map_meter_at (map, at));

  return bar + (at - bar) / pulse * pulse;
}

/* The beat after the one that begins at @tick; never beyond the next bar line. */
static int64_t
next_beat (const CtTempoMap *map, int64_t tick)
{
  CtBarPosition position = ct_tempo_map_position (map, tick);
  int64_t next = tick + ct_pulse_ticks (ct_tempo_map_meter_at (map, tick));
  int64_t bar = ct_tempo_map_bar_tick (map, position.bar + 1);

  return next < bar ? next : bar;
}

static CtPitchProfile
make_beat (double start_s, double end_s, bool begins_bar)
{
  return (
      CtPitchProfile){ .start_s = start_s, .end_s = fmin (end_s, CT_TEMPO_MAP_MAX_TIME_S), .begins_bar = begins_bar };
}

/* Fills up to @room beats of a map, each of @stride ones; returns how many there are. */
static size_t
fill_from_map (const CtTempoMap *map, double start_s, double end_s, int stride, CtPitchProfile *beats, size_t room)
{
  /* a note that comes a little early belongs to the beat it is meant for */
  int64_t tick = beat_tick (map, ct_tempo_map_tick_at (map, start_s + 0.05));
  size_t n = 0;

  while (n < room && ct_tempo_map_time_at (map, (double) tick) < end_s)
    {
      CtBarPosition position = ct_tempo_map_position (map, tick);
      int64_t next = tick;

      for (int i = 0; i < stride; i++)
        next = next_beat (map, next);
      beats[n++] = make_beat (ct_tempo_map_time_at (map, (double) tick), ct_tempo_map_time_at (map, (double) next),
                              position.beat == 1 && position.tick == 0);
      tick = next;
    }
  return n;
}

static size_t
fill_from_grid (double start_s, double end_s, double step_s, CtPitchProfile *beats, size_t room)
{
  size_t n = 0;

  while (n < room && start_s + (double) n * step_s < end_s)
    {
      beats[n] = make_beat (start_s + (double) n * step_s, start_s + (double) (n + 1) * step_s, true);
      n++;
    }
  return n;
}

/* Makes the beats, the longer the more there would be. */
static CtStatus
make_beats (const CtTempoMap *map, double start_s, double end_s, CtPitchProfiles *out)
{
  double expected = end_s - start_s;
  size_t room;
  int stride = 1, smallest_ticks = SMALLEST_BEAT;

  if (map)
    expected = (ct_tempo_map_tick_at (map, end_s) - ct_tempo_map_tick_at (map, start_s)) / smallest_ticks;
  room = (size_t) fmin (expected + 4, MAX_BEATS);
  out->beats = malloc (room * sizeof *out->beats);
  if (!out->beats)
    return CT_STATUS_NO_MEMORY;
  for (;; stride *= 2)
    {
      out->n = map ? fill_from_map (map, start_s, end_s, stride, out->beats, room)
                   : fill_from_grid (start_s, end_s, stride, out->beats, room);
      if (out->n < room || out->beats[out->n - 1].end_s >= end_s)
        return CT_STATUS_OK;
    }
}

/* Where a note ends or has faded. */
static double
end_of (const CtNote *note)
{
  return fmin (note->offset_s, note->onset_s + FADED_S);
}

/* How much of a note sounds between two times. */
static double
sounding (const CtNote *note, double from_s, double to_s)
{
  double from = fmax (from_s, note->onset_s) - note->onset_s, to = fmin (to_s, note->offset_s) - note->onset_s;

  return to > from ? FADE_S * (exp (-from / FADE_S) - exp (-to / FADE_S)) * note->velocity / 100.0 : 0;
}

/* The first beat that ends after @time_s. */
static size_t
beat_at (const CtPitchProfiles *self, double time_s)
{
  size_t low = 0, high = self->n;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->beats[middle].end_s <= time_s)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How much of a note sounds where a beat begins. */
static double
sounding_at_start (const CtNote *note, const CtPitchProfile *beat)
{
  double start_s = START_SHARE * (beat->end_s - beat->start_s);
  double overlap_s = fmin (note->offset_s, beat->start_s + start_s) - fmax (note->onset_s, beat->start_s);

  return overlap_s > 0 ? overlap_s / start_s * exp (-fmax (beat->start_s - note->onset_s, 0) / START_FADE_S)
                             * note->velocity / 100.0
                       : 0;
}

#define NO_PITCH UINT8_MAX

/* The lowest pitch that sounds for a good part of a beat, and where it begins. */
typedef struct
{
  uint8_t in_beat;
  uint8_t at_start;
} Lowest;

static float
bass_amount (const CtNote *note, double amount, int lowest)
{
  bool is_bass = lowest != NO_PITCH && note->midi <= lowest + BASS_RANGE;

  return is_bass ? (float) (amount * exp2 (fmin (lowest - note->midi, 0) / BASS_HALF)) : 0;
}

static void
add_note (CtPitchProfiles *self, const CtNote *note, const Lowest *lowest)
{
  int k = note->midi % CT_N_PITCH_CLASSES;

  for (size_t i = beat_at (self, note->onset_s); i < self->n && self->beats[i].start_s < end_of (note); i++)
    {
      CtPitchProfile *beat = &self->beats[i];
      double amount = sounding (note, beat->start_s, beat->end_s) / (beat->end_s - beat->start_s);

      beat->all[k] += (float) amount;
      beat->bass[k] += bass_amount (note, amount, lowest[i].in_beat);
      beat->start[k] += bass_amount (note, sounding_at_start (note, beat), lowest[i].at_start);
    }
}

/* Fills @lowest ([n] of beats). */
static void
find_lowest (const CtPitchProfiles *self, const CtNote *notes, size_t n, Lowest *lowest)
{
  for (size_t i = 0; i < self->n; i++)
    lowest[i] = (Lowest){ NO_PITCH, NO_PITCH };
  for (size_t k = 0; k < n; k++)
    for (size_t i = notes[k].uncertain ? self->n : beat_at (self, notes[k].onset_s);
         i < self->n && self->beats[i].start_s < end_of (&notes[k]); i++)
      {
        const CtPitchProfile *beat = &self->beats[i];
        double overlap = fmin (notes[k].offset_s, beat->end_s) - fmax (notes[k].onset_s, beat->start_s);

        if (overlap > 0.2 * (beat->end_s - beat->start_s) && notes[k].midi < lowest[i].in_beat)
          lowest[i].in_beat = notes[k].midi;
        if (sounding_at_start (&notes[k], beat) > START_LEAST && notes[k].midi < lowest[i].at_start)
          lowest[i].at_start = notes[k].midi;
      }
}

CtStatus
ct_pitch_profiles_measure (const CtNote *notes, size_t n, const CtTempoMap *map, CtPitchProfiles *out)
{
  CtPitchProfiles made = { 0 };
  double start_s, end_s;
  CtStatus status;
  Lowest *lowest;

  *out = made;
  if (!find_span (notes, n, &start_s, &end_s))
    return CT_STATUS_OK;
  status = make_beats (map, start_s, end_s, &made);
  if (status != CT_STATUS_OK)
    return status;
  lowest = malloc ((made.n + 1) * sizeof *lowest);
  if (!lowest)
    {
      ct_pitch_profiles_clear (&made);
      return CT_STATUS_NO_MEMORY;
    }
  find_lowest (&made, notes, n, lowest);
  for (size_t i = 0; i < n; i++)
    if (!notes[i].uncertain)
      add_note (&made, &notes[i], lowest);
  free (lowest);
  *out = made;
  return CT_STATUS_OK;
}

void
ct_pitch_profiles_clear (CtPitchProfiles *self)
{
  free (self->beats);
  *self = (CtPitchProfiles){ 0 };
}
