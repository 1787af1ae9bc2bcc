/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-private.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <strings.h>

#include "core/base/ct-atomic-file.h"

#define FONT "Serif"
#define TEXT_FONT "Sans"
/* Smaller text is not read from a music stand; small notation has its own. */
#define LEAST_PT 6.5

static PangoLayout *
make_layout (cairo_t *cr, const CtJianpuMark *mark)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (mark->kind == CT_JIANPU_DIGIT ? FONT : TEXT_FONT);
  char *text;

  pango_font_description_set_absolute_size (font, mark->size * PANGO_SCALE);
  if (mark->kind == CT_JIANPU_TITLE)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  text = g_utf8_make_valid (mark->text, -1); /* names of files may be anything */
  pango_layout_set_text (layout, text, -1);
  g_free (text);
  pango_font_description_free (font);
  return layout;
}

static double
layout_width (PangoLayout *layout)
{
  int units;

  pango_layout_get_size (layout, &units, NULL);
  return (double) units / PANGO_SCALE;
}

/* Keeps text within the width that is left for it: smaller, and cut where it would be too small to be read. Returns by
 * how much smaller. */
static double
fit_text (PangoLayout *layout, const CtJianpuMark *mark)
{
  double width = layout_width (layout), scale;

  if (mark->x2 <= 0 || width <= mark->x2)
    return 1;
  scale = fmax (mark->x2 / width, fmin (LEAST_PT / mark->size, 1));
  if (width * scale > mark->x2)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, (int) (mark->x2 / scale * PANGO_SCALE));
    }
  return scale;
}

static void
draw_text (cairo_t *cr, const CtJianpuMark *mark)
{
  static const double shares[] = { [CT_JIANPU_DIGIT] = 0.5, [CT_JIANPU_RIGHT] = 1, [CT_JIANPU_TITLE] = 0.5 };
  double share = mark->kind == CT_JIANPU_TEXT ? 0 : shares[mark->kind];
  PangoLayout *layout = make_layout (cr, mark);
  double scale = fit_text (layout, mark);

  cairo_save (cr);
  cairo_translate (cr, mark->x - share * layout_width (layout) * scale, mark->y);
  cairo_scale (cr, scale, scale);
  cairo_move_to (cr, 0, -(double) pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
  g_object_unref (layout);
}

static void
draw_line (cairo_t *cr, const CtJianpuMark *mark)
{
  cairo_set_line_width (cr, mark->size);
  cairo_move_to (cr, mark->x, mark->y);
  cairo_line_to (cr, mark->x2, mark->y2);
  cairo_stroke (cr);
}

/* Thick in the middle, as engraved. */
static void
draw_arc (cairo_t *cr, const CtJianpuMark *mark)
{
  double reach = fmin (mark->size, (mark->x2 - mark->x) / 3), thick = 0.25 * mark->size;

  cairo_move_to (cr, mark->x, mark->y);
  cairo_curve_to (cr, mark->x + reach, mark->y - mark->size, mark->x2 - reach, mark->y2 - mark->size, mark->x2,
                  mark->y2);
  cairo_curve_to (cr, mark->x2 - reach, mark->y2 - mark->size + thick, mark->x + reach, mark->y - mark->size + thick,
                  mark->x, mark->y);
  cairo_fill (cr);
}

static void
draw_dot (cairo_t *cr, const CtJianpuMark *mark)
{
  cairo_new_path (cr);
  cairo_arc (cr, mark->x, mark->y, mark->size, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* The first mark that is not on an earlier page. */
static size_t
first_mark (const CtJianpu *self, int page)
{
  size_t low = 0, high = self->marks.n;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->marks.marks[middle].page < page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
ct_jianpu_draw (const CtJianpu *self, int page, cairo_t *cr)
{
  static void (*const draw[]) (cairo_t *, const CtJianpuMark *) = {
    [CT_JIANPU_DIGIT] = draw_text, [CT_JIANPU_TEXT] = draw_text, [CT_JIANPU_RIGHT] = draw_text,
    [CT_JIANPU_TITLE] = draw_text, [CT_JIANPU_LINE] = draw_line, [CT_JIANPU_DOT] = draw_dot,
    [CT_JIANPU_ARC] = draw_arc,
  };

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (size_t i = first_mark (self, page); i < self->marks.n && self->marks.marks[i].page == page; i++)
    draw[self->marks.marks[i].kind](cr, &self->marks.marks[i]);
  cairo_restore (cr);
}

static cairo_status_t
write_part (void *closure, const unsigned char *data, unsigned int length)
{
  ct_atomic_file_write (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw_pages (const CtJianpu *self, cairo_surface_t *surface, bool pdf)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  for (int page = 0; page < self->n_pages; page++)
    {
      ct_jianpu_draw (self, page, cr);
      if (pdf)
        cairo_show_page (cr);
      else
        cairo_translate (cr, 0, self->height_pt);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static bool
is_svg (const char *path)
{
  size_t length = strlen (path);

  return length >= 4 && strcasecmp (path + length - 4, ".svg") == 0;
}

CtStatus
ct_jianpu_write (const CtJianpu *self, const char *path)
{
  bool svg = is_svg (path);
  CtAtomicFile *file;
  cairo_surface_t *surface;
  CtStatus status = ct_atomic_file_open (path, &file);

  if (status != CT_STATUS_OK)
    return status;
  surface = svg ? cairo_svg_surface_create_for_stream (write_part, file, self->width_pt,
                                                       self->n_pages * self->height_pt)
                : cairo_pdf_surface_create_for_stream (write_part, file, self->width_pt, self->height_pt);
  if (draw_pages (self, surface, !svg) != CAIRO_STATUS_SUCCESS)
    {
      ct_atomic_file_abandon (file);
      return CT_STATUS_NO_MEMORY;
    }
  return ct_atomic_file_commit (file);
}
