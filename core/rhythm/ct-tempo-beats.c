/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-tempo-beats.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/rhythm/ct-pulse.h"
#include "core/rhythm/ct-tempo-edit.h"

/* How many beats around one that is moved get points of their own: those that follow it, and two that hold the tempo
 * beyond them. */
#define AROUND 5

/* Points and meters that become a map. */
typedef struct
{
  CtTempoPoint *points;
  CtMeter *meters;
  size_t n_points;
  size_t n_meters;
} Draft;

/* Makes room for @n_points and @n_meters more than those of @self (or NULL). */
static CtStatus
open_draft (Draft *draft, const CtTempoMap *self, size_t n_points, size_t n_meters)
{
  size_t n = 0, n_kept = 0;

  if (self)
    {
      ct_tempo_map_points (self, &n);
      ct_tempo_map_meters (self, &n_kept);
    }
  *draft = (Draft){ .points = malloc ((n + n_points) * sizeof *draft->points),
                    .meters = malloc ((n_kept + n_meters) * sizeof *draft->meters) };
  return draft->points && draft->meters ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

/* Makes the map, unless there is an error already, and frees the draft. */
static CtStatus
close_draft (Draft *draft, CtStatus status, CtTempoMap **out)
{
  if (status == CT_STATUS_OK)
    status = ct_tempo_map_new (draft->points, draft->n_points, draft->meters, draft->n_meters, out);
  free (draft->points);
  free (draft->meters);
  return status;
}

static void
copy_points (Draft *draft, const CtTempoMap *self)
{
  const CtTempoPoint *points = ct_tempo_map_points (self, &draft->n_points);

  memcpy (draft->points, points, draft->n_points * sizeof *points);
}

static void
copy_meters (Draft *draft, const CtTempoMap *self)
{
  const CtMeter *meters = ct_tempo_map_meters (self, &draft->n_meters);

  memcpy (draft->meters, meters, draft->n_meters * sizeof *meters);
}

static int
pulse_at (const CtTempoMap *self, int64_t tick)
{
  return ct_pulse_ticks (ct_tempo_map_meter_at (self, tick));
}

int64_t
ct_tempo_beats_nearest (const CtTempoMap *self, double time_s)
{
  double tick = ct_tempo_map_tick_at (self, time_s);
  CtBarPosition place = ct_tempo_map_position (self, (int64_t) floor (tick));
  int64_t bar = ct_tempo_map_bar_tick (self, place.bar), next = ct_tempo_map_bar_tick (self, place.bar + 1);
  int pulse = pulse_at (self, bar);
  int64_t before = bar + pulse * (int64_t) floor ((tick - (double) bar) / pulse), after = before + pulse;

  if (after > next)
    after = next; /* of a bar that is cut */
  return time_s - ct_tempo_map_time_at (self, (double) before) <= ct_tempo_map_time_at (self, (double) after) - time_s
             ? before
             : after;
}

/* Gives @tick a point where it has none; returns its index. */
static size_t
insert_point (Draft *draft, const CtTempoMap *self, int64_t tick)
{
  size_t i = draft->n_points;

  while (i > 0 && draft->points[i - 1].tick >= tick)
    i--;
  if (i < draft->n_points && draft->points[i].tick == tick)
    return i;
  memmove (&draft->points[i + 1], &draft->points[i], (draft->n_points - i) * sizeof *draft->points);
  draft->points[i] = (CtTempoPoint){ tick, ct_tempo_map_time_at (self, (double) tick), false };
  draft->n_points++;
  return i;
}

CtStatus
ct_tempo_beats_fix (const CtTempoMap *self, int64_t tick, CtTempoMap **out)
{
  Draft draft;
  CtStatus status = open_draft (&draft, self, 1, 0);

  if (status == CT_STATUS_OK)
    {
      copy_points (&draft, self);
      copy_meters (&draft, self);
      draft.points[insert_point (&draft, self, tick)].fixed = true;
    }
  return close_draft (&draft, status, out);
}

CtStatus
ct_tempo_beats_move (const CtTempoMap *self, int64_t tick, double time_s, CtTempoMap **out)
{
  Draft draft;
  CtTempoMap *dense = NULL;
  size_t index = 0;
  CtStatus status = open_draft (&draft, self, 2 * AROUND + 1, 0);

  if (status == CT_STATUS_OK)
    {
      copy_points (&draft, self);
      copy_meters (&draft, self);
      for (int k = -AROUND; k <= AROUND; k++)
        insert_point (&draft, self, tick + k * (int64_t) pulse_at (self, tick));
      index = insert_point (&draft, self, tick);
    }
  status = close_draft (&draft, status, &dense);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_move (dense, index, time_s, out);
  ct_tempo_map_free (dense);
  return status;
}

/* What is replaced: the beats from one tick to another, by those from the same tick to a third. */
typedef struct
{
  int64_t from;
  int64_t to;
  int64_t new_to;
  int pulse;
  bool all; /* there are no others */
} Span;

static bool
has_room (double time_s, double next_s)
{
  return next_s - time_s >= 60 / CT_TEMPO_MAX_BPM;
}

/* The points of the map around the span, with two beats on either side that hold the tempo there, unless the span is
 * all of it. */
static void
copy_around (Draft *draft, const CtTempoMap *self, const Span *span)
{
  copy_points (draft, self);
  for (int k = 1; k <= 2 && !span->all; k++)
    {
      insert_point (draft, self, span->from - k * (int64_t) span->pulse);
      insert_point (draft, self, span->to + k * (int64_t) span->pulse);
    }
}

/* Replaces the points of the span; others too near to its new ends go, too. */
static void
put_points (Draft *draft, const Span *span, const double *times_s, size_t n)
{
  CtTempoPoint *points = draft->points;
  size_t n_before = 0, first_after = draft->n_points;

  while (n_before < draft->n_points && points[n_before].tick < span->from
         && has_room (points[n_before].time_s, times_s[0]))
    n_before++;
  while (first_after > n_before && points[first_after - 1].tick > span->to
         && has_room (times_s[n - 1], points[first_after - 1].time_s))
    first_after--;
  memmove (points + n_before + n, points + first_after, (draft->n_points - first_after) * sizeof *points);
  draft->n_points = n_before + n + draft->n_points - first_after;
  for (size_t i = 0; i < n; i++)
    points[n_before + i] = (CtTempoPoint){ span->from + (int64_t) i * span->pulse, times_s[i], true };
  for (size_t i = n_before + n; i < draft->n_points; i++)
    points[i].tick += span->new_to - span->to;
}

/* Meters within the span stay as many beats after its start, or go where there are not as many; those after it move
 * with their beats. */
static void
put_meters (Draft *draft, const CtTempoMap *self, const Span *span)
{
  size_t n;
  const CtMeter *meters = ct_tempo_map_meters (self, &n);

  for (size_t i = 0; i < n; i++)
    {
      CtMeter meter = meters[i];

      if (meter.tick > span->from && meter.tick >= span->to)
        meter.tick += span->new_to - span->to;
      else if (meter.tick > span->from && meter.tick >= span->new_to)
        continue;
      if (draft->n_meters == 0 || draft->meters[draft->n_meters - 1].tick < meter.tick)
        draft->meters[draft->n_meters++] = meter;
    }
  if (draft->n_meters == 0)
    draft->meters[draft->n_meters++] = (CtMeter){ span->new_to, meters[n - 1].numerator, meters[n - 1].denominator };
}

static Span
span_for (const CtTempoMap *self, const double *times_s, size_t n)
{
  Span span = { .from = ct_tempo_beats_nearest (self, times_s[0]),
                .to = ct_tempo_beats_nearest (self, times_s[n - 1]) };

  span.pulse = pulse_at (self, span.from);
  if (span.to <= span.from)
    span.to = span.from;
  span.new_to = span.from + (int64_t) (n - 1) * span.pulse;
  return span;
}

/* @all: in place of all there are. */
static CtStatus
put (const CtTempoMap *self, const double *times_s, size_t n, bool all, CtTempoMap **out)
{
  Draft draft;
  Span span = { .pulse = CT_TICKS_PER_QUARTER };
  CtStatus status;

  if (n < 2 || n > CT_TEMPO_MAP_MAX_POINTS)
    return CT_STATUS_BAD_ARGUMENT;
  for (size_t i = 0; i < n; i++)
    if (!isfinite (times_s[i]))
      return CT_STATUS_BAD_ARGUMENT;
  if (self)
    span = span_for (self, times_s, n);
  span.all = all;
  status = open_draft (&draft, self, n + 4, 1);
  if (status == CT_STATUS_OK)
    {
      if (self)
        copy_around (&draft, self, &span);
      put_points (&draft, &span, times_s, n);
      if (self)
        put_meters (&draft, self, &span);
      else
        draft.meters[draft.n_meters++] = (CtMeter){ 0, 4, 4 };
    }
  return close_draft (&draft, status, out);
}

CtStatus
ct_tempo_beats_put (const CtTempoMap *self, const double *times_s, size_t n, CtTempoMap **out)
{
  return put (self, times_s, n, false, out);
}

/* Whether the map knows of no beats but those between two times. */
static bool
is_all (const CtTempoMap *self, double from_s, double to_s)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (self, &n);

  return from_s <= points[0].time_s && to_s >= points[n - 1].time_s;
}

