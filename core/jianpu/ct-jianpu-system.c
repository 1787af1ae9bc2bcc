/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-system-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-tempo-map.h"

/* All in heights of a digit; the figure itself is lower than its line of text. */
#define DIGIT 0.73
#define DIGIT_HALF 0.3
#define UNDERLINE 0.17 /* the first below the digit, and each below the one before */
#define UNDERLINE_WIDTH 0.06
#define DOT_STEP 0.2
#define DOT_RADIUS 0.065
#define STACK_GAP 0.2
#define DASH_HALF 0.26
#define LENGTH_DOT 0.42 /* the first dot that lengthens, from the middle of the digit */
#define LENGTH_DOT_STEP 0.2
#define ACCIDENTAL_SIZE 0.62
#define ACCIDENTAL_RIGHT 0.3
#define ACCIDENTAL_RAISE 0.3
#define TIE_HEIGHT 0.34
#define TUPLET_HEIGHT 0.6
#define TUPLET_SIZE 0.5
#define ROW_GAP 0.5
#define PART_GAP 0.95
#define LANE 1.1 /* chords; what is written above all */
#define SMALL 0.55
#define NAME_SIZE 0.66
#define BAR_OVER 0.18 /* how far barlines stand out */
#define BAR_WIDTH 0.055
#define END_WIDTH 0.2
#define METER_SIZE 0.74

const char *
ct_jianpu_key_text (const CtKey *key)
{
  static const char *const texts[] = { "1=♭C", "1=♭G", "1=♭D", "1=♭A", "1=♭E", "1=♭B", "1=F", "1=C",
                                       "1=G",  "1=D",  "1=A",  "1=E",  "1=B",  "1=♯F", "1=♯C" };

  return texts[key->fifths + CT_KEY_MAX_FIFTHS];
}

void
ct_jianpu_tempo_text (double bpm, char *text, size_t size)
{
  snprintf (text, size, "♩=%d", (int) lround (bpm));
}

static double
dots_height (int dots)
{
  return dots > 0 ? 0.04 + DOT_STEP * dots : 0;
}

static int
dots_above (const CtJianpuPitch *pitch)
{
  return pitch->octave > 0 ? pitch->octave : 0;
}

static int
dots_below (const CtJianpuPitch *pitch)
{
  return pitch->octave < 0 ? -pitch->octave : 0;
}

/* How far the digit of pitch @i stands above the lowest. */
static double
pitch_height (const CtJianpuSymbol *symbol, int i)
{
  double height = 0;

  for (int k = 0; k < i; k++)
    height += DIGIT + STACK_GAP + dots_height (dots_above (&symbol->pitches[k]))
              + dots_height (dots_below (&symbol->pitches[k + 1]));
  return height;
}

static double
symbol_top (const CtJianpuSymbol *symbol)
{
  int last = symbol->n_pitches - 1;

  if (last < 0)
    return DIGIT;
  return pitch_height (symbol, last) + DIGIT + dots_height (dots_above (&symbol->pitches[last]));
}

static double
symbol_depth (const CtJianpuSymbol *symbol)
{
  double dots = symbol->n_pitches ? dots_height (dots_below (&symbol->pitches[0])) : 0;

  return UNDERLINE * symbol->underlines + dots;
}

static void
measure_row (CtJianpuSystem *self, size_t row)
{
  const CtJianpuMusic *music = self->music;
  CtJianpuRowSpace *space = &self->rows[row];
  bool ties = false, tuplets = false;

  *space = (CtJianpuRowSpace){ .above = DIGIT };
  for (size_t bar = self->first; bar < self->end; bar++)
    {
      const CtJianpuCell *cell = &music->cells[bar * music->n_rows + row];

      for (size_t i = 0; i < cell->n; i++)
        {
          const CtJianpuSymbol *symbol = &music->symbols[cell->first + i];

          space->above = fmax (space->above, symbol_top (symbol));
          space->below = fmax (space->below, symbol_depth (symbol));
          ties |= symbol->tied;
          tuplets |= symbol->tuplet > 0;
        }
    }
  space->above += (ties ? TIE_HEIGHT : 0) + (tuplets ? TUPLET_HEIGHT : 0);
}

