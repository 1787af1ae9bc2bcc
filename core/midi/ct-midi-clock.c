/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-clock.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-pulse.h"

#define NO_TICKS 8.0        /* less time than this is none */
#define NEAR 0.875          /* of a beat, behind the first one */
#define LEAD_TICKS 240      /* the time before the first beat is filled with so many, or with twice as many */
#define MAX_TICK 0x0fffffff /* the longest time between two events of a file */
#define MAX_US 0xffffff     /* the slowest tempo of a file */

/* The exponent of a meter's denominator; -1 where it is no power of two. */
static int
denominator_exponent (int denominator)
{
  for (int exponent = 0; exponent < 8; exponent++)
    if (denominator == 1 << exponent)
      return exponent;
  return -1;
}

static CtStatus
init_steady (CtMidiClock *self, const CtScore *score)
{
  int exponent = denominator_exponent (score->meter_denominator);
  double us = 60e6 / score->tempo_bpm;

  if (!(us >= 1 && us < MAX_US + 1.0) || exponent < 0 || score->meter_numerator < 1 || score->meter_numerator > 255)
    return CT_STATUS_BAD_ARGUMENT;
  self->tempos = malloc (sizeof *self->tempos);
  self->meters = malloc (sizeof *self->meters);
  if (!self->tempos || !self->meters)
    return CT_STATUS_NO_MEMORY;
  self->tempos[self->n_tempos++] = (CtMidiTempoEvent){ 0, (int) lrint (us), 0 };
  self->meters[self->n_meters++] = (CtMidiMeterEvent){ 0, score->meter_numerator, exponent };
  return CT_STATUS_OK;
}

/* The last beat at or before @tick; *@pulse is how long it is. */
static int64_t
beat_before (const CtTempoMap *map, double tick, int *pulse)
{
  int64_t bar = ct_tempo_map_bar_tick (map, ct_tempo_map_position (map, (int64_t) floor (tick)).bar);

  *pulse = ct_pulse_ticks (ct_tempo_map_meter_at (map, bar));
  return bar + *pulse * (int64_t) floor ((tick - (double) bar) / *pulse);
}

/* Where the first note begins; INFINITY: there is none. */
static double
first_note_tick (const CtScore *score)
{
  double first_s = INFINITY;

  for (size_t i = 0; i < score->notes.n; i++)
    if (!score->notes.notes[i].uncertain)
      first_s = fmin (first_s, score->notes.notes[i].onset_s);
  if (score->percussion.n_hits > 0)
    first_s = fmin (first_s, score->percussion.hits[0].time_s);
  return isfinite (first_s) ? ct_tempo_map_tick_at (score->tempo_map, first_s) : INFINITY;
}

/* Where the file begins with the recording: so long before a beat, *@beat, that the time until then is filled at about
 * its tempo; on whole beats, unless notes lie so near that they would miss theirs. */
static int64_t
tick_of_recording (const CtScore *score, int64_t *beat)
{
  const CtTempoMap *map = score->tempo_map;
  double tick = ct_tempo_map_tick_at (map, 0), lead;
  int pulse;

  *beat = beat_before (map, tick - NO_TICKS, &pulse) + pulse;
  lead = (double) *beat - tick;
  if (lead < NO_TICKS)
    return *beat;
  if (lead >= 0.5 * pulse)
    return *beat - pulse;
  if (first_note_tick (score) > (double) *beat + NEAR * pulse)
    {
      *beat += pulse;
      return *beat - pulse;
    }
  return *beat - LEAD_TICKS * (int64_t) fmax (1, round (lead / LEAD_TICKS));
}

/* Where the file begins with a bar: the recording's first one, or, where a note comes before that, on its beat. */
static int64_t
tick_of_bar (const CtScore *score)
{
  const CtTempoMap *map = score->tempo_map;
  double tick = ct_tempo_map_tick_at (map, 0), first = first_note_tick (score) + NO_TICKS;
  int64_t before = ct_tempo_map_position (map, (int64_t) floor (tick - NO_TICKS)).bar;
  int64_t bar = ct_tempo_map_bar_tick (map, before + 1);
  int pulse;

  return first >= (double) bar ? bar : beat_before (map, first, &pulse);
}

/* Adds the tempo that leads from the last tempo's tick and time to a point, or goes on from there. Rounding is made up
 * for by the next one. */
static bool
add_tempo (CtMidiClock *self, int64_t tick, double time_s, int64_t next_tick, double next_s)
{
  double us = 1e6 * (next_s - time_s) / ((double) (next_tick - tick) / CT_TICKS_PER_QUARTER);
  int whole;

  if (!(us > 0) || next_tick > MAX_TICK)
    return false;
  whole = (int) fmin (fmax (round (us), 1), MAX_US);
  if (self->n_tempos == 0 || self->tempos[self->n_tempos - 1].us_per_quarter != whole)
    self->tempos[self->n_tempos++] = (CtMidiTempoEvent){ (int) tick, whole, time_s };
  return true;
}

static double
played_at (const CtMidiTempoEvent *tempo, int64_t tick)
{
  return tempo->time_s + 1e-6 * tempo->us_per_quarter * (double) (tick - tempo->tick) / CT_TICKS_PER_QUARTER;
}

/* The tempos from @origin on, which is played at @time_s; what comes before @beat takes the time that is left for it.
 */
