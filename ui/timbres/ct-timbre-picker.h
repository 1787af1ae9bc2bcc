/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

G_BEGIN_DECLS

/* Finds the notes at a place of the timbre map. */

/* The note drawn nearest to (@x, @y) of the widget, within ten pixels; 0: there is none. */
guint64 ct_timbre_picker_pick (const CtTimbrePoints *points, const CtTimbreView *view, double x, double y);

/* The ids (guint64) of the notes inside a polygon of the widget's pixels, without those on locked tracks. */
GArray *ct_timbre_picker_pick_lasso (const CtTimbrePoints *points,
                                     const CtTimbreView *view,
                                     const CtLassoPoint *corners,
                                     guint n);

/* Whether the note can be selected: it is in the document, and the session lets it be picked. */
gboolean ct_timbre_picker_can_pick (CtSession *session, guint64 id);

/* The nearest note that can be selected in the direction (@dx, @dy: -1, 0 or 1; up is positive) from note @from, which
 * prefers what lies straight ahead; the first one where @from is not shown. 0: there is none. */
guint64 ct_timbre_picker_step (const CtTimbrePoints *points, CtSession *session, guint64 from, int dx, int dy);

G_END_DECLS