static bool
has_chords (const CtJianpuSystem *self)
{
  size_t n = 0;

  for (size_t bar = self->first; bar < self->end && n == 0; bar++)
    ct_jianpu_music_chords (self->music, bar, &n);
  return n > 0;
}

void
ct_jianpu_system_measure (CtJianpuSystem *self, size_t first, size_t end)
{
  double y = LANE;

  self->first = first;
  self->end = end;
  if (has_chords (self))
    y += LANE;
  for (size_t row = 0; row < self->music->n_rows; row++)
    {
      CtJianpuRowSpace *space = &self->rows[row];

      measure_row (self, row);
      if (row > 0)
        y += self->music->rows[row].name ? PART_GAP : ROW_GAP;
      y += space->above;
      space->baseline = y;
      y += space->below;
    }
  self->height = y;
}

/* From the system to the page. */
static double
page_y (const CtJianpuSystem *self, double y)
{
  return self->y_pt + y * self->unit_pt;
}

static void
add_text (CtJianpuSystem *self, CtJianpuMarkKind kind, const char *text, double x_pt, double y_pt, double size)
{
  CtJianpuMark *mark = ct_jianpu_marks_add (self->marks, kind, self->page);

  mark->x = x_pt;
  mark->y = y_pt;
  mark->size = size * self->unit_pt;
  ct_jianpu_marks_set_text (mark, text);
}

static void
add_line (CtJianpuSystem *self, double x_pt, double y_pt, double x2_pt, double y2_pt, double width)
{
  CtJianpuMark *mark = ct_jianpu_marks_add (self->marks, CT_JIANPU_LINE, self->page);

  mark->x = x_pt;
  mark->y = y_pt;
  mark->x2 = x2_pt;
  mark->y2 = y2_pt;
  mark->size = width * self->unit_pt;
}

static void
add_dot (CtJianpuSystem *self, double x_pt, double y_pt)
{
  CtJianpuMark *mark = ct_jianpu_marks_add (self->marks, CT_JIANPU_DOT, self->page);

  mark->x = x_pt;
  mark->y = y_pt;
  mark->size = DOT_RADIUS * self->unit_pt;
}

static void
add_arc (CtJianpuSystem *self, double x_pt, double x2_pt, double y_pt, double height)
{
  CtJianpuMark *mark = ct_jianpu_marks_add (self->marks, CT_JIANPU_ARC, self->page);

  mark->x = x_pt;
  mark->x2 = x2_pt;
  mark->y = mark->y2 = y_pt;
  mark->size = height * self->unit_pt;
}

static void
draw_pitch (CtJianpuSystem *self, const CtJianpuSymbol *symbol, int i, double x, double baseline)
{
  static const char *const accidentals[] = { NULL, "♭♭", "♭", "♮", "♯", "♯♯" };
  const CtJianpuPitch *pitch = &symbol->pitches[i];
  double u = self->unit_pt, y = baseline - u * pitch_height (symbol, i);
  double below = y + u * (i == 0 ? UNDERLINE * symbol->underlines : 0);
  const char *accidental = accidentals[pitch->accidental];

  add_text (self, CT_JIANPU_DIGIT, (char[]){ (char) ('0' + pitch->degree), '\0' }, x, y, 1);
  if (accidental)
    add_text (self, CT_JIANPU_RIGHT, accidental, x - u * ACCIDENTAL_RIGHT, y - u * ACCIDENTAL_RAISE, ACCIDENTAL_SIZE);
  for (int k = 1; k <= dots_above (pitch); k++)
    add_dot (self, x, y - u * (DIGIT + DOT_STEP * (k - 0.3)));
  for (int k = 1; k <= dots_below (pitch); k++)
    add_dot (self, x, below + u * DOT_STEP * (k - 0.1));
}

