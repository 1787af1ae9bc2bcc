/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-point-painter.h"

#include <math.h>

#define EDGE 1.5

void
ct_point_painter_init (CtPointPainter *self, int width, int height)
{
  self->width = width;
  self->height = height;
  self->pixels = g_new0 (guint32, (gsize) width * (gsize) height);
}

static inline guint32
blend_channel (guint32 under, guint32 over, guint32 alpha)
{
  return over * alpha / 255 + under * (255 - alpha) / 255;
}

/* Blends @rgb, at @alpha in [0, 255], over the premultiplied *@pixel. */
static inline void
blend (guint32 *pixel, guint32 rgb, guint32 alpha)
{
  guint32 under = *pixel;

  *pixel = blend_channel (under >> 24, 255, alpha) << 24
           | blend_channel (under >> 16 & 0xff, rgb >> 16 & 0xff, alpha) << 16
           | blend_channel (under >> 8 & 0xff, rgb >> 8 & 0xff, alpha) << 8
           | blend_channel (under & 0xff, rgb & 0xff, alpha);
}

/* How much of a pixel at the squared distance @square from the center is covered. Only edges need a square root. */
static inline double
cover (double square, double radius, double hole)
{
  double distance;

  if (square >= (radius + 0.5) * (radius + 0.5))
    return 0;
  if (square <= (radius - 0.5) * (radius - 0.5) && hole <= 0)
    return 1;
  distance = sqrt (square);
  return fmin (fmin (radius + 0.5 - distance, 1), hole > 0 ? fmax (distance - hole + 0.5, 0) : 1);
}

void
ct_point_painter_dot (CtPointPainter *self,
                      double x,
                      double y,
                      double radius,
                      guint32 rgb,
                      double alpha,
                      gboolean hollow)
{
  int left = MAX (0, (int) floor (x - radius - 1)), right = MIN (self->width - 1, (int) ceil (x + radius));
  int top = MAX (0, (int) floor (y - radius - 1)), bottom = MIN (self->height - 1, (int) ceil (y + radius));
  double hole = hollow ? radius - EDGE : 0;

  for (int row = top; row <= bottom; row++)
    {
      guint32 *pixels = self->pixels + (gsize) row * (gsize) self->width;
      double dy = row + 0.5 - y;

      for (int column = left; column <= right; column++)
        {
          double dx = column + 0.5 - x, coverage = cover (dx * dx + dy * dy, radius, hole);

          if (coverage > 0)
            blend (&pixels[column], rgb, (guint32) (255 * coverage * alpha + 0.5));
        }
    }
}

GdkTexture *
ct_point_painter_finish (CtPointPainter *self)
{
  gsize stride = (gsize) self->width * sizeof *self->pixels;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&self->pixels), stride * (gsize) self->height);

  return gdk_memory_texture_new (self->width, self->height, GDK_MEMORY_DEFAULT, bytes, stride);
}
