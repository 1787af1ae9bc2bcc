/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tool-cursor.h"

#include <cairo.h>
#include <math.h>

#define SIZE 24 /* px */
#define RIM_PX 4.0
#define LINE_PX 1.6

static void
trace (cairo_t *cr, const double (*points)[2], guint n)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
  cairo_close_path (cr);
}

static void
trace_pencil (cairo_t *cr)
{
  static const double shaft[][2] = { { 2, 22 }, { 4.5, 14.5 }, { 15.5, 3.5 }, { 20.5, 8.5 }, { 9.5, 19.5 } };

  trace (cr, shaft, G_N_ELEMENTS (shaft));
  cairo_move_to (cr, 4.5, 14.5);
  cairo_line_to (cr, 9.5, 19.5);
}

static void
trace_eraser (cairo_t *cr)
{
  static const double block[][2] = { { 7, 21 }, { 2.5, 16.5 }, { 14, 5 }, { 20.5, 11.5 }, { 11, 21 } };

  trace (cr, block, G_N_ELEMENTS (block));
  cairo_move_to (cr, 8, 11);
  cairo_line_to (cr, 14.5, 17.5);
}

static void
trace_scissors (cairo_t *cr)
{
  static const double left[][2] = { { 8, 16 }, { 14, 2 }, { 15.5, 2 }, { 15.5, 5 }, { 10.5, 16.5 } };
  static const double right[][2] = { { 16, 16 }, { 10, 2 }, { 8.5, 2 }, { 8.5, 5 }, { 13.5, 16.5 } };

  trace (cr, left, G_N_ELEMENTS (left));
  trace (cr, right, G_N_ELEMENTS (right));
  cairo_new_sub_path (cr);
  cairo_arc (cr, 7, 19, 3, 0, 2 * M_PI);
  cairo_new_sub_path (cr);
  cairo_arc (cr, 17, 19, 3, 0, 2 * M_PI);
}

/* What each looks like, and which of its places points. */
static const struct
{
  void (*trace) (cairo_t *cr);
  int x, y;
} shapes[] = {
  [CT_TOOL_DRAW] = { trace_pencil, 2, 21 },
  [CT_TOOL_ERASE] = { trace_eraser, 5, 19 },
  [CT_TOOL_SPLIT] = { trace_scissors, 12, 4 },
};

/* White with a dark line and a light rim: seen on every ground. */
static void
paint (cairo_t *cr, void (*trace_shape) (cairo_t *cr))
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  trace_shape (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, RIM_PX);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.12);
  cairo_set_line_width (cr, LINE_PX);
  cairo_stroke (cr);
}

GdkCursor *
ct_tool_cursor_new (CtTool tool)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkCursor) fallback = NULL;

  g_return_val_if_fail (tool <= CT_TOOL_SPLIT, NULL);
  if (!shapes[tool].trace)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cr = cairo_create (surface);
  paint (cr, shapes[tool].trace);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) SIZE);
  texture = gdk_memory_texture_new (SIZE, SIZE, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  fallback = gdk_cursor_new_from_name ("crosshair", NULL);
  return gdk_cursor_new_from_texture (texture, shapes[tool].x, shapes[tool].y, fallback);
}