static void
draw_symbol (CtJianpuSystem *self, const CtJianpuSymbol *symbol, double x, double baseline)
{
  double u = self->unit_pt, middle = baseline - u * DIGIT / 2;

  if (symbol->kind == CT_JIANPU_DASH)
    add_line (self, x - u * DASH_HALF, middle, x + u * DASH_HALF, middle, UNDERLINE_WIDTH * 1.3);
  else if (symbol->kind == CT_JIANPU_REST)
    add_text (self, CT_JIANPU_DIGIT, "0", x, baseline, 1);
  for (int i = 0; i < symbol->n_pitches; i++)
    draw_pitch (self, symbol, i, x, baseline);
  for (int k = 0; k < symbol->dots; k++)
    add_dot (self, x + u * (LENGTH_DOT + LENGTH_DOT_STEP * k), middle);
}

/* A line under all that follow each other in a beat and are short enough for it. */
static void
draw_underlines (CtJianpuSystem *self, const CtJianpuCell *cell, const double *xs, double baseline)
{
  const CtJianpuSymbol *symbols = &self->music->symbols[cell->first];
  double u = self->unit_pt;

  for (int level = 1; level <= CT_NOTE_VALUE_256TH - CT_NOTE_VALUE_QUARTER; level++)
    for (size_t i = 0, end; i < cell->n; i = end)
      {
        double y = baseline + u * UNDERLINE * level;

        end = i + 1;
        if (symbols[i].underlines < level)
          continue;
        while (end < cell->n && symbols[end].underlines >= level && symbols[end].group == symbols[i].group)
          end++;
        add_line (self, xs[i] - u * DIGIT_HALF, y, xs[end - 1] + u * DIGIT_HALF, y, UNDERLINE_WIDTH);
      }
}

static void
draw_tie (CtJianpuSystem *self, CtJianpuSpan *tie, const CtJianpuSymbol *symbol, double x, double baseline)
{
  double top = symbol_top (symbol), u = self->unit_pt;

  if (symbol->kind == CT_JIANPU_DASH)
    return;
  if (tie->open)
    add_arc (self, tie->x_pt, x, baseline - u * (fmax (tie->top, top) + 0.06), TIE_HEIGHT);
  *tie = (CtJianpuSpan){ .open = symbol->tied, .x_pt = x, .top = top };
}

static void
draw_tuplet (CtJianpuSystem *self, CtJianpuSpan *tuplet, const CtJianpuSymbol *symbol, double x, double baseline)
{
  double u = self->unit_pt, y;
  char text[8];

  if (symbol->tuplet)
    *tuplet = (CtJianpuSpan){ .open = true, .x_pt = x, .number = symbol->tuplet };
  tuplet->top = fmax (tuplet->top, symbol_top (symbol) + (symbol->tied ? TIE_HEIGHT : 0));
  if (!tuplet->open || !symbol->tuplet_stops)
    return;
  y = baseline - u * (tuplet->top + 0.08);
  snprintf (text, sizeof text, "%d", tuplet->number);
  add_arc (self, tuplet->x_pt - u * DIGIT_HALF, x + u * DIGIT_HALF, y, TIE_HEIGHT);
  add_text (self, CT_JIANPU_DIGIT, text, (tuplet->x_pt + x) / 2, y - u * (TIE_HEIGHT - 0.02), TUPLET_SIZE);
  *tuplet = (CtJianpuSpan){ 0 };
}

/* Whether the last note before the system goes on in it. */
static bool
goes_on (const CtJianpuSystem *self, size_t row)
{
  const CtJianpuMusic *music = self->music;
  const CtJianpuCell *cell = &music->cells[(self->first ? self->first - 1 : 0) * music->n_rows + row];

  for (size_t i = self->first ? cell->n : 0; i > 0; i--)
    if (music->symbols[cell->first + i - 1].kind != CT_JIANPU_DASH)
      return music->symbols[cell->first + i - 1].tied;
  return false;
}

