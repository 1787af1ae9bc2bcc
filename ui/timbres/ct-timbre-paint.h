/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "core/timbre/ct-timbre-projection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

G_BEGIN_DECLS

/* How the map of timbres looks. */

/* The points as a picture of the whole view, @scale device pixels to a pixel: in their tracks' colours, larger for
 * longer notes, hollow where the timbre is a neighbour's; what is not selected is dimmed while something is. */
GdkTexture *
ct_timbre_paint_points (const CtTimbrePoints *points, const CtTimbreView *view, CtSession *session, int scale);

/* A cross for each attractor, longer for those with more notes. */
void ct_timbre_paint_attractors (cairo_t *cr, const CtTimbreView *view, const CtTimbreProjection *projection);

/* A ring @line pixels wide around @point. */
void ct_timbre_paint_ring (cairo_t *cr, const CtTimbreView *view, const CtTimbrePoint *point, double line);

/* The lasso (@corners: CtLassoPoint) as far as it is drawn. */
void ct_timbre_paint_lasso (cairo_t *cr, const GArray *corners);

G_END_DECLS
