/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

#define CT_TYPE_GUIDES (ct_guides_get_type ())
G_DECLARE_FINAL_TYPE (CtGuides, ct_guides, CT, GUIDES, CtLayer)

/* What lies over spectrogram and notes: the loop, the playhead, and at the pointer its time, its pitch, the harmonics
 * of that pitch, and a read-out. */

GtkWidget *ct_guides_new (void);

/* What is read at a place: pitch name and cents, frequency, time, translated; free it with g_free(). */
char *ct_guides_dup_readout (double time_s, double midi);

/* Draws the playhead into a widget of @height at @x: dark around light, seen on every ground. */
void ct_guides_draw_playhead (GtkSnapshot *snapshot, double x, double height);

G_END_DECLS
