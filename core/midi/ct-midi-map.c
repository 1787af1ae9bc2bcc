/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the tempos and meters of a MIDI file to a tempo map. */
#include "core/midi/ct-midi-map-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-raw-private.h"
#include "core/midi/ct-midi-song.h"

static int
compare_meters (const void *a, const void *b)
{
  const CtMidiMeter *x = a, *y = b;

  if (x->tick != y->tick)
    return x->tick < y->tick ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* From ticks of the file to those of maps; false where a map cannot hold them. */
static bool
convert_tick (const CtMidiRaw *self, uint64_t tick, int64_t *out)
{
  double converted = round ((double) tick * CT_TICKS_PER_QUARTER / self->division);

  if (!(converted <= (double) CT_TEMPO_MAP_MAX_TICK))
    return false;
  *out = (int64_t) converted;
  return true;
}

static bool
may_follow (const CtTempoPoint *before, const CtTempoPoint *point)
{
  double seconds = point->time_s - before->time_s;
  double quarters = (double) (point->tick - before->tick) / CT_TICKS_PER_QUARTER;

  return point->tick > before->tick && point->time_s <= CT_TEMPO_MAP_MAX_TIME_S
         && quarters * 60 >= CT_TEMPO_MIN_BPM * seconds && quarters * 60 <= CT_TEMPO_MAX_BPM * seconds;
}

/* A point for each tempo that a map can hold, and one after the last to say how it goes on; [n_tempos + 1]. */
static size_t
fill_points (const CtMidiRaw *self, CtTempoPoint *points)
{
  const CtMidiTempo *tempos = self->tempos.data;
  size_t n = 0;
  double bpm = 120;

  for (size_t i = 0; i < self->tempos.n; i++)
    {
      CtTempoPoint point = { 0, tempos[i].start_s, false };

      if (!convert_tick (self, tempos[i].tick, &point.tick))
        break;
      if (n > 0 && point.tick > points[n - 1].tick && !may_follow (&points[n - 1], &point))
        continue;
      if (n > 0 && point.tick == points[n - 1].tick)
        n--;
      points[n++] = point;
      bpm = 60 / (tempos[i].tick_s * self->division);
    }
  bpm = fmin (fmax (bpm, CT_TEMPO_MIN_BPM), CT_TEMPO_MAX_BPM);
  points[n] = (CtTempoPoint){ points[n - 1].tick + CT_TICKS_PER_QUARTER, points[n - 1].time_s + 60 / bpm, false };
  return n + 1;
}

/* The meters, behind the default one; [n_meters + 1]. */
static size_t
fill_meters (CtMidiRaw *self, CtMeter *out)
{
  CtMidiMeter *meters = self->meters.data;
  size_t n = 1;

  for (size_t i = 0; i < self->meters.n; i++)
    meters[i].order = i;
  if (self->meters.n > 0)
    qsort (meters, self->meters.n, sizeof *meters, compare_meters);
  out[0] = (CtMeter){ 0, 4, 4 };
  for (size_t i = 0; i < self->meters.n; i++)
    {
      CtMeter meter = { 0, meters[i].numerator, meters[i].denominator };

      if (!convert_tick (self, meters[i].tick, &meter.tick))
        break;
      if (meter.tick == out[n - 1].tick)
        n--;
      out[n++] = meter;
    }
  return n;
}

CtStatus
ct_midi_map_new (CtMidiRaw *self, CtTempoMap **out)
{
  CtTempoPoint *points;
  CtMeter *meters;
  CtStatus status = CT_STATUS_NO_MEMORY;

  *out = NULL;
  /* the default tempo is one of them */
  if ((self->division & 0x8000) || self->tempos.n + self->meters.n < 2)
    return CT_STATUS_OK;
  points = malloc ((self->tempos.n + 1) * sizeof *points);
  meters = malloc ((self->meters.n + 1) * sizeof *meters);
  if (points && meters)
    {
      size_t n_points = fill_points (self, points);

      status = ct_tempo_map_new (points, n_points, meters, fill_meters (self, meters), out);
    }
  free (points);
  free (meters);
  return status;
}
