/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-beat-lines.h"

#include <math.h>

#include "core/rhythm/ct-pulse.h"

#define BEAT_PX 14.0 /* from a beat to the next, at least */
#define BAR_PX 24.0  /* from a bar line to the next, on average */
#define LEAST_PX 6.0 /* from one to the next, wherever a tempo is fast for a moment */
#define MINUS "\u2212"

typedef struct
{
  const CtTempoMap *map;
  double start_s, end_s;
  double px_per_s;
  GArray *lines; /* CtBeatLine */
  gsize place;   /* of the first point of the map that is not before the last line */
} Sketch;

/* Whether the point at @tick is fixed; ticks come in order. */
static gboolean
is_fixed (Sketch *self, gint64 tick)
{
  gsize n;
  const CtTempoPoint *points = ct_tempo_map_points (self->map, &n);

  while (self->place < n && points[self->place].tick < tick)
    self->place++;
  return self->place < n && points[self->place].tick == tick && points[self->place].fixed;
}

/* The first point that is not before @tick. */
static gsize
place_of (const CtTempoMap *map, gint64 tick)
{
  gsize n, low = 0;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);

  for (gsize high = n; low < high;)
    {
      gsize middle = low + (high - low) / 2;

      if (points[middle].tick < tick)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_line (Sketch *self, gint64 tick, gint64 bar, int beat)
{
  CtBeatLine line = { tick, ct_tempo_map_time_at (self->map, (double) tick), bar, beat, FALSE };
  const CtBeatLine *last = self->lines->len ? &g_array_index (self->lines, CtBeatLine, self->lines->len - 1) : NULL;

  if (line.time_s < self->start_s || line.time_s > self->end_s
      || (last && (line.time_s - last->time_s) * self->px_per_s < LEAST_PX))
    return;
  line.fixed = is_fixed (self, tick);
  g_array_append_val (self->lines, line);
}

/* The beats of a bar: all, or those that players count, where there is room. */
static void
add_beats (Sketch *self, gint64 bar, gint64 tick, gint64 next)
{
  const CtMeter *meter = ct_tempo_map_meter_at (self->map, tick);
  double px = self->px_per_s
              * (ct_tempo_map_time_at (self->map, (double) next) - ct_tempo_map_time_at (self->map, (double) tick));
  int beat_ticks = ct_meter_beat_ticks (meter), step = beat_ticks;

  if (px * step / (double) (next - tick) < BEAT_PX)
    step = ct_pulse_ticks (meter);
  if (px * step / (double) (next - tick) < BEAT_PX)
    return;
  for (gint64 at = tick + step; at < next; at += step)
    add_line (self, at, bar, (int) ((at - tick) / beat_ticks) + 1);
}

/* How many bars apart lines of bars are: a power of two. */
static gint64
bar_step (gint64 n_bars, double width_px)
{
  gint64 step = 1;

  while ((double) n_bars / (double) step * BAR_PX > width_px && step < n_bars)
    step *= 2;
  return step;
}

CtBeatLine *
ct_beat_lines_new (const CtTempoMap *map, double start_s, double end_s, double px_per_s, gsize *n)
{
  gint64 first = ct_tempo_map_position (map, (gint64) floor (ct_tempo_map_tick_at (map, start_s))).bar,
         last = ct_tempo_map_position (map, (gint64) ceil (ct_tempo_map_tick_at (map, end_s))).bar;
  gint64 step = bar_step (last - first + 1, (end_s - start_s) * px_per_s);
  Sketch sketch = { .map = map,
                    .start_s = start_s,
                    .end_s = end_s,
                    .px_per_s = px_per_s,
                    .lines = g_array_new (FALSE, FALSE, sizeof (CtBeatLine)) };

  sketch.place = place_of (map, ct_tempo_map_bar_tick (map, first));
  /* bar 1 has a line whatever the step */
  for (gint64 bar = first - ((first - 1) % step + step) % step; bar <= last; bar += step)
    {
      gint64 tick = ct_tempo_map_bar_tick (map, bar);

      add_line (&sketch, tick, bar, 1);
      if (step == 1)
        add_beats (&sketch, bar, tick, ct_tempo_map_bar_tick (map, bar + 1));
    }
  *n = sketch.lines->len;
  return (CtBeatLine *) g_array_free (sketch.lines, FALSE);
}

char *
ct_beat_lines_dup_bar (gint64 bar)
{
  return bar < 0 ? g_strdup_printf (MINUS "%" G_GUINT64_FORMAT, -(guint64) bar)
                 : g_strdup_printf ("%" G_GINT64_FORMAT, bar);
}

char *
ct_beat_lines_dup_position (const CtTempoMap *map, double time_s)
{
  /* a beat that is a rounding error away has begun */
  CtBarPosition place = ct_tempo_map_position (map, (gint64) floor (ct_tempo_map_tick_at (map, time_s) + 1e-3));
  g_autofree char *bar = ct_beat_lines_dup_bar (place.bar);

  /* the sign is the bar's alone: what is behind it grows with time */
  return g_strdup_printf (place.bar < 0 ? "%s | %d.%03d" : "%s.%d.%03d", bar, place.beat, place.tick);
}

void
ct_beat_lines_bar_at (const CtTempoMap *map, double time_s, double *start_s, double *end_s)
{
  gint64 bar = ct_tempo_map_position (map, (gint64) floor (ct_tempo_map_tick_at (map, time_s) + 1e-3)).bar;

  *start_s = ct_tempo_map_time_at (map, (double) ct_tempo_map_bar_tick (map, bar));
  *end_s = ct_tempo_map_time_at (map, (double) ct_tempo_map_bar_tick (map, bar + 1));
}
