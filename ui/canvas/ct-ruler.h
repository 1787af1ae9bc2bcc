/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_RULER (ct_ruler_get_type ())
G_DECLARE_FINAL_TYPE (CtRuler, ct_ruler, CT, RULER, CtLayer)

/* The time along the session's view, with the playhead and the loop. A click sets the playhead, a drag sets the loop or
 * moves one of its ends, a double click plays. */

GtkWidget *ct_ruler_new (void);

/* The layout of text along a ruler: small, and with figures of one width. */
PangoLayout *ct_ruler_layout_new (GtkWidget *ruler);

/* Whether a button is down on it. */
gboolean ct_ruler_get_pressed (CtRuler *self);

/* The time between labels that are at least @least_px apart: 1, 2 or 5 times a power of ten below a second, then steps
 * that divide minutes and hours. *@n_parts (or NULL): into how many parts the ticks divide it. */
double ct_ruler_step (double px_per_s, double least_px, guint *n_parts);
/* "1:02", "1:02.35" or "1:00:02", with as many decimals as @step_s needs; free it with g_free(). */
char *ct_ruler_dup_label (double time_s, double step_s);

G_END_DECLS
