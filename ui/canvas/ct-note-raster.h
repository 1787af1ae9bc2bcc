/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-layer.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

/* Paints notes into a picture of pixels: thousands may be visible, and a render node for each would take several times
 * as long. Small notes are painted with less detail. Colors are 0xRRGGBB; bounds are in pixels of the widget that @grid
 * is for, and whole device pixels; what lies outside it is clipped. */

/* A transparent picture of the size of @grid in device pixels. */
CtPixels *ct_note_raster_new (const CtGrid *grid);

/* A rounded bar of the color at @alpha over a dark ground, whose thin edge stands out from any spectrogram. */
void ct_note_raster_bar (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb, double alpha);
/* The mark of an edited note: a light line along the bottom of its bar. */
void ct_note_raster_edited (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);
/* An uncertain note: a dashed frame around a veil, light on a dark rim, seen on any spectrogram and unlike a bar. */
void ct_note_raster_ghost (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb);
/* An outline around a note, dark on both sides, so that it is seen on any spectrogram; what is inside stays. */
void ct_note_raster_outline (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb);
/* A bright ring, for selected notes: paint the bar over it. */
void ct_note_raster_ring (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);
/* Handles at the ends of the bar of a selected note, if there is room. */
void ct_note_raster_handles (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds);

G_END_DECLS
