/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ct-layer.h"

G_BEGIN_DECLS

/* How single notes look: pieces that the note layer is put together from. Bounds are on whole device pixels. The smaller a
 * note is on the screen, the less is drawn of it. */

/* Where @note lies in world pixels of @grid, at least 2 x 2 of them. */
void ct_note_paint_bounds (const CtGrid *grid, const CtEditNote *note, graphene_rect_t *bounds);

/* A bar: a dark ground with a thin edge that sets it off from any spectrogram, and the colour on it. */
void ct_note_paint_bar (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *color);
/* An outline only. */
void ct_note_paint_ghost (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *color);
/* The mark of what a hand has changed: a light line along the foot. */
void ct_note_paint_hand (GtkSnapshot *snapshot, const graphene_rect_t *bounds);
/* A bright outline around a note that is selected, with handles where there is room. */
void ct_note_paint_selected (GtkSnapshot *snapshot, const graphene_rect_t *bounds);
/* A bright outline without handles around a note that would change. */
void ct_note_paint_changed (GtkSnapshot *snapshot, const graphene_rect_t *bounds);
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
