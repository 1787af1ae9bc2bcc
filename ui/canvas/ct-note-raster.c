/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-raster.h"

#include <math.h>

#define DARK 0xff08080d
#define BRIGHT 0xffffffff
#define VEIL 0.7 /* coverage: the ground shows through */
#define RADIUS 3
#define DASH 5
#define DASH_GAP 3
#define GHOST_LIGHT 0.7 /* of the track's color, the rest is white */
#define FAR_AWAY 1e6    /* px: beyond any widget, and within the range of int */

/* The smallest sizes with a detail, px. */
#define EDGE_FROM 4
#define ROUND_FROM_WIDTH 8
#define ROUND_FROM_HEIGHT 7
#define THICK_FROM_HEIGHT 9
#define HANDLES_FROM_WIDTH 14
#define HANDLES_FROM_HEIGHT 6

/* A rectangle of whole device pixels. */
typedef struct
{
  int left, top, right, bottom; /* right and bottom excluded */
} Box;

CtPixels *
ct_note_raster_new (const CtGrid *grid)
{
  return ct_pixels_new ((guint) (grid->width * grid->scale), (guint) (grid->height * grid->scale), FALSE);
}

static int
device (const CtGrid *grid, double position)
{
  return (int) CLAMP (position * grid->scale, -FAR_AWAY, FAR_AWAY);
}

static Box
box_of (const CtGrid *grid, const graphene_rect_t *bounds)
{
  return (Box){ device (grid, bounds->origin.x), device (grid, bounds->origin.y),
                device (grid, bounds->origin.x + bounds->size.width),
                device (grid, bounds->origin.y + bounds->size.height) };
}

static Box
inset (Box box, int by)
{
  return (Box){ box.left + by, box.top + by, box.right - by, box.bottom - by };
}

static gboolean
is_at_least (const CtGrid *grid, Box box, int width, int height)
{
  return box.right - box.left >= width * grid->scale && box.bottom - box.top >= height * grid->scale;
}

static void
fill (CtPixels *self, Box box, guint32 pixel)
{
  int width = (int) ct_pixels_get_width (self), height = (int) ct_pixels_get_height (self);
  guint32 *pixels = ct_pixels_get_data (self);

  for (int y = MAX (box.top, 0); y < MIN (box.bottom, height); y++)
    for (int x = MAX (box.left, 0); x < MIN (box.right, width); x++)
      pixels[y * width + x] = pixel;
}

/* Blends the opaque @pixel over the one at (@x, @y), with a coverage in [0, 1]. */
static void
blend (CtPixels *self, int x, int y, guint32 pixel, double coverage)
{
  guint32 *there, mixed = 0;

  if (x < 0 || y < 0 || x >= (int) ct_pixels_get_width (self) || y >= (int) ct_pixels_get_height (self)
      || coverage <= 0)
    return;
  there = &ct_pixels_get_data (self)[y * (int) ct_pixels_get_width (self) + x];
  for (int shift = 0; shift < 32; shift += 8)
    {
      double below = *there >> shift & 0xff, above = pixel >> shift & 0xff;

      mixed |= (guint32) lround (below + coverage * (above - below)) << shift;
    }
  *there = mixed;
}

/* Fills a box with round corners. */
static void
fill_round (CtPixels *self, Box box, int radius, guint32 pixel)
{
  fill (self, (Box){ box.left + radius, box.top, box.right - radius, box.bottom }, pixel);
  fill (self, (Box){ box.left, box.top + radius, box.left + radius, box.bottom - radius }, pixel);
  fill (self, (Box){ box.right - radius, box.top + radius, box.right, box.bottom - radius }, pixel);
  for (int y = 0; y < radius; y++)
    for (int x = 0; x < radius; x++)
      {
        double coverage = CLAMP (radius + 0.5 - hypot (radius - x - 0.5, radius - y - 0.5), 0, 1);

        blend (self, box.left + x, box.top + y, pixel, coverage);
        blend (self, box.right - 1 - x, box.top + y, pixel, coverage);
        blend (self, box.left + x, box.bottom - 1 - y, pixel, coverage);
        blend (self, box.right - 1 - x, box.bottom - 1 - y, pixel, coverage);
      }
}

static int
radius_of (const CtGrid *grid, Box box)
{
  return is_at_least (grid, box, ROUND_FROM_WIDTH, ROUND_FROM_HEIGHT) ? RADIUS * (int) grid->scale : 0;
}

/* @rgb at @alpha over the dark ground. */
static guint32
shade (guint32 rgb, double alpha)
{
  guint32 pixel = 0xff000000;

  for (int shift = 0; shift < 24; shift += 8)
    {
      double ground = DARK >> shift & 0xff, light = rgb >> shift & 0xff;

      pixel |= (guint32) lround (ground + alpha * (light - ground)) << shift;
    }
  return pixel;
}

