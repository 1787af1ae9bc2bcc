/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

/* Notes painted into a picture by hand: a render node for each would cost a multiple, and thousands may be in sight.
 * The smaller a note is on the screen, the less is painted of it. Colours are 0xRRGGBB; bounds are whole device pixels
 * of the widget that @grid is for, and what lies outside is left out. */

/* A picture of the size of @grid in device pixels. */
CtPixels *ct_note_raster_new (const CtGrid *grid);

/* A rounded bar: a dark ground with a thin edge that sets it off from any spectrogram, and the colour on it. */
void ct_note_raster_bar (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb, double alpha);
/* The mark of what a hand has changed: a light line along the foot of a bar. */
void ct_note_raster_hand (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);
/* An outline, for uncertain notes and what is gone. */
void ct_note_raster_outline (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb);
/* A bright ring; what is inside is painted over it after. */
void ct_note_raster_ring (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);
/* The handles at the ends of a bar that is selected, where there is room. */
void ct_note_raster_handles (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);

G_END_DECLS
