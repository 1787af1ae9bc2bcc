/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture painted by the program, drawn in whichever way is fast with the renderer: as a cairo surface with the cairo
 * renderer, since GTK 4.8 converts every texture through floating point in every frame there, and as a texture with the
 * others, which would upload what cairo has drawn. */
typedef struct _CtPixels CtPixels;

/* A transparent picture. @opaque: undefined instead, its alpha is ignored, and the caller writes all of it. */
CtPixels *ct_pixels_new (guint width, guint height, gboolean opaque);
void ct_pixels_free (CtPixels *self);
guint ct_pixels_get_width (const CtPixels *self);
guint ct_pixels_get_height (const CtPixels *self);

/* [height][width], 0xAARRGGBB with premultiplied alpha. Write to it only before the picture is drawn. */
guint32 *ct_pixels_get_data (CtPixels *self);

/* Makes it transparent, to be painted again. What was drawn with it before may change. */
void ct_pixels_clear (CtPixels *self);

/* Draws it into @bounds of @widget, scaled smoothly if they have another size. */
void ct_pixels_append (CtPixels *self, GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtPixels, ct_pixels_free)

G_END_DECLS
