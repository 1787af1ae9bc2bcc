/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-symbols-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/base/ct-tempo-map.h"

#define QUARTER CT_TICKS_PER_QUARTER
#define EIGHTH (QUARTER / 2)
/* Octaves of a degree, the lowest of them at MIDI note 0. */
#define N_OCTAVES 13
#define LOWEST_OCTAVE (-6)

/* The accidentals that hold in a voice until its bar ends. */
typedef struct
{
  int8_t alters[N_OCTAVES][8]; /* [octave][degree] */
} Alters;

/* Where symbols are appended. */
typedef struct
{
  CtJianpuMusic *music;
  const CtNotationBar *bar;
  Alters alters;
} Writer;

/* Symbols with room for one more; NULL without memory. */
static CtJianpuSymbol *
add_symbol (CtJianpuMusic *self)
{
  if (self->n == self->size)
    {
      size_t size = self->size ? 2 * self->size : 256;
      CtJianpuSymbol *symbols = realloc (self->symbols, size * sizeof *symbols);

      if (!symbols)
        return NULL;
      self->symbols = symbols;
      self->size = size;
    }
  return &self->symbols[self->n++];
}

static bool
is_compound (const CtNotationBar *bar)
{
  return bar->denominator >= 8 && bar->numerator % 3 == 0;
}

/* A beat, within which underlines join. */
static int
beat_ticks (const CtNotationBar *bar)
{
  return is_compound (bar) ? 3 * CT_TICKS_PER_WHOLE / bar->denominator : QUARTER;
}

static CtJianpuPitch
make_pitch (Writer *self, const CtNotationPitch *pitch)
{
  static const CtJianpuAccidental accidentals[] = { CT_JIANPU_DOUBLE_FLAT, CT_JIANPU_FLAT, CT_JIANPU_NATURAL,
                                                    CT_JIANPU_SHARP, CT_JIANPU_DOUBLE_SHARP };
  CtScaleDegree degree = ct_key_degree (&self->bar->key, pitch->midi);
  int8_t *alter = &self->alters.alters[degree.octave - LOWEST_OCTAVE][degree.degree];
  CtJianpuPitch out = { degree.degree, degree.octave, CT_JIANPU_NO_ACCIDENTAL };

  if (*alter != degree.alter && !pitch->tied_from)
    out.accidental = (int8_t) accidentals[degree.alter + 2];
  *alter = degree.alter;
  return out;
}

static void
set_pitches (Writer *self, const CtNotationEvent *event, CtJianpuSymbol *symbol)
{
  const CtNotationPitch *pitches = ct_notation_pitches (self->music->notation, event);

  symbol->kind = event->n_pitches ? CT_JIANPU_NOTE : CT_JIANPU_REST;
  for (int i = 0; i < event->n_pitches && i < CT_JIANPU_MAX_PITCHES; i++)
    {
      symbol->pitches[symbol->n_pitches++] = make_pitch (self, &pitches[i]);
      symbol->tied |= pitches[i].tied_to;
    }
}

/* A note or rest of a quarter or less, or a dotted quarter. */
static bool
add_short (Writer *self, const CtNotationEvent *event, int tick, int value, int dots)
{
  CtJianpuSymbol *symbol = add_symbol (self->music);

  if (!symbol)
    return false;
  *symbol = (CtJianpuSymbol){ .tick = tick,
                              .underlines = value - CT_NOTE_VALUE_QUARTER,
                              .dots = dots,
                              .group = tick / beat_ticks (self->bar) };
  set_pitches (self, event, symbol);
  return true;
}

/* Quarters of a longer one: digits again for a rest, dashes for a note. */
static bool
add_quarters (Writer *self, const CtNotationEvent *event, int tick, int quarters, int step)
{
  bool whole = add_short (self, event, tick, CT_NOTE_VALUE_QUARTER, 0);

  for (int i = 1; i < quarters && whole; i++)
    {
      CtJianpuSymbol *symbol;

      whole = (symbol = add_symbol (self->music)) != NULL;
      if (whole)
        *symbol = (CtJianpuSymbol){ .kind = event->n_pitches ? CT_JIANPU_DASH : CT_JIANPU_REST,
                                    .tick = tick + i * step,
                                    .group = (tick + i * step) / beat_ticks (self->bar) };
    }
  return whole;
}

