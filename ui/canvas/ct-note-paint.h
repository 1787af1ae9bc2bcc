/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* Where notes lie, and what is drawn on their bars where there is room: the number of the track and the pitch as it was
 * measured. */

/* Where @note lies in world pixels of @grid; at least 2 x 2. */
void ct_note_paint_bounds (const CtGrid *grid, const CtEditNote *note, graphene_rect_t *bounds);

/* Draws @layout at the left end of a bar, if it fits. */
void ct_note_paint_label (GtkSnapshot *snapshot, const graphene_rect_t *bounds, PangoLayout *layout);
/* Draws a line for the measured pitch: @cents [n] relative to the note, frame by frame from the onset; NAN: none. */
void ct_note_paint_bend (GtkSnapshot *snapshot,
                         const CtGrid *grid,
                         const graphene_rect_t *bounds,
                         const float *cents,
                         gsize n);
/* Draws the rubber band. */
void ct_note_paint_rubber (GtkSnapshot *snapshot, const graphene_rect_t *bounds);

/* Whether rows are high enough, and the zoom close enough, for numbers and pitch lines. */
gboolean ct_note_paint_has_labels (const CtGrid *grid);
gboolean ct_note_paint_has_bends (const CtGrid *grid);

G_END_DECLS
