/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-paint.h"

#include <math.h>

#include "ui/session/ct-selection.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-point-painter.h"

static double
point_radius (const CtTimbrePoint *point)
{
  return 2.5 + 2.5 * sqrt (CLAMP ((double) point->length_s, 0, 2) / 2);
}

/* The selected points, or the others. */
static void
paint_some (const CtTimbrePoints *points,
            const CtTimbreView *view,
            CtSession *session,
            CtPointPainter *painter,
            gboolean selected,
            int scale)
{
  gboolean any = ct_selection_get_n (ct_session_get_selection (session)) > 0;

  for (guint i = 0; i < ct_timbre_points_count (points); i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (points, i);
      double radius = point_radius (point) * scale, x, y;

      if ((any && ct_selection_contains (ct_session_get_selection (session), point->id)) != selected)
        continue;
      ct_timbre_view_locate_point (view, point, &x, &y);
      x *= scale;
      y *= scale;
      if (selected)
        ct_point_painter_dot (painter, x, y, radius + 2 * scale, 0xffffff, 1, FALSE);
      ct_point_painter_dot (painter, x, y, radius + (selected ? 0.5 * scale : 0), point->rgb,
                            selected ? 1
                            : any    ? 0.4
                                     : 0.8,
                            !point->own && !selected);
    }
}

GdkTexture *
ct_timbre_paint_points (const CtTimbrePoints *points, const CtTimbreView *view, CtSession *session, int scale)
{
  CtPointPainter painter;

  ct_point_painter_init (&painter, (int) view->width * scale, (int) view->height * scale);
  paint_some (points, view, session, &painter, FALSE, scale);
  paint_some (points, view, session, &painter, TRUE, scale);
  return ct_point_painter_finish (&painter);
}

void
ct_timbre_paint_attractors (cairo_t *cr, const CtTimbreView *view, const CtTimbreProjection *projection)
{
  for (gsize i = 0; i < projection->n_attractors; i++)
    {
      const CtTimbreAttractor *attractor = &projection->attractors[i];
      double arm = 4 + 10 * sqrt ((double) attractor->share), x, y;

      ct_timbre_view_locate (view, (double) attractor->x, (double) attractor->y, &x, &y);
      x = floor (x) + 0.5;
      y = floor (y) + 0.5;
      cairo_move_to (cr, x - arm, y);
      cairo_line_to (cr, x + arm, y);
      cairo_move_to (cr, x, y - arm);
      cairo_line_to (cr, x, y + arm);
    }
  cairo_set_source_rgba (cr, 0, 0, 0, 0.7);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
ct_timbre_paint_ring (cairo_t *cr, const CtTimbreView *view, const CtTimbrePoint *point, double line)
{
  double x, y;

  ct_timbre_view_locate_point (view, point, &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, point_radius (point) + 4, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}

void
ct_timbre_paint_lasso (cairo_t *cr, const GArray *corners)
{
  const double dashes[] = { 4, 3 };

  for (guint i = 0; i < corners->len; i++)
    {
      const CtLassoPoint *corner = &g_array_index (corners, CtLassoPoint, i);

      cairo_line_to (cr, corner->x, corner->y);
    }
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.12);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
}
