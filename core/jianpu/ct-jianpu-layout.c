/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-layout-private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/jianpu/ct-jianpu-columns-private.h"
#include "core/jianpu/ct-jianpu-marks-private.h"
#include "core/jianpu/ct-jianpu-system-private.h"

#define MARGIN_PT 42.0
#define SYSTEM_GAP 0.9 /* digits */
/* The last line is not drawn out further than this. */
#define MAX_LAST_SPREAD 1.25
/* In digits: names of parts, at most; the head's text and its height. */
#define MAX_NAMES 7.0
#define NAME_SIZE 0.66
#define HEAD_SIZE 0.9
#define HEAD_METER_SIZE 0.74
#define TITLE_SIZE 1.6
#define PAGE_NUMBER_PT 9.0

typedef struct
{
  CtJianpu *pages;
  const CtJianpuMusic *music;
  const CtJianpuOptions *options;
  CtJianpuSystem system;
  double *widths; /* [n_bars], in digits */
  double width_pt, bottom_pt, y_pt;
} Layout;

static CtJianpuMark *
add_text (Layout *self, CtJianpuMarkKind kind, double x, double y, double size)
{
  CtJianpuMark *mark = ct_jianpu_marks_add (&self->pages->marks, kind, self->system.page);

  mark->x = x;
  mark->y = y;
  mark->size = size;
  return mark;
}

static void
add_page_number (Layout *self)
{
  CtJianpuMark *mark = add_text (self, CT_JIANPU_DIGIT, self->pages->width_pt / 2,
                                 self->pages->height_pt - MARGIN_PT / 2, PAGE_NUMBER_PT);

  snprintf (mark->text, sizeof mark->text, "%d", self->system.page + 1);
}

/* The title; beneath it the tonic, the meter and the tempo, and the name of the only part. */
static void
draw_head (Layout *self)
{
  double u = self->options->size_pt, size = HEAD_SIZE * u, x = MARGIN_PT;
  const CtNotationBar *bar = &self->music->bars[0];
  size_t n, n_parts;
  const CtNotationTempo *tempos = ct_notation_tempos (self->music->notation, &n);
  const CtNotationPart *parts = ct_notation_parts (self->music->notation, &n_parts);
  CtJianpuMark *mark;

  if (self->options->title && self->options->title[0])
    {
      self->y_pt += TITLE_SIZE * u;
      mark = add_text (self, CT_JIANPU_TITLE, self->pages->width_pt / 2, self->y_pt, TITLE_SIZE * u);
      mark->x2 = self->width_pt;
      ct_jianpu_marks_set_text (mark, self->options->title);
      self->y_pt += 0.6 * u;
    }
  self->y_pt += 1.3 * u;
  mark = add_text (self, CT_JIANPU_TEXT, x, self->y_pt, size);
  ct_jianpu_marks_set_text (mark, ct_jianpu_key_text (&bar->key));
  x += ct_jianpu_text_width ("1=♭B ", size) + 0.4 * u;
  ct_jianpu_draw_meter (&self->pages->marks, self->system.page, bar, x, self->y_pt - 0.33 * u, HEAD_METER_SIZE * u);
  x += u;
  mark = add_text (self, CT_JIANPU_TEXT, x, self->y_pt, size);
  ct_jianpu_tempo_text (tempos[0].bpm, mark->text, sizeof mark->text);
  if (n_parts == 1)
    {
      mark = add_text (self, CT_JIANPU_RIGHT, MARGIN_PT + self->width_pt, self->y_pt, size);
      mark->x2 = self->width_pt / 2;
      ct_jianpu_marks_set_text (mark, parts[0].name);
    }
  self->y_pt += 0.6 * u;
}

static CtStatus
measure_bars (Layout *self)
{
  CtStatus status = CT_STATUS_OK;

  self->widths = calloc (self->music->n_bars, sizeof *self->widths);
  if (!self->widths)
    return CT_STATUS_NO_MEMORY;
  for (size_t bar = 0; bar < self->music->n_bars && status == CT_STATUS_OK; bar++)
    {
      status = ct_jianpu_columns_set (&self->system.columns, self->music, bar);
      self->widths[bar] = self->system.columns.width;
    }
  return status;
}

/* Room for names, where there are several parts. */
static double
names_width (const Layout *self)
{
  double width = 0;
  size_t n_parts;
  const CtNotationPart *parts = ct_notation_parts (self->music->notation, &n_parts);

  for (size_t i = 0; i < n_parts && n_parts > 1; i++)
    width = fmax (width, ct_jianpu_text_width (parts[i].name, NAME_SIZE) + 0.6);
  return fmin (width, MAX_NAMES);
}

/* As many bars as fit, and how far they are drawn out; one that is wider than the page is made smaller. */
static size_t
fill_line (Layout *self, size_t first)
{
  CtJianpuSystem *system = &self->system;
  double u = self->options->size_pt, room = self->width_pt / u - system->names, width = self->widths[first];
  size_t end = first + 1;

  for (; end < self->music->n_bars && width + self->widths[end] <= room; end++)
    width += self->widths[end];
  system->unit_pt = u * fmin (1, self->width_pt / u / (width + system->names));
  system->spread = (self->width_pt / system->unit_pt - system->names) / width;
  if (end == self->music->n_bars)
    system->spread = fmin (system->spread, MAX_LAST_SPREAD);
  return end;
}

static void
turn_page (Layout *self)
{
  add_page_number (self);
  self->system.page++;
  self->y_pt = MARGIN_PT;
}

/* A line that is higher than a page is made smaller, too. */
static void
place_line (Layout *self)
{
  CtJianpuSystem *system = &self->system;
  double most = self->bottom_pt - MARGIN_PT;

  if (system->height * system->unit_pt > most)
    {
      double smaller = most / (system->height * system->unit_pt);

      system->unit_pt *= smaller;
      system->spread /= smaller;
    }
  if (self->y_pt > MARGIN_PT + 0.5 && self->y_pt + system->height * system->unit_pt > self->bottom_pt)
    turn_page (self);
  system->x_pt = MARGIN_PT;
  system->y_pt = self->y_pt;
  self->y_pt += (system->height + SYSTEM_GAP) * system->unit_pt;
}

static CtStatus
set_lines (Layout *self)
{
  CtStatus status = measure_bars (self);

  self->system.names = names_width (self);
  draw_head (self);
  for (size_t first = 0, end; first < self->music->n_bars && status == CT_STATUS_OK && self->music->n_rows > 0;
       first = end)
    {
      end = fill_line (self, first);
      ct_jianpu_system_measure (&self->system, first, end);
      place_line (self);
      status = ct_jianpu_system_draw (&self->system);
    }
  if (self->system.page > 0)
    add_page_number (self);
  return status;
}

CtStatus
ct_jianpu_layout (CtJianpu *self, const CtJianpuMusic *music, const CtJianpuOptions *options)
{
  Layout layout = { .pages = self,
                    .music = music,
                    .options = options,
                    .width_pt = self->width_pt - 2 * MARGIN_PT,
                    .bottom_pt = self->height_pt - MARGIN_PT,
                    .y_pt = MARGIN_PT };
  CtStatus status = ct_jianpu_system_init (&layout.system, music, &self->marks);

  if (status == CT_STATUS_OK)
    status = set_lines (&layout);
  self->n_pages = layout.system.page + 1;
  ct_jianpu_system_clear (&layout.system);
  free (layout.widths);
  return status == CT_STATUS_OK && self->marks.failed ? CT_STATUS_NO_MEMORY : status;
}
