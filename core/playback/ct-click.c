/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-click-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/rhythm/ct-pulse.h"

/* Two pitches that music leaves free, a fifth apart. */
#define BEAT_HZ 1047.0
#define DOWNBEAT_HZ 1568.0
#define LEVEL 0.5
#define ATTACK_S 0.001
#define DECAY_S 0.010
#define LENGTH_S 0.080 /* -70 dB */

void
ct_click_clear (CtClick *self)
{
  ct_click_take_map (self, NULL);
}

void
ct_click_take_map (CtClick *self, CtTempoMap *map)
{
  ct_tempo_map_free (self->map);
  self->map = map;
}

/* The first beat at or after @tick. */
static int64_t
beat_from (const CtTempoMap *map, int64_t tick, bool *downbeat)
{
  int64_t bar = ct_tempo_map_position (map, tick).bar, start = ct_tempo_map_bar_tick (map, bar);
  int64_t end = ct_tempo_map_bar_tick (map, bar + 1), pulse = ct_pulse_ticks (ct_tempo_map_meter_at (map, tick));
  int64_t beat = start + (tick - start + pulse - 1) / pulse * pulse;

  if (beat > end)
    beat = end;
  *downbeat = beat == start || beat == end;
  return beat;
}

/* Cues a click at frame @at. */
static void
cue (CtClick *self, double at, size_t n, bool accent)
{
  if (self->cued && (self->cued_accent || !accent))
    return;
  self->cued = true;
  self->cued_accent = accent;
  self->cued_at = (size_t) fmin (floor (at + 0.5), (double) n - 1);
}

void
ct_click_pass (CtClick *self, double from, double to, int rate_hz, size_t at, size_t n)
{
  bool downbeat;
  int64_t beat;

  if (!self->map || !(to > from))
    return;
  for (beat = (int64_t) floor (ct_tempo_map_tick_at (self->map, (from - 1) / rate_hz));; beat++)
    {
      double frame;

      beat = beat_from (self->map, beat, &downbeat);
      frame = floor (ct_tempo_map_time_at (self->map, (double) beat) * rate_hz + 0.5);
      if (frame >= to)
        return;
      if (frame >= from)
        cue (self, (double) at + (double) n * (frame - from) / (to - from), at + n, downbeat);
    }
}

/* ---- counting in ---- */

void
ct_click_count_in (CtClick *self, double start_s, double speed, int rate_hz)
{
  double start, length_s;
  int bar;

  ct_click_stop_counting (self);
  if (!self->map)
    return;
  /* beats lie on whole ticks */
  start = floor (ct_tempo_map_tick_at (self->map, start_s) + 0.5);
  bar = ct_meter_bar_ticks (ct_tempo_map_meter_at (self->map, (int64_t) start));
  length_s = (ct_tempo_map_time_at (self->map, start + bar) - ct_tempo_map_time_at (self->map, start)) / speed;
  self->count_frames = (int64_t) (length_s * rate_hz + 0.5);
  self->counted = 0;
  self->count_tick = start - bar;
  self->count_step = bar / (double) self->count_frames;
}

void
ct_click_stop_counting (CtClick *self)
{
  self->counted = self->count_frames;
}

bool
ct_click_is_counting (const CtClick *self)
{
  return self->counted < self->count_frames;
}

void
ct_click_count (CtClick *self, size_t n)
{
  double from = self->count_tick + self->count_step * (double) self->counted, to;
  bool downbeat;

  self->counted += (int64_t) n;
  if (self->counted > self->count_frames)
    self->counted = self->count_frames;
  to = self->count_tick + self->count_step * (double) self->counted;
  for (int64_t beat = (int64_t) ceil (from);; beat++)
    {
      beat = beat_from (self->map, beat, &downbeat);
      if ((double) beat >= to)
        return;
      cue (self, ((double) beat - from) / self->count_step, n, downbeat);
    }
}

/* ---- sound ---- */

static float
value_at (double time_s, bool accent)
{
  double hz = accent ? DOWNBEAT_HZ : BEAT_HZ;

  return (float) (LEVEL * fmin (time_s / ATTACK_S, 1) * exp (-time_s / DECAY_S) * sin (2 * M_PI * hz * time_s));
}

void
ct_click_render (CtClick *self, float gain, int rate_hz, float *out, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      double time_s;

      if (self->cued && i == self->cued_at)
        {
          self->sounds = true;
          self->accent = self->cued_accent;
          self->age = 0;
        }
      if (!self->sounds)
        continue;
      time_s = (double) self->age++ / rate_hz;
      self->sounds = time_s < LENGTH_S;
      for (size_t c = 0; c < 2; c++)
        out[2 * i + c] += gain * value_at (time_s, self->accent);
    }
  self->cued = false;
}
