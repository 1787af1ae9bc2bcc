/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/timbres/ct-timbre-points.h"

G_BEGIN_DECLS

/* The part of the timbre map that a widget shows. A plain value. */
typedef struct
{
  double x, y;          /* the place of the map in the middle of the widget; y upwards */
  double scale;         /* pixels to a unit of the map */
  double width, height; /* of the widget, px */
} CtTimbreView;

/* Where a place of the map lies in the widget, px. */
static inline void
ct_timbre_view_locate (const CtTimbreView *self, double map_x, double map_y, double *x, double *y)
{
  *x = self->width / 2 + (map_x - self->x) * self->scale;
  *y = self->height / 2 - (map_y - self->y) * self->scale;
}

static inline void
ct_timbre_view_locate_point (const CtTimbreView *self, const CtTimbrePoint *point, double *x, double *y)
{
  ct_timbre_view_locate (self, (double) point->x, (double) point->y, x, y);
}

/* Shows all of @points, as large as the widget allows. */
void ct_timbre_view_fit (CtTimbreView *self, const CtTimbrePoints *points);
/* Multiplies the scale, within limits; what is at (@x, @y) of the widget stays there. */
void ct_timbre_view_zoom (CtTimbreView *self, double factor, double x, double y);

G_END_DECLS
