/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-paint.h"

#include <gtk/gtk.h>
#include <math.h>

#include "core/transform/ct-cqt.h"

#define LEAST_SIZE 2.0      /* pixels */
#define GAP_FROM_HEIGHT 5.0 /* pixels per semitone: from here on a pixel is left between neighbors */
#define LABEL_FROM_HEIGHT 13.0
#define LABEL_MARGIN 6.0
#define BEND_FROM_HEIGHT 9.0
#define BEND_FROM_X_PER_S 100.0
#define LONGEST_BEND_PX 16000.0

static const GdkRGBA dark = { 0.03f, 0.03f, 0.05f, 0.85f };

gboolean
ct_note_paint_has_labels (const CtGrid *grid)
{
  return grid->y_per_midi >= LABEL_FROM_HEIGHT;
}

gboolean
ct_note_paint_has_bends (const CtGrid *grid)
{
  return grid->y_per_midi >= BEND_FROM_HEIGHT && grid->x_per_s >= BEND_FROM_X_PER_S;
}

void
ct_note_paint_bounds (const CtGrid *grid, const CtEditNote *note, graphene_rect_t *bounds)
{
  double x = ct_grid_world_x (grid, note->onset_s), end_x = ct_grid_world_x (grid, note->offset_s);
  double y = ct_grid_world_y (grid, note->midi + 0.5), end_y = ct_grid_world_y (grid, note->midi - 0.5);

  if (end_y - y >= GAP_FROM_HEIGHT)
    end_y -= 1;
  graphene_rect_init (bounds, (float) x, (float) y, (float) MAX (end_x - x, LEAST_SIZE),
                      (float) MAX (end_y - y, LEAST_SIZE));
}

void
ct_note_paint_label (GtkSnapshot *snapshot, const graphene_rect_t *bounds, PangoLayout *layout)
{
  int width, height;
  float y;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (bounds->size.width < width + 2 * LABEL_MARGIN)
    return;
  y = bounds->origin.y + floorf ((bounds->size.height - (float) height) / 2);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (bounds->origin.x + (float) LABEL_MARGIN, y));
  gtk_snapshot_append_layout (snapshot, layout, &dark);
  gtk_snapshot_restore (snapshot);
}

static void
trace_bend (cairo_t *cr, const CtGrid *grid, const graphene_rect_t *bounds, const float *cents, gsize n)
{
  double middle_y = bounds->origin.y + bounds->size.height / 2, x_per_frame = grid->x_per_s / CT_CQT_FRAME_RATE_HZ;
  gboolean pen_down = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      double x = bounds->origin.x + (double) i * x_per_frame, y = middle_y - cents[i] / 100 * grid->y_per_midi;

      if (isnan (cents[i]))
        pen_down = FALSE;
      else if (pen_down)
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
      pen_down = !isnan (cents[i]);
    }
}

void
ct_note_paint_bend (GtkSnapshot *snapshot,
                    const CtGrid *grid,
                    const graphene_rect_t *bounds,
                    const float *cents,
                    gsize n)
{
  graphene_rect_t around;
  cairo_t *cr;

  /* only at an extreme zoom is it longer: too slow to paint, and a straight line on screen */
  if (n < 2 || bounds->size.width > LONGEST_BEND_PX)
    return;
  graphene_rect_inset_r (bounds, -2, (float) -grid->y_per_midi / 2, &around);
  cr = gtk_snapshot_append_cairo (snapshot, &around);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.85);
  cairo_set_line_width (cr, 1.5);
  trace_bend (cr, grid, bounds, cents, n);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

void
ct_note_paint_rubber (GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  static const GdkRGBA veil = { 1, 1, 1, 0.12f }, bright = { 1, 1, 1, 1 };
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, &veil, bounds);
  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ bright, bright, bright, bright });
}