static CtStatus
add_tempos (CtMidiClock *self, const CtTempoMap *map, int64_t origin, int64_t beat, double time_s)
{
  size_t n, first = 0;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);
  int64_t tick = 0;

  self->tempos = malloc ((n + 2) * sizeof *self->tempos);
  if (!self->tempos)
    return CT_STATUS_NO_MEMORY;
  if (beat > origin)
    {
      if (!add_tempo (self, tick, time_s, beat - origin, ct_tempo_map_time_at (map, (double) beat)))
        return CT_STATUS_BAD_ARGUMENT;
      tick = beat - origin;
      time_s = played_at (&self->tempos[0], tick);
    }
  while (first < n && (points[first].tick <= beat || points[first].time_s <= time_s))
    first++;
  for (size_t i = first; i < n; i++)
    {
      if (!add_tempo (self, tick, time_s, points[i].tick - origin, points[i].time_s))
        return CT_STATUS_BAD_ARGUMENT;
      tick = points[i].tick - origin;
      time_s = played_at (&self->tempos[self->n_tempos - 1], tick);
    }
  /* after the last point the tempo is that before it, unless the file only begins there */
  if (first >= n || first + 1 == n)
    {
      double bpm = ct_tempo_map_bpm_at (map, (double) points[n - 1].tick);

      if (!add_tempo (self, tick, time_s, tick + CT_TICKS_PER_QUARTER, time_s + 60 / bpm))
        return CT_STATUS_BAD_ARGUMENT;
    }
  return CT_STATUS_OK;
}

/* A meter whose bar is @ticks long, the plainest; false where there is none. */
static bool
meter_of_length (int64_t ticks, int denominator, CtMidiMeterEvent *meter)
{
  for (; denominator <= 128; denominator *= 2)
    {
      int beat = CT_TICKS_PER_WHOLE / denominator;

      if (ticks % beat == 0 && ticks / beat <= 255)
        {
          meter->numerator = (int) (ticks / beat);
          meter->denominator_exponent = denominator_exponent (denominator);
          return true;
        }
    }
  return false;
}

static void
add_meter (CtMidiClock *self, int64_t tick, int64_t bar_ticks, int denominator)
{
  CtMidiMeterEvent meter = { .tick = (int) tick };
  const CtMidiMeterEvent *last = self->n_meters > 0 ? &self->meters[self->n_meters - 1] : NULL;

  if (tick > MAX_TICK || !meter_of_length (bar_ticks, denominator, &meter))
    return;
  if (last && last->numerator == meter.numerator && last->denominator_exponent == meter.denominator_exponent)
    return;
  self->meters[self->n_meters++] = meter;
}

/* Adds the bars of one meter of the map that begin from @start on and before @end, the last of which may be cut. */
static void
add_bars (CtMidiClock *self, const CtMeter *meter, int64_t start, int64_t end, int64_t origin)
{
  int64_t length = ct_meter_bar_ticks (meter), whole = end - (end - meter->tick) % length;

  if (whole > start)
    add_meter (self, start - origin, length, meter->denominator);
  else
    whole = start;
  if (whole < end)
    add_meter (self, whole - origin, end - whole, meter->denominator);
}

static CtStatus
add_meters (CtMidiClock *self, const CtTempoMap *map, int64_t origin)
{
  size_t n;
  const CtMeter *meters = ct_tempo_map_meters (map, &n), *meter = ct_tempo_map_meter_at (map, origin);
  int64_t bar = ct_tempo_map_position (map, origin).bar, start = ct_tempo_map_bar_tick (map, bar);

  self->meters = malloc (2 * (n + 2) * sizeof *self->meters);
  if (!self->meters)
    return CT_STATUS_NO_MEMORY;
  if (start < origin)
    {
      start = ct_tempo_map_bar_tick (map, bar + 1);
      add_meter (self, 0, start - origin, meter->denominator);
      meter = ct_tempo_map_meter_at (map, start);
    }
  for (; meter + 1 < meters + n; meter++)
    {
      add_bars (self, meter, start, meter[1].tick, origin);
      start = meter[1].tick;
    }
  add_meter (self, start - origin, ct_meter_bar_ticks (meter), meter->denominator);
  return self->n_meters > 0 ? CT_STATUS_OK : CT_STATUS_BAD_ARGUMENT;
}

CtStatus
ct_midi_clock_init (CtMidiClock *self, const CtScore *score, bool from_bar)
{
  CtStatus status;
  int64_t origin, beat;

  if (!score->tempo_map)
    return init_steady (self, score);
  if (from_bar)
    origin = beat = tick_of_bar (score);
  else
    origin = tick_of_recording (score, &beat);
  status = add_tempos (self, score->tempo_map, origin, beat,
                       from_bar ? ct_tempo_map_time_at (score->tempo_map, (double) origin) : 0);
  return status == CT_STATUS_OK ? add_meters (self, score->tempo_map, origin) : status;
}

void
ct_midi_clock_clear (CtMidiClock *self)
{
  free (self->tempos);
  free (self->meters);
  *self = (CtMidiClock){ 0 };
}

int
ct_midi_clock_tick_at (const CtMidiClock *self, double time_s)
{
  size_t low = 0, high = self->n_tempos;
  const CtMidiTempoEvent *at;
  double tick;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (self->tempos[middle].time_s <= time_s)
        low = middle;
      else
        high = middle;
    }
  at = &self->tempos[low];
  tick = at->tick + (time_s - at->time_s) * 1e6 * CT_TICKS_PER_QUARTER / at->us_per_quarter;
  if (!(tick < MAX_TICK))
    return -1;
  return tick > 0 ? (int) lrint (tick) : 0;
}
