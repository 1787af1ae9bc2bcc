/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beats.h"

#include <stdint.h>
#include <stdlib.h>

void
ct_beats_clear (CtBeats *self)
{
  free (self->beats);
  *self = (CtBeats){ 0 };
}

/* The beats of the bar that begins at beat @first; the last bar counts as whole. */
static size_t
bar_length (const CtBeats *self, size_t first)
{
  size_t end = first + 1;

  while (end < self->n && self->beats[end].number != 0)
    end++;
  return end < self->n ? end - first : (size_t) self->bar_beats;
}

/* Writes a meter for each bar that differs from the one before, at most [n + 1], and returns how many. */
static size_t
fill_meters (const CtBeats *self, size_t downbeat, CtMeter *meters)
{
  int beat_ticks = self->compound ? CT_TICKS_PER_QUARTER * 3 / 2 : CT_TICKS_PER_QUARTER;
  size_t n = 0, last = 0, length;

  for (size_t i = downbeat; i < self->n; i += length)
    {
      length = bar_length (self, i);
      if (n > 0 && length == last)
        continue;
      meters[n++] = (CtMeter){ (int64_t) (i - downbeat) * beat_ticks, (int) (self->compound ? 3 * length : length),
                               self->compound ? 8 : 4 };
      last = length;
    }
  return n;
}

CtStatus
ct_beats_to_map (const CtBeats *self, CtTempoMap **out)
{
  int beat_ticks = self->compound ? CT_TICKS_PER_QUARTER * 3 / 2 : CT_TICKS_PER_QUARTER;
  CtTempoPoint *points = malloc ((self->n + 1) * sizeof *points);
  CtMeter *meters = malloc ((self->n + 1) * sizeof *meters);
  size_t downbeat = 0;
  CtStatus status = CT_STATUS_NO_MEMORY;

  while (downbeat < self->n && self->beats[downbeat].number != 0)
    downbeat++;
  if (downbeat == self->n)
    downbeat = 0;
  if (points && meters)
    {
      for (size_t i = 0; i < self->n; i++)
        points[i] = (CtTempoPoint){ ((int64_t) i - (int64_t) downbeat) * beat_ticks, self->beats[i].time_s,
                                    self->beats[i].fixed };
      status = ct_tempo_map_new (points, self->n, meters, fill_meters (self, downbeat, meters), out);
    }
  free (points);
  free (meters);
  return status;
}
