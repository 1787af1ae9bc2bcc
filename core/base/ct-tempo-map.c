/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-tempo-map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct _CtTempoMap
{
  size_t n_points;
  size_t n_meters;
  CtTempoPoint *points; /* [n_points] */
  CtMeter *meters;      /* [n_meters] */
  int64_t *bars;        /* [n_meters]: the number of each one's first bar */
};

static bool
tick_is_valid (int64_t tick)
{
  return tick >= -CT_TEMPO_MAP_MAX_TICK && tick <= CT_TEMPO_MAP_MAX_TICK;
}

static double
bpm_between (const CtTempoPoint *a, const CtTempoPoint *b)
{
  return 60.0 / CT_TICKS_PER_QUARTER * (double) (b->tick - a->tick) / (b->time_s - a->time_s);
}

static bool
points_are_valid (const CtTempoPoint *points, size_t n)
{
  if (n < 2 || n > CT_TEMPO_MAP_MAX_POINTS)
    return false;
  for (size_t i = 0; i < n; i++)
    if (!tick_is_valid (points[i].tick) || !(fabs (points[i].time_s) <= CT_TEMPO_MAP_MAX_TIME_S))
      return false;
  for (size_t i = 1; i < n; i++)
    {
      double bpm;

      if (points[i].tick <= points[i - 1].tick || !(points[i].time_s > points[i - 1].time_s))
        return false;
      bpm = bpm_between (&points[i - 1], &points[i]);
      /* the bounds themselves are tempos, too, whatever the arithmetic makes of them */
      if (!(bpm >= CT_TEMPO_MIN_BPM * (1 - 1e-9) && bpm <= CT_TEMPO_MAX_BPM * (1 + 1e-9)))
        return false;
    }
  return true;
}

static bool
meters_are_valid (const CtMeter *meters, size_t n)
{
  if (n < 1 || n > CT_TEMPO_MAP_MAX_POINTS)
    return false;
  for (size_t i = 0; i < n; i++)
    {
      int denominator = meters[i].denominator;

      if (!tick_is_valid (meters[i].tick) || (i > 0 && meters[i].tick <= meters[i - 1].tick) || meters[i].numerator < 1
          || meters[i].numerator > 255 || denominator < 1 || denominator > 128
          || (denominator & (denominator - 1)) != 0)
        return false;
    }
  return true;
}

static void
count_bars (CtTempoMap *self)
{
  self->bars[0] = 1;
  for (size_t i = 1; i < self->n_meters; i++)
    {
      int64_t length = ct_meter_bar_ticks (&self->meters[i - 1]);

      self->bars[i] = self->bars[i - 1] + (self->meters[i].tick - self->meters[i - 1].tick + length - 1) / length;
    }
}

CtStatus
ct_tempo_map_new (const CtTempoPoint *points, size_t n_points, const CtMeter *meters, size_t n_meters, CtTempoMap **out)
{
  CtTempoMap *self;

  if (!points_are_valid (points, n_points) || !meters_are_valid (meters, n_meters))
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->n_points = n_points;
  self->n_meters = n_meters;
  self->points = malloc (n_points * sizeof *points);
  self->meters = malloc (n_meters * sizeof *meters);
  self->bars = malloc (n_meters * sizeof *self->bars);
  if (!self->points || !self->meters || !self->bars)
    {
      ct_tempo_map_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  memcpy (self->points, points, n_points * sizeof *points);
  memcpy (self->meters, meters, n_meters * sizeof *meters);
  count_bars (self);
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_tempo_map_new_steady (double bpm, double start_s, int numerator, int denominator, CtTempoMap **out)
{
  CtTempoPoint points[] = { { 0, start_s, false }, { CT_TICKS_PER_QUARTER, start_s + 60.0 / bpm, false } };
  CtMeter meter = { 0, numerator, denominator };

  return ct_tempo_map_new (points, 2, &meter, 1, out);
}

CtStatus
ct_tempo_map_copy (const CtTempoMap *self, CtTempoMap **out)
{
  return ct_tempo_map_new (self->points, self->n_points, self->meters, self->n_meters, out);
}

void
ct_tempo_map_free (CtTempoMap *self)
{
  if (!self)
    return;
  free (self->points);
  free (self->meters);
  free (self->bars);
  free (self);
}

bool
ct_tempo_map_equal (const CtTempoMap *a, const CtTempoMap *b)
{
  if (!a || !b)
    return a == b;
  if (a->n_points != b->n_points || a->n_meters != b->n_meters)
    return false;
  for (size_t i = 0; i < a->n_points; i++)
    if (a->points[i].tick != b->points[i].tick || a->points[i].time_s != b->points[i].time_s
        || a->points[i].fixed != b->points[i].fixed)
      return false;
  for (size_t i = 0; i < a->n_meters; i++)
    if (a->meters[i].tick != b->meters[i].tick || a->meters[i].numerator != b->meters[i].numerator
        || a->meters[i].denominator != b->meters[i].denominator)
      return false;
  return true;
}

const CtTempoPoint *
ct_tempo_map_points (const CtTempoMap *self, size_t *n)
{
  *n = self->n_points;
  return self->points;
}

const CtMeter *
ct_tempo_map_meters (const CtTempoMap *self, size_t *n)
{
  *n = self->n_meters;
  return self->meters;
}

/* The first of the two points that the tempo at @tick comes from. */
static const CtTempoPoint *
segment_at_tick (const CtTempoMap *self, double tick)
{
  size_t low = 0, high = self->n_points - 1;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if ((double) self->points[middle].tick <= tick)
        low = middle;
      else
        high = middle;
    }
  return &self->points[low];
}

static const CtTempoPoint *
segment_at_time (const CtTempoMap *self, double time_s)
{
  size_t low = 0, high = self->n_points - 1;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (self->points[middle].time_s <= time_s)
        low = middle;
      else
        high = middle;
    }
  return &self->points[low];
}

