/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_BEAT_RULER (ct_beat_ruler_get_type ())
G_DECLARE_FINAL_TYPE (CtBeatRuler, ct_beat_ruler, CT, BEAT_RULER, CtLayer)

/* Bars and beats along the session's view; hidden where there are none or they are not shown. A line can be dragged:
 * the beats beside it follow, and letting go activates "tempo.move-beat". A drag elsewhere loops whole
 * bars, a click sets the playhead, a right click opens a menu of the actions "tempo.". */
GtkWidget *ct_beat_ruler_new (void);

/* Whether a button is down on it. */
gboolean ct_beat_ruler_get_pressed (CtBeatRuler *self);

G_END_DECLS
