/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/tracks/ct-split-box.h"

G_BEGIN_DECLS

#define CT_TYPE_TIMBRE_MAP (ct_timbre_map_get_type ())
G_DECLARE_FINAL_TYPE (CtTimbreMap, ct_timbre_map, CT, TIMBRE_MAP, GtkWidget)

/* A page with the timbre map: the plot, controls to select and zoom, and a box to split the selected notes, or else the
 * current track, whose result the map previews.
 *
 * Property "session" (CtSession or NULL). */
GtkWidget *ct_timbre_map_new (void);
void ct_timbre_map_set_session (CtTimbreMap *self, CtSession *session);
CtTimbrePlot *ct_timbre_map_get_plot (CtTimbreMap *self);
CtSplitBox *ct_timbre_map_get_split_box (CtTimbreMap *self);

G_END_DECLS