void
ct_note_raster_bar (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb, double alpha)
{
  Box box = box_of (grid, bounds);
  int edge = (int) grid->scale, radius = radius_of (grid, box);

  if (is_at_least (grid, box, EDGE_FROM, EDGE_FROM))
    {
      fill_round (self, box, radius, DARK);
      box = inset (box, edge);
    }
  fill_round (self, box, MAX (radius - edge, 0), shade (rgb, alpha));
}

void
ct_note_raster_edited (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds)
{
  Box box = box_of (grid, bounds);
  int pixel = (int) grid->scale, aside = radius_of (grid, box) > 0 ? 3 * pixel : pixel;

  if (is_at_least (grid, box, EDGE_FROM + 1, EDGE_FROM + 2))
    fill (self, (Box){ box.left + aside, box.bottom - 3 * pixel, box.right - aside, box.bottom - pixel }, 0xfff0f0f0);
}

/* Darkens what is there. */
static void
veil (CtPixels *self, Box box)
{
  int width = (int) ct_pixels_get_width (self), height = (int) ct_pixels_get_height (self);

  for (int y = MAX (box.top, 0); y < MIN (box.bottom, height); y++)
    for (int x = MAX (box.left, 0); x < MIN (box.right, width); x++)
      blend (self, x, y, DARK, VEIL);
}

static void
frame (CtPixels *self, Box box, int edge, guint32 pixel)
{
  fill (self, (Box){ box.left, box.top, box.right, box.top + edge }, pixel);
  fill (self, (Box){ box.left, box.bottom - edge, box.right, box.bottom }, pixel);
  fill (self, (Box){ box.left, box.top, box.left + edge, box.bottom }, pixel);
  fill (self, (Box){ box.right - edge, box.top, box.right, box.bottom }, pixel);
}

/* @rgb mixed with white. */
static guint32
lighten (guint32 rgb)
{
  guint32 pixel = 0xff000000;

  for (int shift = 0; shift < 24; shift += 8)
    pixel |= (guint32) lround (GHOST_LIGHT * (rgb >> shift & 0xff) + (1 - GHOST_LIGHT) * 0xff) << shift;
  return pixel;
}

void
ct_note_raster_ghost (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb)
{
  Box box = box_of (grid, bounds);
  int pixel = (int) grid->scale;
  int edge = is_at_least (grid, box, EDGE_FROM, THICK_FROM_HEIGHT) ? 2 * pixel : pixel;

  if (!is_at_least (grid, box, EDGE_FROM, EDGE_FROM))
    {
      fill (self, box, lighten (rgb));
      return;
    }
  veil (self, box);
  frame (self, inset (box, -pixel), pixel, DARK);
  frame (self, box, edge, lighten (rgb));
  for (int x = box.left + DASH * pixel; x < box.right - DASH * pixel; x += (DASH + DASH_GAP) * pixel)
    {
      fill (self, (Box){ x, box.top, x + DASH_GAP * pixel, box.top + edge }, DARK);
      fill (self, (Box){ x, box.bottom - edge, x + DASH_GAP * pixel, box.bottom }, DARK);
    }
}

void
ct_note_raster_outline (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds, guint32 rgb)
{
  Box box = box_of (grid, bounds);
  int pixel = (int) grid->scale;

  frame (self, inset (box, -3 * pixel), pixel, DARK);
  frame (self, inset (box, -2 * pixel), 2 * pixel, 0xff000000 | rgb);
  if (is_at_least (grid, box, EDGE_FROM, EDGE_FROM))
    frame (self, box, pixel, DARK);
}

void
ct_note_raster_ring (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds)
{
  Box box = box_of (grid, bounds);
  int pixel = (int) grid->scale, radius = radius_of (grid, box);

  fill_round (self, inset (box, -3 * pixel), radius > 0 ? radius + 3 * pixel : 0, DARK);
  fill_round (self, inset (box, -2 * pixel), radius > 0 ? radius + 2 * pixel : 0, BRIGHT);
}

void
ct_note_raster_handles (CtPixels *self, const CtGrid *grid, const graphene_rect_t *bounds)
{
  Box box = box_of (grid, bounds);
  int pixel = (int) grid->scale;

  if (!is_at_least (grid, box, HANDLES_FROM_WIDTH, HANDLES_FROM_HEIGHT))
    return;
  fill (self, (Box){ box.left, box.top + pixel, box.left + 3 * pixel, box.bottom - pixel }, BRIGHT);
  fill (self, (Box){ box.right - 3 * pixel, box.top + pixel, box.right, box.bottom - pixel }, BRIGHT);
}
