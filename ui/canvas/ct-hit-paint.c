/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-hit-paint.h"

#include "ui/session/ct-hit-text.h"

#define LABEL_PX 4.0
#define ROW CT_HIT_PAINT_ROW
#define LEAST_HEIGHT 4.0
#define HOLLOW_ALPHA 0.25f
#define NAME_ALPHA 0.6f

typedef struct
{
  GtkSnapshot *snapshot;
  const CtGrid *grid;
  GdkRGBA color, accent;
} Painter;

/* The bottom of a row's line, of the groups from the top down. */
static double
bottom_of (guint group)
{
  return (group + 1) * (double) ROW - 2;
}

static void
paint_row (const Painter *self, guint place, gboolean selected)
{
  float y = (float) place * ROW, width = (float) self->grid->width;
  GdkRGBA color = selected ? self->accent : self->color;

  color.alpha *= selected ? 0.12f : 0.04f;
  gtk_snapshot_append_color (self->snapshot, &color, &GRAPHENE_RECT_INIT (0, y + 1, width, ROW - 2));
}

/* Behind the hits: those at the start of a song cannot be scrolled out from under it. */
static void
paint_name (const Painter *self, PangoLayout *layout, const CtPercussion *percussion, guint place, gboolean heard)
{
  g_autofree char *name = ct_hit_text_dup_row (percussion, place);
  float y = (float) place * ROW;
  GdkRGBA color = self->color;
  int height;

  pango_layout_set_text (layout, name, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  color.alpha *= heard ? NAME_ALPHA : HOLLOW_ALPHA;
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) LABEL_PX, y + (float) (ROW - height) / 2));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
}

static void
paint_hit (const Painter *self, double x, guint group, float strength, gboolean heard, gboolean selected)
{
  double height = LEAST_HEIGHT + (double) strength * (ROW - 3 - LEAST_HEIGHT);
  GdkRGBA color = selected ? self->accent : self->color;

  color.alpha *= heard ? 0.55f + 0.45f * strength : HOLLOW_ALPHA;
  gtk_snapshot_append_color (self->snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) (bottom_of (group) - height),
                                                  CT_HIT_PAINT_WIDTH - 1, (float) height));
}

static void
paint_frame (const Painter *self, GtkWidget *widget, double x, guint group)
{
  GdkRGBA color = self->accent;
  GskRoundedRect frame;

  if (!gtk_widget_has_focus (widget))
    color.alpha *= 0.5f;
  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT ((float) x - 3, (float) group * ROW + 1, CT_HIT_PAINT_WIDTH + 5, ROW - 2), 2);
  gtk_snapshot_append_border (self->snapshot, &frame, (float[]){ 1, 1, 1, 1 },
                              (GdkRGBA[]){ color, color, color, color });
}

void
ct_hit_paint_all (GtkWidget *widget,
                  GtkSnapshot *snapshot,
                  PangoLayout *layout,
                  const CtGrid *grid,
                  const CtEditScore *score,
                  const CtHitDrag *drag,
                  gsize selected,
                  int row)
{
  const CtPercussion *percussion = &score->percussion;
  Painter painter = { .snapshot = snapshot, .grid = grid, .accent = { 0.35f, 0.65f, 1, 1 } };
  gboolean heard[CT_MAX_HIT_GROUPS];

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &painter.color);
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color", &painter.accent);
  for (guint i = 0; i < percussion->n_groups; i++)
    {
      heard[i] = ct_edit_score_group_is_heard (score, i);
      paint_row (&painter, i, (int) i == row);
      paint_name (&painter, layout, percussion, i, heard[i]);
    }
  for (gsize i = 0; i < percussion->n_hits; i++)
    {
      const CtHit *hit = &percussion->hits[i];
      gboolean dragged = i == drag->hit;
      guint group = dragged ? drag->group : hit->group;
      double x = ct_grid_x (grid, dragged ? drag->time_s : hit->time_s);

      if (x < -CT_HIT_PAINT_WIDTH || x > grid->width)
        continue;
      paint_hit (&painter, x, group, hit->strength, heard[group], i == selected);
      if (i == selected)
        paint_frame (&painter, widget, x, group);
    }
}
