/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture of our own making that widgets draw, by whichever way the renderer is fast with: the cairo renderer of
 * GTK 4.8 converts every texture by floating-point numbers in every frame, and the others draw what cairo drew from
 * main memory. */
typedef struct _CtPixels CtPixels;

/* Transparent; @opaque: its alpha is not looked at, all of it will be written. */
CtPixels *ct_pixels_new (guint width, guint height, gboolean opaque);
void ct_pixels_free (CtPixels *self);
guint ct_pixels_get_width (const CtPixels *self);
guint ct_pixels_get_height (const CtPixels *self);

/* [height][width], 0xAARRGGBB with premultiplied alpha. To be written only before the picture is first drawn. */
guint32 *ct_pixels_get_data (CtPixels *self);

/* Makes it transparent and writable again; whatever was drawn with it before may show that. */
void ct_pixels_clear (CtPixels *self);

/* Draws it into @bounds of @widget, smoothly scaled where that has another size. */
void ct_pixels_append (CtPixels *self, GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtPixels, ct_pixels_free)

G_END_DECLS
