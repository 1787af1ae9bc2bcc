/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-view.h"

#include <math.h>

#define MARGIN 16.0
#define MIN_SCALE 20.0
#define MAX_SCALE 20000.0
#define MIN_EXTENT 0.05 /* of the map: points closer together are not drawn farther apart to fill the widget */

void
ct_timbre_view_fit (CtTimbreView *self, const CtTimbrePoints *points)
{
  double left = INFINITY, right = -INFINITY, bottom = INFINITY, top = -INFINITY;
  double width = fmax (self->width - 2 * MARGIN, 1), height = fmax (self->height - 2 * MARGIN, 1);

  for (guint i = 0; i < ct_timbre_points_count (points); i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (points, i);

      left = fmin (left, (double) point->x);
      right = fmax (right, (double) point->x);
      bottom = fmin (bottom, (double) point->y);
      top = fmax (top, (double) point->y);
    }
  if (ct_timbre_points_count (points) == 0)
    left = right = bottom = top = 0;
  self->x = (left + right) / 2;
  self->y = (bottom + top) / 2;
  self->scale = fmin (width / fmax (right - left, MIN_EXTENT), height / fmax (top - bottom, MIN_EXTENT));
}

void
ct_timbre_view_zoom (CtTimbreView *self, double factor, double x, double y)
{
  double scale = CLAMP (self->scale * factor, MIN_SCALE, MAX_SCALE);
  double right = x - self->width / 2, up = self->height / 2 - y;

  self->x += right / self->scale - right / scale;
  self->y += up / self->scale - up / scale;
  self->scale = scale;
}
