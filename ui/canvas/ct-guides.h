/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_GUIDES (ct_guides_get_type ())
G_DECLARE_FINAL_TYPE (CtGuides, ct_guides, CT, GUIDES, CtLayer)

/* Drawn over spectrogram and notes: the loop, the playhead, and lines for the time and pitch at the pointer and the
 * harmonics of that pitch, with a readout. */

GtkWidget *ct_guides_new (void);

/* The text of the readout: name of the pitch and cents, frequency, time, translated. Free it with g_free(). */
char *ct_guides_dup_readout (CtSession *session, double time_s, double midi);

/* Draws the playhead at @x of a widget of @height: a light line with dark edges, visible on any background. */
void ct_guides_draw_playhead (GtkSnapshot *snapshot, double x, double height);

G_END_DECLS
