/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars and tempos of a piece. */
#include <math.h>
#include <stdlib.h>

#include "core/base/ct-key.h"
#include "core/notation/ct-notation-private.h"
#include "core/rhythm/ct-pulse.h"

/* A tempo that differs by so much from the one last printed, and lasts for so many quarter notes, is worth printing,
 * too. */
#define CLEAR_CHANGE 1.12
#define LASTING 8

/* ---- meters ---- */

/* A meter whose bar is @ticks long, with beats like those of @meter or, where that cannot be, shorter ones. A length
 * that no meter has is rounded. */
static CtMeter
meter_of_length (int64_t ticks, const CtMeter *meter)
{
  CtMeter out = { 0, 1, meter->denominator };

  if (ticks == ct_meter_bar_ticks (meter))
    return *meter;
  for (; out.denominator <= 128; out.denominator *= 2)
    {
      int beat = ct_meter_beat_ticks (&out);

      if (ticks % beat == 0 && ticks / beat <= 255)
        {
          out.numerator = (int) (ticks / beat);
          return out;
        }
    }
  for (out.denominator = 128; out.denominator > 1 && ticks / ct_meter_beat_ticks (&out) > 254;)
    out.denominator /= 2;
  out.numerator = (int) ((ticks + ct_meter_beat_ticks (&out) / 2) / ct_meter_beat_ticks (&out));
  out.numerator = out.numerator < 1 ? 1 : out.numerator > 255 ? 255 : out.numerator;
  return out;
}

/* ---- bars ---- */

static void
fill_bar (CtNotationBars *self, size_t i, const CtTempoMap *map, int64_t number)
{
  int64_t start = ct_tempo_map_bar_tick (map, number), end = ct_tempo_map_bar_tick (map, number + 1);
  CtMeter meter = meter_of_length (end - start, ct_tempo_map_meter_at (map, start));

  self->bars[i] = (CtNotationBar){ .number = number,
                                   .length = ct_meter_bar_ticks (&meter),
                                   .numerator = meter.numerator,
                                   .denominator = meter.denominator };
  self->frames[i] = (CtBarFrame){ .map_start = start, .pulse = ct_pulse_ticks (&meter) };
}

/* Cuts what the first bar has before the beat where the music begins, if that is worth it. */
static void
cut_pick_up (CtNotationBars *self, int64_t first_tick)
{
  CtNotationBar *bar = &self->bars[0];
  CtBarFrame *frame = &self->frames[0];
  int64_t silent = (first_tick - frame->map_start) / frame->pulse * frame->pulse;

  if (silent <= 0 || silent >= bar->length || (bar->number > 0 && 2 * silent < bar->length))
    return;
  frame->skipped = (int) silent;
  frame->map_start += silent;
  bar->length -= (int) silent;
  bar->pick_up = true;
}

/* Bar 0 is the one before the first downbeat here, too, even where notes fill it; nobody reads numbers below. */
static void
number_bars (CtNotationBars *self)
{
  size_t whole = self->bars[0].pick_up && self->n_bars > 1 ? 1 : 0;
  int64_t by = self->bars[0].number < 0 ? 1 - self->bars[whole].number : 0;

  for (size_t i = 0; i < self->n_bars; i++)
    self->bars[i].number += by;
}

/* Where each bar begins, on paper and in the recording. */
static CtStatus
lay_out (CtNotationBars *self, const CtTempoMap *map)
{
  int64_t start = 0;

  for (size_t i = 0; i < self->n_bars; i++)
    {
      CtNotationBar *bar = &self->bars[i];
      CtBarFrame *frame = &self->frames[i];

      bar->start = start;
      bar->start_s = ct_tempo_map_time_at (map, (double) frame->map_start);
      start += bar->length;
      frame->first_beat = self->n_beats;
      self->n_beats += (size_t) ((bar->length + frame->pulse - 1) / frame->pulse);
      if (self->n_beats > CT_NOTATION_MAX_BEATS)
        return CT_STATUS_TOO_LONG;
    }
  return CT_STATUS_OK;
}

static void
set_keys (CtNotationBars *self, const CtTempoMap *map, const CtNotationOptions *options)
{
  for (size_t i = 0; i < self->n_bars; i++)
    {
      CtNotationBar *bar = &self->bars[i];
      /* a key that begins within the first half of the bar is meant from its beginning */
      double middle_s = ct_tempo_map_time_at (map, (double) self->frames[i].map_start + bar->length / 2.0);

      bar->key = ct_key_at (options->keys, options->n_keys, middle_s);
      if (!ct_key_is_valid (&bar->key))
        bar->key = (CtKey){ 0 };
    }
}

/* ---- tempos ---- */

