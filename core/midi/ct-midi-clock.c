/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-clock.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-pulse.h"

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

/* The beat of the map that the file begins on: the nearest to the start of the recording. */
static int64_t
first_tick (const CtTempoMap *map)
{
  double tick = ct_tempo_map_tick_at (map, 0);
  int64_t bar = ct_tempo_map_bar_tick (map, ct_tempo_map_position (map, (int64_t) floor (tick)).bar);
  int pulse = ct_pulse_ticks (ct_tempo_map_meter_at (map, bar));

  return bar + pulse * (int64_t) round ((tick - (double) bar) / pulse);
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

static CtStatus
add_tempos (CtMidiClock *self, const CtTempoMap *map, int64_t origin)
{
  size_t n, first = 0;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);
  double time_s = 0;
  int64_t tick = 0;

  self->tempos = malloc ((n + 1) * sizeof *self->tempos);
  if (!self->tempos)
    return CT_STATUS_NO_MEMORY;
  while (first < n && (points[first].tick <= origin || points[first].time_s <= 0))
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
ct_midi_clock_init (CtMidiClock *self, const CtScore *score)
{
  CtStatus status;
  int64_t origin;

  if (!score->tempo_map)
    return init_steady (self, score);
  origin = first_tick (score->tempo_map);
  status = add_tempos (self, score->tempo_map, origin);
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