/* Another note, tied to the one before. */
static bool
add_tied (Writer *self, const CtNotationEvent *event, int tick, int value, int dots)
{
  size_t first = self->music->n;
  CtJianpuSymbol *last;

  if (!add_short (self, event, tick, value, dots))
    return false;
  for (last = &self->music->symbols[first - 1]; last->kind == CT_JIANPU_DASH; last--)
    ;
  last->tied = event->n_pitches > 0;
  return true;
}

/* In compound meters beats are dotted quarters, and longer notes are tied from beat to beat. */
static bool
add_beats (Writer *self, const CtNotationEvent *event)
{
  int step = 3 * QUARTER / 2;
  bool whole = add_short (self, event, event->start, CT_NOTE_VALUE_QUARTER, 1);

  for (int at = step; at + step <= event->length && whole; at += step)
    whole = add_tied (self, event, event->start + at, CT_NOTE_VALUE_QUARTER, 1);
  return whole;
}

/* A half, a whole, dotted or not: quarters and, at the end, what is left. */
static bool
add_long (Writer *self, const CtNotationEvent *event)
{
  int written = CT_TICKS_PER_WHOLE >> event->value, length = 2 * written - (written >> event->dots);
  int step = QUARTER * event->normal / event->actual, quarters, rest;

  if (event->whole_bar)
    length = event->length;
  quarters = length / QUARTER;
  rest = length % QUARTER;
  if (self->bar->denominator == 8 && is_compound (self->bar) && event->actual == 1 && length % (3 * QUARTER / 2) == 0)
    return add_beats (self, event);
  if (!add_quarters (self, event, event->start, quarters, step))
    return false;
  for (int value = CT_NOTE_VALUE_EIGHTH, at = quarters * step; rest > 0 && value < CT_N_NOTE_VALUES; value++)
    {
      int part = CT_TICKS_PER_WHOLE >> value;

      if (rest < part)
        continue;
      if (!add_tied (self, event, event->start + at, value, 0))
        return false;
      at += part * event->normal / event->actual;
      rest -= part;
    }
  return true;
}

static bool
add_event (Writer *self, const CtNotationEvent *event)
{
  size_t first = self->music->n;
  bool whole;

  if (event->value >= CT_NOTE_VALUE_QUARTER && !event->whole_bar)
    whole = add_short (self, event, event->start, event->value, event->dots);
  else if (event->whole_bar && event->length < QUARTER)
    whole = add_short (self, event, event->start, CT_NOTE_VALUE_QUARTER, 0);
  else
    whole = add_long (self, event);
  if (!whole)
    return false;
  if (event->tuplet_start)
    self->music->symbols[first].tuplet = event->actual;
  self->music->symbols[self->music->n - 1].tuplet_stops = event->tuplet_stop;
  return true;
}

static bool
fill_cell (CtJianpuMusic *self, size_t bar, size_t row)
{
  const CtJianpuRow *told = &self->rows[row];
  CtJianpuCell *cell = &self->cells[bar * self->n_rows + row];
  size_t n;
  Writer writer = { .music = self, .bar = &self->bars[bar] };
  const CtNotationEvent *events = ct_notation_events (self->notation, told->part, told->staff, bar, told->voice, &n);

  cell->first = self->n;
  for (size_t i = 0; i < n; i++)
    if (!add_event (&writer, &events[i]))
      return false;
  cell->n = self->n - cell->first;
  return true;
}

/* Whether a voice has anything to say in the piece. */
static bool
has_voice (const CtJianpuMusic *self, const CtJianpuRow *row)
{
  size_t n = 0;

  if (row->voice == 0)
    return true;
  for (size_t bar = 0; bar < self->n_bars && n == 0; bar++)
    ct_notation_events (self->notation, row->part, row->staff, bar, row->voice, &n);
  return n > 0;
}