static void
draw_cell (CtJianpuSystem *self, size_t bar, size_t row, double left, double width)
{
  const CtJianpuCell *cell = &self->music->cells[bar * self->music->n_rows + row];
  double baseline = page_y (self, self->rows[row].baseline);
  CtJianpuSpan tuplet = { 0 };

  for (size_t i = 0; i < cell->n; i++)
    {
      const CtJianpuSymbol *symbol = &self->music->symbols[cell->first + i];
      double x = left + self->unit_pt * ct_jianpu_columns_x (&self->columns, symbol->tick, width);

      self->xs_pt[i] = x;
      draw_symbol (self, symbol, x, baseline);
      draw_tie (self, &self->ties[row], symbol, x, baseline);
      draw_tuplet (self, &tuplet, symbol, x, baseline);
    }
  draw_underlines (self, cell, self->xs_pt, baseline);
}

void
ct_jianpu_draw_meter (CtJianpuMarks *marks, int page, const CtNotationBar *bar, double x, double y, double size)
{
  CtJianpuMark *line = ct_jianpu_marks_add (marks, CT_JIANPU_LINE, page);
  int numbers[] = { bar->numerator, bar->denominator };

  line->x = x - 0.45 * size;
  line->x2 = x + 0.45 * size;
  line->y = line->y2 = y;
  line->size = 0.07 * size;
  for (int i = 0; i < 2; i++)
    {
      CtJianpuMark *number = ct_jianpu_marks_add (marks, CT_JIANPU_DIGIT, page);

      number->x = x;
      number->y = y + (i == 0 ? -0.12 : DIGIT + 0.14) * size;
      number->size = size;
      snprintf (number->text, sizeof number->text, "%d", numbers[i]);
    }
}

/* A line through all voices. */
static void
draw_barline (CtJianpuSystem *self, double x_pt, double width)
{
  double top = page_y (self, self->rows[0].baseline - DIGIT - BAR_OVER);
  double bottom = page_y (self, self->rows[self->music->n_rows - 1].baseline + BAR_OVER);

  add_line (self, x_pt, top, x_pt, bottom, width);
}

static void
draw_meters (CtJianpuSystem *self, size_t bar, double left)
{
  if (!ct_jianpu_music_meter_changes (self->music, bar))
    return;
  for (size_t row = 0; row < self->music->n_rows; row++)
    ct_jianpu_draw_meter (self->marks, self->page, &self->music->bars[bar], left + 0.65 * self->unit_pt,
                          page_y (self, self->rows[row].baseline - DIGIT / 2), METER_SIZE * self->unit_pt);
}

static void
draw_chords (CtJianpuSystem *self, size_t bar, double left, double width)
{
  double u = self->unit_pt;
  size_t n;
  const CtJianpuChord *chords = ct_jianpu_music_chords (self->music, bar, &n);

  for (size_t i = 0; i < n; i++)
    add_text (self, CT_JIANPU_TEXT, chords[i].name,
              left + u * (ct_jianpu_columns_x (&self->columns, chords[i].tick, width) - DIGIT_HALF),
              page_y (self, 2 * LANE - 0.3), CT_JIANPU_CHORD_SIZE);
}

/* A new tonic, and tempos after the first, which stands at the head of the piece. */
static void
draw_changes (CtJianpuSystem *self, size_t bar, double left, double width)
{
  const CtNotationBar *now = &self->music->bars[bar];
  double y_pt = page_y (self, LANE - 0.35), u = self->unit_pt, free_x = left;
  size_t n;
  const CtNotationTempo *tempos = ct_notation_tempos (self->music->notation, &n);
  char text[16];

  if (bar > 0 && now->key.fifths != now[-1].key.fifths)
    {
      add_text (self, CT_JIANPU_TEXT, ct_jianpu_key_text (&now->key), left, y_pt, NAME_SIZE);
      free_x += u * ct_jianpu_text_width ("1=♭B ", NAME_SIZE);
    }
  for (size_t i = 1; i < n; i++)
    if (tempos[i].bar == bar && tempos[i].shown)
      {
        double x = left + u * ct_jianpu_columns_x (&self->columns, tempos[i].tick, width);

        if (tempos[i].tick == 0)
          x = left;
        ct_jianpu_tempo_text (tempos[i].bpm, text, sizeof text);
        add_text (self, CT_JIANPU_TEXT, text, fmax (x, free_x), y_pt, NAME_SIZE);
        free_x = fmax (x, free_x) + u * ct_jianpu_text_width ("♩=100 ", NAME_SIZE);
      }
}

