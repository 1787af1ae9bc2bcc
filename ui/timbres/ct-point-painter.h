/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>
#include <glib.h>

G_BEGIN_DECLS

/* Paints thousands of dots quickly: the coverage of each pixel is computed and blended into the picture, where cairo
 * would fill a path per dot. Pixels are premultiplied ARGB in native order (CAIRO_FORMAT_ARGB32). */
typedef struct
{
  int width;
  int height;
  guint32 *pixels; /* [height][width] */
} CtPointPainter;

/* Begins with a transparent picture. */
void ct_point_painter_init (CtPointPainter *self, int width, int height);

/* Paints a disc around (@x, @y), in pixels; @hollow: only its edge, 1.5 pixels wide. @alpha in [0, 1]. Clipped. */
void ct_point_painter_dot (CtPointPainter *self,
                           double x,
                           double y,
                           double radius,
                           guint32 rgb,
                           double alpha,
                           gboolean hollow);

/* Returns the picture and leaves the painter empty. */
GdkTexture *ct_point_painter_finish (CtPointPainter *self);

G_END_DECLS