static CtStatus
find_rows (CtJianpuMusic *self)
{
  size_t n_parts;
  const CtNotationPart *parts = ct_notation_parts (self->notation, &n_parts);

  self->rows = calloc (n_parts * CT_NOTATION_MAX_STAVES * CT_NOTATION_MAX_VOICES + 1, sizeof *self->rows);
  if (!self->rows)
    return CT_STATUS_NO_MEMORY;
  for (size_t part = 0; part < n_parts; part++)
    for (size_t staff = 0; staff < parts[part].n_staves; staff++)
      for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
        {
          CtJianpuRow row = { .part = part, .staff = staff, .voice = voice };

          if (staff == 0 && voice == 0)
            row.name = parts[part].name;
          if (has_voice (self, &row))
            self->rows[self->n_rows++] = row;
        }
  return CT_STATUS_OK;
}

static CtStatus
fill_cells (CtJianpuMusic *self)
{
  self->cells = calloc (self->n_bars * self->n_rows + 1, sizeof *self->cells);
  if (!self->cells)
    return CT_STATUS_NO_MEMORY;
  for (size_t bar = 0; bar < self->n_bars; bar++)
    for (size_t row = 0; row < self->n_rows; row++)
      if (!fill_cell (self, bar, row))
        return CT_STATUS_NO_MEMORY;
  return CT_STATUS_OK;
}

/* The last bar that begins at or before a tick. */
static size_t
bar_at (const CtJianpuMusic *self, int64_t tick)
{
  size_t low = 0, high = self->n_bars;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      *(self->bars[middle].start <= tick ? &low : &high) = middle;
    }
  return low;
}

/* Of two in one place the later one stands; one that goes on is not named again. */
static void
add_chord (CtJianpuMusic *self, const CtJianpuChord *chord)
{
  const CtJianpuChord *last = self->chords + self->n_chords - 1;

  if (self->n_chords && last->bar == chord->bar && last->tick == chord->tick)
    last = self->chords + --self->n_chords - 1;
  if (!self->n_chords || strcmp (last->name, chord->name) != 0)
    self->chords[self->n_chords++] = *chord;
}

/* Chords begin on eighths, where readers look for them. */
static CtStatus
find_chords (CtJianpuMusic *self, const CtChord *chords, size_t n_chords)
{
  self->chords = calloc (n_chords + 1, sizeof *self->chords);
  if (!self->chords)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < n_chords; i++)
    {
      int64_t tick = ct_notation_tick_at (self->notation, chords[i].start_s);
      CtJianpuChord chord = { .bar = bar_at (self, tick + EIGHTH / 2) };
      const CtNotationBar *bar = &self->bars[chord.bar];

      chord.tick = (int) (tick + EIGHTH / 2 - bar->start) / EIGHTH * EIGHTH;
      if (chord.tick < 0 || chord.tick >= bar->length)
        continue;
      ct_chord_name (&chords[i], &bar->key, CT_SPELLING_KEY, CT_ACCIDENTAL_SIGNS, chord.name);
      add_chord (self, &chord);
    }
  return CT_STATUS_OK;
}

CtStatus
ct_jianpu_music_init (CtJianpuMusic *self, const CtNotation *notation, const CtChord *chords, size_t n_chords)
{
  CtStatus status;

  *self = (CtJianpuMusic){ .notation = notation };
  self->bars = ct_notation_bars (notation, &self->n_bars);
  status = find_rows (self);
  if (status == CT_STATUS_OK)
    status = fill_cells (self);
  if (status == CT_STATUS_OK)
    status = find_chords (self, chords, n_chords);
  return status;
}

void
ct_jianpu_music_clear (CtJianpuMusic *self)
{
  free (self->symbols);
  free (self->rows);
  free (self->cells);
  free (self->chords);
  *self = (CtJianpuMusic){ 0 };
}

const CtJianpuChord *
ct_jianpu_music_chords (const CtJianpuMusic *self, size_t bar, size_t *n)
{
  size_t low = 0, high = self->n_chords;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->chords[middle].bar < bar)
        low = middle + 1;
      else
        high = middle;
    }
  *n = 0;
  while (low + *n < self->n_chords && self->chords[low + *n].bar == bar)
    ++*n;
  return self->chords + low;
}

bool
ct_jianpu_music_meter_changes (const CtJianpuMusic *self, size_t bar)
{
  const CtNotationBar *now = &self->bars[bar], *before = now - 1;

  return bar > 0 && (now->numerator != before->numerator || now->denominator != before->denominator);
}
