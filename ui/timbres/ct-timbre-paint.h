/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "core/timbre/ct-timbre-projection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

G_BEGIN_DECLS

/* Draws the parts of the timbre map. */

/* A picture of the points over the whole view, with @scale device pixels per pixel. Points have the colors of their
 * tracks; longer notes are larger, and notes without a timbre of their own are hollow. While notes are selected, the
 * others are dimmed. */
GdkTexture *
ct_timbre_paint_points (const CtTimbrePoints *points, const CtTimbreView *view, CtSession *session, int scale);

/* A cross for each attractor, longer for those with more notes. */
void ct_timbre_paint_attractors (cairo_t *cr, const CtTimbreView *view, const CtTimbreProjection *projection);

/* A ring @line pixels wide around @point. */
void ct_timbre_paint_ring (cairo_t *cr, const CtTimbreView *view, const CtTimbrePoint *point, double line);

/* The lasso (@corners: CtLassoPoint) as far as it is drawn. */
void ct_timbre_paint_lasso (cairo_t *cr, const GArray *corners);

G_END_DECLS
