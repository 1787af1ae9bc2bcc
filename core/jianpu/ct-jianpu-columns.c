/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-columns-private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-tempo-map.h"
#include "core/base/ct-utf8.h"

/* All in heights of a digit. */
#define DIGIT_HALF 0.32
#define ACCIDENTAL_WIDTH 0.42
#define FIRST_DOT 0.30
#define NEXT_DOT 0.20
#define GAP 0.22
#define BAR_PAD 0.45
#define METER_LEAD 1.0
/* A symbol has room for itself and for what it lasts. */
#define LEAST_SPACE 0.45
#define QUARTER_SPACE 1.15
#define LETTER_WIDTH 0.56
/* Chinese, Japanese and Korean come after it. */
#define FIRST_WIDE 0x3000

double
ct_jianpu_text_width (const char *text, double size)
{
  double width = 0;
  size_t left = strlen (text), n;

  for (; left > 0; text += n, left -= n)
    {
      uint32_t code = 0;

      n = ct_utf8_read (text, left, &code);
      if (n == 0)
        n = 1;
      width += code >= FIRST_WIDE ? 2 * LETTER_WIDTH : LETTER_WIDTH;
    }
  return width * size;
}

static double
left_reach (const CtJianpuSymbol *symbol)
{
  double reach = DIGIT_HALF;

  for (int i = 0; symbol->kind == CT_JIANPU_NOTE && i < symbol->n_pitches; i++)
    if (symbol->pitches[i].accidental != CT_JIANPU_NO_ACCIDENTAL)
      reach = DIGIT_HALF + ACCIDENTAL_WIDTH;
  return reach;
}

static double
right_reach (const CtJianpuSymbol *symbol)
{
  return symbol->dots ? DIGIT_HALF + FIRST_DOT + NEXT_DOT * (symbol->dots - 1) : DIGIT_HALF;
}

static bool
make_room (CtJianpuColumns *self, size_t n)
{
  CtJianpuColumn *columns;

  if (n <= self->size)
    return true;
  columns = realloc (self->columns, n * sizeof *columns);
  if (!columns)
    return false;
  self->columns = columns;
  self->size = n;
  return true;
}

static int
compare (const void *a, const void *b)
{
  const CtJianpuColumn *x = a, *y = b;

  return (x->tick > y->tick) - (x->tick < y->tick);
}

/* What stands at the same tick shares a column that is as wide as the widest. */
static void
join (CtJianpuColumns *self)
{
  size_t n = 0;

  if (self->n > 0)
    qsort (self->columns, self->n, sizeof *self->columns, compare);
  for (size_t i = 0; i < self->n; i++)
    {
      CtJianpuColumn *column = &self->columns[i], *last = n ? &self->columns[n - 1] : NULL;

      if (last && last->tick == column->tick)
        {
          last->left = fmax (last->left, column->left);
          last->right = fmax (last->right, column->right);
          last->chord = fmax (last->chord, column->chord);
        }
      else
        self->columns[n++] = *column;
    }
  self->n = n;
}

static double
space_of (int ticks)
{
  return LEAST_SPACE + QUARTER_SPACE * sqrt ((double) ticks / CT_TICKS_PER_QUARTER);
}

static void
space (CtJianpuColumns *self, int ticks)
{
  double x = self->lead + BAR_PAD, right = self->lead + BAR_PAD, chord_end = 0;

  for (size_t i = 0; i < self->n; i++)
    {
      CtJianpuColumn *column = &self->columns[i];

      x = fmax (x, right + column->left);
      if (column->chord > 0)
        {
          x = fmax (x, chord_end + GAP + DIGIT_HALF);
          chord_end = x - DIGIT_HALF + column->chord;
        }
      column->x = x;
      right = x + column->right + GAP;
      x += space_of ((i + 1 < self->n ? self->columns[i + 1].tick : ticks) - column->tick);
    }
  self->width = fmax (fmax (x, right), chord_end + GAP);
}

CtStatus
ct_jianpu_columns_set (CtJianpuColumns *self, const CtJianpuMusic *music, size_t bar)
{
  const CtJianpuCell *cells = &music->cells[bar * music->n_rows];
  size_t n_chords, n;
  const CtJianpuChord *chords = ct_jianpu_music_chords (music, bar, &n_chords);

  n = n_chords;
  for (size_t row = 0; row < music->n_rows; row++)
    n += cells[row].n;
  if (!make_room (self, n))
    return CT_STATUS_NO_MEMORY;
  self->n = 0;
  for (size_t row = 0; row < music->n_rows; row++)
    for (size_t i = 0; i < cells[row].n; i++)
      {
        const CtJianpuSymbol *symbol = &music->symbols[cells[row].first + i];

        self->columns[self->n++] = (CtJianpuColumn){ .tick = symbol->tick,
                                                     .left = left_reach (symbol),
                                                     .right = right_reach (symbol) };
      }
  for (size_t i = 0; i < n_chords; i++)
    self->columns[self->n++] = (CtJianpuColumn){ .tick = chords[i].tick,
                                                 .chord = ct_jianpu_text_width (chords[i].name, CT_JIANPU_CHORD_SIZE) };
  join (self);
  self->lead = ct_jianpu_music_meter_changes (music, bar) ? METER_LEAD : 0;
  space (self, music->bars[bar].length);
  return CT_STATUS_OK;
}

double
ct_jianpu_columns_x (const CtJianpuColumns *self, int tick, double width)
{
  CtJianpuColumn key = { .tick = tick };
  const CtJianpuColumn *column = bsearch (&key, self->columns, self->n, sizeof key, compare);
  double x = column ? column->x : self->lead + BAR_PAD;

  return self->lead + (x - self->lead) * (width - self->lead) / (self->width - self->lead);
}

void
ct_jianpu_columns_clear (CtJianpuColumns *self)
{
  free (self->columns);
  *self = (CtJianpuColumns){ 0 };
}