double
ct_tempo_map_tick_at (const CtTempoMap *self, double time_s)
{
  const CtTempoPoint *at;

  if (isnan (time_s))
    time_s = 0.0;
  time_s = fmin (fmax (time_s, -CT_TEMPO_MAP_MAX_TIME_S), CT_TEMPO_MAP_MAX_TIME_S);
  at = segment_at_time (self, time_s);
  return (double) at[0].tick
         + (double) (at[1].tick - at[0].tick) * ((time_s - at[0].time_s) / (at[1].time_s - at[0].time_s));
}

double
ct_tempo_map_time_at (const CtTempoMap *self, double tick)
{
  const CtTempoPoint *at;

  if (isnan (tick))
    tick = 0.0;
  at = segment_at_tick (self, tick);
  return at[0].time_s
         + (at[1].time_s - at[0].time_s) * ((tick - (double) at[0].tick) / (double) (at[1].tick - at[0].tick));
}

double
ct_tempo_map_bpm_at (const CtTempoMap *self, double tick)
{
  const CtTempoPoint *at = segment_at_tick (self, tick);

  return bpm_between (&at[0], &at[1]);
}

/* The last meter whose first bar (or tick) is at most @value, or the first of all. */
static size_t
meter_index (const CtTempoMap *self, int64_t value, bool by_bar)
{
  size_t low = 0, high = self->n_meters;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if ((by_bar ? self->bars[middle] : self->meters[middle].tick) <= value)
        low = middle;
      else
        high = middle;
    }
  return low;
}

const CtMeter *
ct_tempo_map_meter_at (const CtTempoMap *self, int64_t tick)
{
  return &self->meters[meter_index (self, tick, false)];
}

static int64_t
floor_div (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

CtBarPosition
ct_tempo_map_position (const CtTempoMap *self, int64_t tick)
{
  size_t i = meter_index (self, tick, false);
  const CtMeter *meter = &self->meters[i];
  int64_t bars = floor_div (tick - meter->tick, ct_meter_bar_ticks (meter));
  int within = (int) (tick - meter->tick - bars * ct_meter_bar_ticks (meter)), beat = ct_meter_beat_ticks (meter);

  return (CtBarPosition){ self->bars[i] + bars, within / beat + 1, within % beat };
}

int64_t
ct_tempo_map_bar_tick (const CtTempoMap *self, int64_t bar)
{
  size_t i = meter_index (self, bar, true);

  return self->meters[i].tick + (bar - self->bars[i]) * ct_meter_bar_ticks (&self->meters[i]);
}

int64_t
ct_tempo_map_tick_of (const CtTempoMap *self, const CtBarPosition *position)
{
  const CtMeter *meter = &self->meters[meter_index (self, position->bar, true)];

  return ct_tempo_map_bar_tick (self, position->bar) + (int64_t) (position->beat - 1) * ct_meter_beat_ticks (meter)
         + position->tick;
}
