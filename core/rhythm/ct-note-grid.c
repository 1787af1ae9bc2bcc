/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-note-grid.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A tick this close to a line lies on it. */
#define ON_LINE 1e-3

/* What stands behind a step's name; by CtNoteGridKind. */
static const char suffixes[CT_N_NOTE_GRIDS][2] = { "", ".", "t", "q", "s" };

bool
ct_note_grid_is_valid (const CtNoteGrid *grid)
{
  int division = grid->division;

  return division >= 0 && division <= CT_NOTE_GRID_MAX_DIVISION && (division & (division - 1)) == 0
         && (int) grid->kind >= 0 && grid->kind < CT_N_NOTE_GRIDS
         && (grid->kind != CT_NOTE_GRID_SWING
             || (grid->swing >= CT_NOTE_GRID_MIN_SWING && grid->swing <= CT_NOTE_GRID_MAX_SWING));
}

/* ---- names ---- */

void
ct_note_grid_name (const CtNoteGrid *grid, char *out)
{
  if (grid->division == 0)
    strcpy (out, "auto");
  else
    snprintf (out, CT_NOTE_GRID_NAME_SIZE, "1/%u%s", (unsigned) grid->division % 100, suffixes[grid->kind]);
}

bool
ct_note_grid_parse (const char *text, CtNoteGrid *out)
{
  CtNoteGrid grid = { .swing = out->swing };
  char name[CT_NOTE_GRID_NAME_SIZE];

  for (int kind = 0; kind < CT_N_NOTE_GRIDS; kind++)
    for (int division = 0; division <= CT_NOTE_GRID_MAX_DIVISION; division = division ? 2 * division : 1)
      {
        grid.division = division;
        grid.kind = (CtNoteGridKind) kind;
        ct_note_grid_name (&grid, name);
        if (strcmp (text, name) == 0)
          {
            *out = grid;
            return true;
          }
      }
  return false;
}

/* ---- lines ---- */

/* A bar and the grid in it. */
typedef struct
{
  const CtNoteGrid *grid;
  int step;
  int64_t start;
  double length;
} Bar;

static Bar
bar_at (const CtTempoMap *map, const CtNoteGrid *grid, double tick)
{
  int64_t bar = ct_tempo_map_position (map, (int64_t) floor (tick)).bar, start = ct_tempo_map_bar_tick (map, bar);

  return (Bar){ grid, ct_note_grid_step_ticks (grid), start, (double) (ct_tempo_map_bar_tick (map, bar + 1) - start) };
}

/* Line number @i, from the beginning of the bar; the next bar's beginning where the bar has fewer. */
static double
line_at (const Bar *bar, int64_t i)
{
  double line = (double) (i * bar->step);

  if (bar->grid->kind == CT_NOTE_GRID_SWING && i % 2)
    line += bar->step * (2 * bar->grid->swing - 1);
  return fmin (line, bar->length);
}

/* The number of a line at or before @within the bar: the last one, or one before it. */
static int64_t
first_line (const Bar *bar, double within)
{
  int64_t i = (int64_t) floor (within / bar->step) - 1;

  return i > 0 ? i : 0;
}

int
ct_note_grid_step_ticks (const CtNoteGrid *grid)
{
  int straight = CT_TICKS_PER_WHOLE / grid->division;

  switch (grid->kind)
    {
    case CT_NOTE_GRID_DOTTED:
      return straight * 3 / 2;
    case CT_NOTE_GRID_TRIPLET:
      return straight * 2 / 3;
    case CT_NOTE_GRID_QUINTUPLET:
      return straight * 4 / 5;
    case CT_NOTE_GRID_STRAIGHT:
    case CT_NOTE_GRID_SWING:
    case CT_N_NOTE_GRIDS:
      break;
    }
  return straight;
}

double
ct_note_grid_nearest (const CtTempoMap *map, const CtNoteGrid *grid, double tick)
{
  Bar bar = bar_at (map, grid, tick);
  double within = tick - (double) bar.start, best = bar.length;
  int64_t first = first_line (&bar, within);

  for (int64_t i = first; i <= first + 3; i++)
    {
      double line = line_at (&bar, i);

      if (fabs (line - within) < fabs (best - within) || (fabs (line - within) == fabs (best - within) && line < best))
        best = line;
    }
  return (double) bar.start + best;
}

double
ct_note_grid_next (const CtTempoMap *map, const CtNoteGrid *grid, double tick)
{
  Bar bar = bar_at (map, grid, tick + ON_LINE);
  double after = tick + ON_LINE - (double) bar.start;
  int64_t i = first_line (&bar, after);

  while (line_at (&bar, i) <= after)
    i++;
  return (double) bar.start + line_at (&bar, i);
}

double
ct_note_grid_previous (const CtTempoMap *map, const CtNoteGrid *grid, double tick)
{
  Bar bar = bar_at (map, grid, ceil (tick - ON_LINE) - 1);
  double before = tick - ON_LINE - (double) bar.start;
  int64_t i = first_line (&bar, before);

  while (line_at (&bar, i + 1) < fmin (before, bar.length))
    i++;
  return (double) bar.start + line_at (&bar, i);
}

double
ct_note_grid_at_or_before (const CtTempoMap *map, const CtNoteGrid *grid, double tick)
{
  return ct_note_grid_previous (map, grid, tick + 2 * ON_LINE);
}

size_t
ct_note_grid_lines (const CtTempoMap *map, const CtNoteGrid *grid, double from, double to, double *out, size_t max)
{
  size_t n = 0;

  for (double line = ct_note_grid_next (map, grid, from - 2 * ON_LINE); n < max && line < to;
       line = ct_note_grid_next (map, grid, line))
    out[n++] = line;
  return n;
}
