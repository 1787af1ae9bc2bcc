/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-pixels.h"

#include <gsk/gsk.h>
#include <gtk/gtk.h>
#include <string.h>

struct _CtPixels
{
  guint width, height;
  gboolean opaque;
  GBytes *bytes;            /* guint32 [height][width] */
  cairo_surface_t *surface; /* over them, made when first drawn so */
  GdkTexture *texture;      /* likewise */
};

CtPixels *
ct_pixels_new (guint width, guint height, gboolean opaque)
{
  CtPixels *self = g_new0 (CtPixels, 1);
  gsize size = (gsize) width * height * sizeof (guint32);

  self->width = width;
  self->height = height;
  self->opaque = opaque;
  self->bytes = g_bytes_new_take (opaque ? g_malloc (size) : g_malloc0 (size), size);
  return self;
}

void
ct_pixels_free (CtPixels *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_object (&self->texture);
  g_bytes_unref (self->bytes);
  g_free (self);
}

guint
ct_pixels_get_width (const CtPixels *self)
{
  return self->width;
}

guint
ct_pixels_get_height (const CtPixels *self)
{
  return self->height;
}

guint32 *
ct_pixels_get_data (CtPixels *self)
{
  return (guint32 *) (gpointer) g_bytes_get_data (self->bytes, NULL);
}

void
ct_pixels_clear (CtPixels *self)
{
  memset (ct_pixels_get_data (self), 0, g_bytes_get_size (self->bytes));
  /* a renderer takes the same texture to have the same pixels */
  g_clear_object (&self->texture);
}

static cairo_surface_t *
get_surface (CtPixels *self)
{
  static const cairo_user_data_key_t key;

  if (!self->surface)
    {
      self->surface = cairo_image_surface_create_for_data ((guchar *) ct_pixels_get_data (self),
                                                           self->opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                                           (int) self->width, (int) self->height,
                                                           (int) self->width * 4);
      /* render nodes may outlive the picture */
      cairo_surface_set_user_data (self->surface, &key, g_bytes_ref (self->bytes),
                                   (cairo_destroy_func_t) g_bytes_unref);
    }
  return self->surface;
}

static GdkTexture *
get_texture (CtPixels *self)
{
  if (!self->texture)
    self->texture = gdk_memory_texture_new ((int) self->width, (int) self->height, GDK_MEMORY_DEFAULT, self->bytes,
                                            self->width * sizeof (guint32));
  return self->texture;
}

static void
append_cairo (CtPixels *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  double scale_x = (double) bounds->size.width / self->width, scale_y = (double) bounds->size.height / self->height;

  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, scale_x, scale_y);
  cairo_set_source_surface (cr, get_surface (self), 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            scale_x == 1 && scale_y == 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_destroy (cr);
}

void
ct_pixels_append (CtPixels *self, GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GtkNative *native = gtk_widget_get_native (widget);

  if (native && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    append_cairo (self, snapshot, bounds);
  else
    gtk_snapshot_append_texture (snapshot, get_texture (self), bounds);
}