static void
draw_names (CtJianpuSystem *self)
{
  double u = self->unit_pt;
  char text[24];

  for (size_t row = 0; row < self->music->n_rows && self->names > 0; row++)
    if (self->music->rows[row].name)
      {
        add_text (self, CT_JIANPU_TEXT, self->music->rows[row].name, self->x_pt,
                  page_y (self, self->rows[row].baseline - 0.06), NAME_SIZE);
        self->marks->marks[self->marks->n - 1].x2 = u * (self->names - 0.4);
      }
  if (self->first > 0)
    {
      snprintf (text, sizeof text, "%lld", (long long) self->music->bars[self->first].number);
      add_text (self, CT_JIANPU_RIGHT, text, self->x_pt + u * (self->names - 0.2),
                page_y (self, self->rows[0].baseline - DIGIT), SMALL);
    }
}

static void
begin_ties (CtJianpuSystem *self, double left)
{
  for (size_t row = 0; row < self->music->n_rows; row++)
    self->ties[row] = (CtJianpuSpan){ .open = goes_on (self, row), .x_pt = left, .top = DIGIT };
}

static void
end_ties (CtJianpuSystem *self, double right)
{
  for (size_t row = 0; row < self->music->n_rows; row++)
    if (self->ties[row].open)
      add_arc (self, self->ties[row].x_pt, right, page_y (self, self->rows[row].baseline - self->ties[row].top - 0.06),
               TIE_HEIGHT);
}

CtStatus
ct_jianpu_system_draw (CtJianpuSystem *self)
{
  double u = self->unit_pt, left = self->x_pt + u * self->names;
  CtStatus status = CT_STATUS_OK;

  draw_names (self);
  if (self->music->n_rows > 1)
    draw_barline (self, left, BAR_WIDTH);
  begin_ties (self, left);
  for (size_t bar = self->first; bar < self->end && status == CT_STATUS_OK; bar++)
    {
      double width;

      status = ct_jianpu_columns_set (&self->columns, self->music, bar);
      if (status != CT_STATUS_OK)
        break;
      width = self->columns.width * self->spread;
      draw_changes (self, bar, left, width);
      draw_chords (self, bar, left, width);
      draw_meters (self, bar, left);
      for (size_t row = 0; row < self->music->n_rows; row++)
        draw_cell (self, bar, row, left, width);
      left += u * width;
      if (bar + 1 < self->music->n_bars)
        draw_barline (self, left, BAR_WIDTH);
    }
  end_ties (self, left);
  if (self->end == self->music->n_bars)
    {
      draw_barline (self, left - u * END_WIDTH / 2, END_WIDTH);
      draw_barline (self, left - u * (END_WIDTH + 0.2), BAR_WIDTH);
    }
  return status;
}

CtStatus
ct_jianpu_system_init (CtJianpuSystem *self, const CtJianpuMusic *music, CtJianpuMarks *marks)
{
  size_t most = 0;

  *self = (CtJianpuSystem){ .music = music, .marks = marks };
  for (size_t i = 0; i < music->n_bars * music->n_rows; i++)
    most = music->cells[i].n > most ? music->cells[i].n : most;
  self->rows = calloc (music->n_rows, sizeof *self->rows);
  self->ties = calloc (music->n_rows, sizeof *self->ties);
  self->xs_pt = calloc (most + 1, sizeof *self->xs_pt);
  return self->rows && self->ties && self->xs_pt ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

void
ct_jianpu_system_clear (CtJianpuSystem *self)
{
  ct_jianpu_columns_clear (&self->columns);
  free (self->rows);
  free (self->ties);
  free (self->xs_pt);
}
