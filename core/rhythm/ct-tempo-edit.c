/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-tempo-edit.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* How far the neighbours of a moved point follow. */
#define ELASTIC_POINTS 4

CtStatus
ct_tempo_edit_simplify (const CtTempoMap *self, double tolerance_s, CtTempoMap **out)
{
  size_t n, n_meters, kept = 1, first = 0;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  double low = 0, high = INFINITY; /* seconds a tick that keep all points since the last that was kept */
  CtTempoPoint *chosen;
  CtStatus status;

  if (!(tolerance_s >= 0))
    return CT_STATUS_BAD_ARGUMENT;
  chosen = malloc (n * sizeof *chosen);
  if (!chosen)
    return CT_STATUS_NO_MEMORY;
  chosen[0] = points[0];
  for (size_t i = 1; i < n; i++)
    {
      double ticks = (double) (points[i].tick - points[first].tick), seconds = points[i].time_s - points[first].time_s;

      if (seconds / ticks < low || seconds / ticks > high)
        {
          /* the one before was the last that a straight line reaches */
          first = i - 1;
          chosen[kept++] = points[first];
          low = 0;
          high = INFINITY;
          ticks = (double) (points[i].tick - points[first].tick);
          seconds = points[i].time_s - points[first].time_s;
        }
      low = fmax (low, (seconds - tolerance_s) / ticks);
      high = fmin (high, (seconds + tolerance_s) / ticks);
    }
  chosen[kept++] = points[n - 1];
  status = ct_tempo_map_new (chosen, kept, meters, n_meters, out);
  free (chosen);
  return status;
}

CtStatus
ct_tempo_edit_shift (const CtTempoMap *self, double by_s, CtTempoMap **out)
{
  size_t n, n_meters;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  CtTempoPoint *shifted = malloc (n * sizeof *shifted);
  CtStatus status;

  if (!shifted)
    return CT_STATUS_NO_MEMORY;
  memcpy (shifted, points, n * sizeof *shifted);
  for (size_t i = 0; i < n; i++)
    shifted[i].time_s += by_s;
  status = ct_tempo_map_new (shifted, n, meters, n_meters, out);
  free (shifted);
  return status;
}

CtStatus
ct_tempo_edit_move (const CtTempoMap *self, size_t index, double time_s, CtTempoMap **out)
{
  size_t n, n_meters;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  CtTempoPoint *moved;
  double by_s;
  CtStatus status;

  if (index >= n || !isfinite (time_s))
    return CT_STATUS_BAD_ARGUMENT;
  moved = malloc (n * sizeof *moved);
  if (!moved)
    return CT_STATUS_NO_MEMORY;
  memcpy (moved, points, n * sizeof *moved);
  by_s = time_s - points[index].time_s;
  for (int side = -1; side <= 1; side += 2)
    for (size_t k = 1; k < ELASTIC_POINTS; k++)
      {
        size_t i = index + (size_t) (side * (ptrdiff_t) k);

        /* below 0 it wraps around, and is too large */
        if (i >= n || points[i].fixed)
          break;
        moved[i].time_s += by_s * (double) (ELASTIC_POINTS - k) / ELASTIC_POINTS;
      }
  moved[index].time_s = time_s;
  moved[index].fixed = true;
  status = ct_tempo_map_new (moved, n, meters, n_meters, out);
  free (moved);
  return status;
}

static int64_t
scale_tick (int64_t tick, int64_t origin, bool faster)
{
  return origin + (faster ? 2 * (tick - origin) : (tick - origin) / 2);
}

CtStatus
ct_tempo_edit_scale (const CtTempoMap *self, bool faster, CtTempoMap **out)
{
  size_t n, n_meters;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  CtTempoPoint *scaled = malloc (n * sizeof *scaled);
  CtMeter *scaled_meters = malloc (n_meters * sizeof *scaled_meters);
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (scaled && scaled_meters)
    {
      memcpy (scaled, points, n * sizeof *scaled);
      memcpy (scaled_meters, meters, n_meters * sizeof *scaled_meters);
      for (size_t i = 0; i < n; i++)
        scaled[i].tick = scale_tick (points[i].tick, meters[0].tick, faster);
      for (size_t i = 0; i < n_meters; i++)
        scaled_meters[i].tick = scale_tick (meters[i].tick, meters[0].tick, faster);
      status = ct_tempo_map_new (scaled, n, scaled_meters, n_meters, out);
    }
  free (scaled);
  free (scaled_meters);
  return status;
}

CtStatus
ct_tempo_edit_set_downbeat (const CtTempoMap *self, int64_t tick, CtTempoMap **out)
{
  size_t n, n_meters, kept = 0;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  CtMeter *chosen = malloc ((n_meters + 1) * sizeof *chosen);
  CtStatus status;

  if (!chosen)
    return CT_STATUS_NO_MEMORY;
  chosen[kept] = *ct_tempo_map_meter_at (self, tick);
  chosen[kept++].tick = tick;
  /* the first of them begins where bar 1 does, and that is here now */
  for (size_t i = 1; i < n_meters; i++)
    if (meters[i].tick > tick)
      chosen[kept++] = meters[i];
  status = ct_tempo_map_new (points, n, chosen, kept, out);
  free (chosen);
  return status;
}

CtStatus
ct_tempo_edit_set_meter (const CtTempoMap *self, int64_t bar, int numerator, int denominator, CtTempoMap **out)
{
  size_t n, n_meters, kept = 0;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);
  const CtMeter *meters = ct_tempo_map_meters (self, &n_meters);
  CtMeter meter = { ct_tempo_map_bar_tick (self, bar), numerator, denominator };
  CtMeter *chosen = malloc ((n_meters + 1) * sizeof *chosen);
  bool placed = false;
  CtStatus status;

  if (!chosen)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n_meters; i++)
    {
      if (!placed && meters[i].tick >= meter.tick)
        {
          chosen[kept++] = meter;
          placed = true;
        }
      if (meters[i].tick != meter.tick)
        chosen[kept++] = meters[i];
    }
  if (!placed)
    chosen[kept++] = meter;
  status = ct_tempo_map_new (points, n, chosen, kept, out);
  free (chosen);
  return status;
}

static double
retimed (const CtTempoMap *from, const CtTempoMap *to, double time_s)
{
  return ct_tempo_map_time_at (to, ct_tempo_map_tick_at (from, time_s));
}

void
ct_tempo_edit_retime (const CtTempoMap *from, const CtTempoMap *to, CtNote *notes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      notes[i].onset_s = retimed (from, to, notes[i].onset_s);
      notes[i].offset_s = retimed (from, to, notes[i].offset_s);
    }
}

void
ct_tempo_edit_retime_harmony (const CtTempoMap *from, const CtTempoMap *to, CtHarmony *harmony)
{
  for (size_t i = 0; i < harmony->n_keys; i++)
    harmony->keys[i].time_s = retimed (from, to, harmony->keys[i].time_s);
  for (size_t i = 0; i < harmony->n_chords; i++)
    {
      harmony->chords[i].start_s = retimed (from, to, harmony->chords[i].start_s);
      harmony->chords[i].end_s = retimed (from, to, harmony->chords[i].end_s);
    }
}