/* From a beat to another; as times where they lie. Returns how many there are between them. */
static int64_t
count_beats (const CtTempoMap *self, double *from_s, double *to_s)
{
  int64_t from = ct_tempo_beats_nearest (self, *from_s), to = ct_tempo_beats_nearest (self, *to_s);

  *from_s = ct_tempo_map_time_at (self, (double) from);
  *to_s = ct_tempo_map_time_at (self, (double) to);
  return (to - from) / pulse_at (self, from);
}

double
ct_tempo_beats_mean_bpm (const CtTempoMap *self, double from_s, double to_s)
{
  int64_t n = count_beats (self, &from_s, &to_s);

  return n > 0 ? 60 * (double) n / (to_s - from_s) : 0;
}

CtStatus
ct_tempo_beats_steady (const CtTempoMap *self, double from_s, double to_s, double bpm, CtTempoMap **out)
{
  int64_t n_old = 0;
  double n_wanted, *times_s;
  size_t n;
  CtStatus status;

  if (!isfinite (from_s) || !isfinite (to_s) || !(bpm >= 0) || bpm > CT_TEMPO_MAX_BPM)
    return CT_STATUS_BAD_ARGUMENT;
  if (self)
    n_old = count_beats (self, &from_s, &to_s);
  n_wanted = bpm > 0 ? fmax (round ((to_s - from_s) * bpm / 60), 1) : (double) n_old;
  if (!(to_s > from_s) || !(n_wanted >= 1) || n_wanted >= CT_TEMPO_MAP_MAX_POINTS)
    return CT_STATUS_BAD_ARGUMENT;
  if (!self)
    to_s = from_s + n_wanted * 60 / bpm;
  n = (size_t) n_wanted + 1;
  times_s = malloc (n * sizeof *times_s);
  if (!times_s)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n; i++)
    times_s[i] = i + 1 < n ? from_s + (to_s - from_s) * (double) i / (double) (n - 1) : to_s;
  status = put (self, times_s, n, self && is_all (self, from_s, to_s), out);
  free (times_s);
  return status;
}

