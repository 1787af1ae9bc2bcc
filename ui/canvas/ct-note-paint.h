/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* Where notes lie, and what is drawn on their bars where there is room: the number of the track and the measured pitch.
 */

/* Where @note lies in world pixels of @grid, at least 2 x 2 of them. */
void ct_note_paint_bounds (const CtGrid *grid, const CtEditNote *note, graphene_rect_t *bounds);

/* @layout, dark, at the left end of a bar, where there is room. */
void ct_note_paint_label (GtkSnapshot *snapshot, const graphene_rect_t *bounds, PangoLayout *layout);
/* The measured pitch, @cents [n] of its frames from the onset on, relative to the note; NAN where there is none. */
void ct_note_paint_bend (GtkSnapshot *snapshot,
                         const CtGrid *grid,
                         const graphene_rect_t *bounds,
                         const float *cents,
                         gsize n);
/* The rubber band. */
void ct_note_paint_rubber (GtkSnapshot *snapshot, const graphene_rect_t *bounds);

/* Whether there is room for numbers and pitch lines at all. */
gboolean ct_note_paint_has_labels (const CtGrid *grid);
gboolean ct_note_paint_has_bends (const CtGrid *grid);

G_END_DECLS
