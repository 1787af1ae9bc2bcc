/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-note-paint.h"

#define LEAST_SIZE 2.0       /* pixels */
#define GAP_FROM_HEIGHT 5.0  /* neighbouring semitones are parted by a pixel from here on */
#define EDGE_FROM_SIZE 4.0   /* room for a dark edge */
#define ROUND_FROM_WIDTH 10.0
#define ROUND_FROM_HEIGHT 7.0
#define RADIUS 3.0
#define HANDLE_FROM_WIDTH 14.0
#define HANDLE_FROM_HEIGHT 6.0
#define LABEL_FROM_HEIGHT 13.0
#define LABEL_MARGIN 4.0
#define BEND_FROM_HEIGHT 9.0
#define BEND_FROM_X_PER_S 100.0
#define LONGEST_BEND_PX 16000.0

static const GdkRGBA dark = { 0.03f, 0.03f, 0.05f, 0.85f };
static const GdkRGBA bright = { 1, 1, 1, 1 };

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
  graphene_rect_init (bounds, (float) x, (float) y, (float) MAX (end_x - x, LEAST_SIZE), (float) MAX (end_y - y, LEAST_SIZE));
}

static gboolean
is_round (const graphene_rect_t *bounds)
{
  return bounds->size.width >= ROUND_FROM_WIDTH && bounds->size.height >= ROUND_FROM_HEIGHT;
}

static void
append_frame (GtkSnapshot *snapshot, const graphene_rect_t *bounds, double radius, double width, const GdkRGBA *color)
{
  float w = (float) width;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, bounds, (float) radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ w, w, w, w }, (GdkRGBA[4]){ *color, *color, *color, *color });
}

/* A border as thick as the bar fills it: one shape, where a rounded clip would cost the cairo renderer a mask. */
static void
append_round (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *color)
{
  append_frame (snapshot, bounds, RADIUS, bounds->size.height / 2, color);
}

void
ct_note_paint_bar (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *color)
{
  graphene_rect_t inside;

  if (bounds->size.width < EDGE_FROM_SIZE || bounds->size.height < EDGE_FROM_SIZE)
    {
      gtk_snapshot_append_color (snapshot, color, bounds);
      return;
    }
  graphene_rect_inset_r (bounds, 1, 1, &inside);
  if (is_round (bounds))
    {
      append_round (snapshot, bounds, &dark);
      append_round (snapshot, &inside, color);
    }
  else
    {
      gtk_snapshot_append_color (snapshot, &dark, bounds);
      gtk_snapshot_append_color (snapshot, color, &inside);
    }
}

void
ct_note_paint_ghost (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *color)
{
  append_frame (snapshot, bounds, is_round (bounds) ? RADIUS : 0, 1, color);
}

void
ct_note_paint_hand (GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  static const GdkRGBA light = { 1, 1, 1, 0.9f };
  float inset = is_round (bounds) ? 3 : 0;

  if (bounds->size.height < EDGE_FROM_SIZE || bounds->size.width < EDGE_FROM_SIZE)
    return;
  gtk_snapshot_append_color (snapshot, &light,
                             &GRAPHENE_RECT_INIT (bounds->origin.x + inset, bounds->origin.y + bounds->size.height - 3,
                                                  bounds->size.width - 2 * inset, 2));
}

void
ct_note_paint_changed (GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  graphene_rect_t outside;

  graphene_rect_inset_r (bounds, -1, -1, &outside);
  if (is_round (bounds))
    append_frame (snapshot, &outside, RADIUS + 1, 1.5, &bright);
  else
    append_frame (snapshot, &outside, 0, 1, &bright);
}

void
ct_note_paint_selected (GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  graphene_rect_t outside;
  float handle_h = bounds->size.height - 4;

  if (bounds->size.width < EDGE_FROM_SIZE || bounds->size.height < EDGE_FROM_SIZE)
    {
      gtk_snapshot_append_color (snapshot, &bright, bounds);
      return;
    }
  graphene_rect_inset_r (bounds, -2, -2, &outside);
  append_frame (snapshot, &outside, is_round (bounds) ? RADIUS + 2 : 0, 1, &dark);
  graphene_rect_inset_r (bounds, -1, -1, &outside);
  append_frame (snapshot, &outside, is_round (bounds) ? RADIUS + 1 : 0, 2, &bright);
  if (bounds->size.width < HANDLE_FROM_WIDTH || bounds->size.height < HANDLE_FROM_HEIGHT)
    return;
  gtk_snapshot_append_color (snapshot, &bright, &GRAPHENE_RECT_INIT (bounds->origin.x - 1, bounds->origin.y + 2, 4, handle_h));
  gtk_snapshot_append_color (snapshot, &bright,
                             &GRAPHENE_RECT_INIT (bounds->origin.x + bounds->size.width - 3, bounds->origin.y + 2, 4, handle_h));
}

void
ct_note_paint_label (GtkSnapshot *snapshot, const graphene_rect_t *bounds, PangoLayout *layout)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (bounds->size.width < width + 2 * LABEL_MARGIN)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (bounds->origin.x + (float) LABEL_MARGIN,
                                                          bounds->origin.y + floorf ((bounds->size.height - (float) height) / 2)));
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

  /* a longer one is a single frame many screens wide: nothing to see, much to paint */
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
  static const GdkRGBA veil = { 1, 1, 1, 0.12f };

  gtk_snapshot_append_color (snapshot, &veil, bounds);
  append_frame (snapshot, bounds, 0, 1, &bright);
}