CtStatus
ct_tempo_beats_start_bar (const CtTempoMap *self, int64_t tick, CtTempoMap **out)
{
  size_t n;
  const CtMeter *meters = ct_tempo_map_meters (self, &n);
  CtMeter begun = *ct_tempo_map_meter_at (self, tick);
  Draft draft;
  CtStatus status = open_draft (&draft, self, 0, 1);

  begun.tick = tick;
  if (status == CT_STATUS_OK)
    {
      copy_points (&draft, self);
      for (size_t i = 0; i < n && meters[i].tick < tick; i++)
        draft.meters[draft.n_meters++] = meters[i];
      draft.meters[draft.n_meters++] = begun;
      for (size_t i = 0; i < n; i++)
        if (meters[i].tick > tick)
          draft.meters[draft.n_meters++] = meters[i];
    }
  return close_draft (&draft, status, out);
}

CtStatus
ct_tempo_beats_shift_bars (const CtTempoMap *self, int n_beats, CtTempoMap **out)
{
  Draft draft;
  CtStatus status = open_draft (&draft, self, 0, 0);

  if (status == CT_STATUS_OK)
    {
      size_t n;
      const CtMeter *meters = ct_tempo_map_meters (self, &n);

      copy_points (&draft, self);
      copy_meters (&draft, self);
      for (size_t i = 0; i < n; i++)
        draft.meters[i].tick += n_beats * (int64_t) ct_pulse_ticks (&meters[0]);
    }
  return close_draft (&draft, status, out);
}