static void
add_tempo (CtNotationBars *self, const CtTempoMap *steady, double map_tick)
{
  int64_t tick = ct_notation_bars_convert (self, map_tick);
  size_t bar = ct_notation_bars_at (self, tick);
  CtNotationTempo tempo = { .bar = bar, .tick = (int) (tick - self->bars[bar].start) };

  tempo.bpm = ct_tempo_map_bpm_at (steady, map_tick);
  if (self->n_tempos > 0)
    {
      CtNotationTempo *last = &self->tempos[self->n_tempos - 1];

      if (last->bar == tempo.bar && last->tick == tempo.tick)
        self->n_tempos--;
      else if (last->bpm == tempo.bpm)
        return;
    }
  self->tempos[self->n_tempos++] = tempo;
}

static int64_t
tempo_tick (const CtNotationBars *self, const CtNotationTempo *tempo)
{
  return self->bars[tempo->bar].start + tempo->tick;
}

static bool
lasts (const CtNotationBars *self, size_t i)
{
  const CtNotationBar *last = &self->bars[self->n_bars - 1];
  int64_t end = i + 1 < self->n_tempos ? tempo_tick (self, &self->tempos[i + 1]) : last->start + last->length;

  return end - tempo_tick (self, &self->tempos[i]) >= LASTING * CT_TICKS_PER_QUARTER;
}

/* Before the first beat that was heard a map has what tempo it may. */
static void
mend_first_tempo (CtNotationBars *self)
{
  size_t i = 0;

  while (i < self->n_tempos && !lasts (self, i))
    i++;
  if (i < self->n_tempos)
    self->tempos[0].bpm = self->tempos[i].bpm;
}

static void
choose_shown (CtNotationBars *self)
{
  double shown = 0;

  mend_first_tempo (self);
  for (size_t i = 0; i < self->n_tempos; i++)
    {
      CtNotationTempo *tempo = &self->tempos[i];

      tempo->shown = (tempo->bpm > shown * CLEAR_CHANGE || tempo->bpm * CLEAR_CHANGE < shown)
                     && (i == 0 || lasts (self, i));
      if (tempo->shown)
        shown = tempo->bpm;
    }
}

static CtStatus
add_tempos (CtNotationBars *self, const CtTempoMap *steady)
{
  size_t n;
  const CtTempoPoint *points = ct_tempo_map_points (steady, &n);
  int64_t first = self->frames[0].map_start;
  int64_t end = self->frames[self->n_bars - 1].map_start + self->bars[self->n_bars - 1].length;

  self->tempos = malloc ((n + 1) * sizeof *self->tempos);
  if (!self->tempos)
    return CT_STATUS_NO_MEMORY;
  add_tempo (self, steady, (double) first);
  for (size_t i = 0; i < n; i++)
    if (points[i].tick > first && points[i].tick < end)
      add_tempo (self, steady, (double) points[i].tick);
  choose_shown (self);
  return CT_STATUS_OK;
}

/* ---- all of it ---- */

CtStatus
ct_notation_bars_init (CtNotationBars *self,
                       const CtTempoMap *map,
                       const CtTempoMap *steady,
                       int64_t first_tick,
                       int64_t last_tick,
                       const CtNotationOptions *options)
{
  int64_t first = ct_tempo_map_position (map, first_tick).bar, last = ct_tempo_map_position (map, last_tick).bar;
  CtStatus status;

  if (last - first >= CT_NOTATION_MAX_BARS)
    return CT_STATUS_TOO_LONG;
  self->n_bars = (size_t) (last - first) + 1;
  self->bars = calloc (self->n_bars, sizeof *self->bars);
  self->frames = calloc (self->n_bars, sizeof *self->frames);
  if (!self->bars || !self->frames)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < self->n_bars; i++)
    fill_bar (self, i, map, first + (int64_t) i);
  cut_pick_up (self, first_tick);
  number_bars (self);
  status = lay_out (self, map);
  if (status != CT_STATUS_OK)
    return status;
  set_keys (self, map, options);
  return add_tempos (self, steady);
}

void
ct_notation_bars_clear (CtNotationBars *self)
{
  free (self->bars);
  free (self->frames);
  free (self->tempos);
  *self = (CtNotationBars){ 0 };
}

size_t
ct_notation_bars_at (const CtNotationBars *self, int64_t tick)
{
  size_t low = 0, high = self->n_bars;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (self->bars[middle].start <= tick)
        low = middle;
      else
        high = middle;
    }
  return low;
}

int64_t
ct_notation_bars_convert (const CtNotationBars *self, double map_tick)
{
  size_t low = 0, high = self->n_bars;
  double within;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if ((double) self->frames[middle].map_start <= map_tick + 0.5)
        low = middle;
      else
        high = middle;
    }
  within = map_tick - (double) self->frames[low].map_start;
  within = fmin (fmax (within, 0), self->bars[low].length);
  return self->bars[low].start + llround (within);
}
