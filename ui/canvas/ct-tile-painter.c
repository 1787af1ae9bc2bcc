/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-tile-painter.h"

#include <string.h>

#include "core/transform/ct-cqt.h"
#include "ui/canvas/ct-color-map.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"

#define DARK_SHARE 0.5 /* of all cells lie below the level at which the colors begin */
#define LIGHT_SHARE 0.9995
#define HEADROOM 0.85 /* share of the colors in use: notes must be brighter than what lies under them */
#define MIN_RANGE_DB 30.0
#define EXPLAINED_DB 12.0 /* a lower partial explains a harmonic if it is at most this much softer */
#define MAX_DIM_DB 24.0
#define COLUMNS_AT_ONCE 16 /* pixels in a line of the cache */

/* Bins from a partial down to the pitches whose harmonic it may be: 36 log2 h for h = 2 to 6. */
static const guint harmonic_offsets[] = { 36, 57, 72, 84, 93 };

gboolean
ct_tile_painter_update (CtTilePainter *self, CtSession *session)
{
  CtLevelStore *levels = ct_document_get_levels (ct_session_get_document (session));
  double low_db = ct_level_store_get_quantile_db (levels, DARK_SHARE);
  double range_db = MAX (ct_level_store_get_quantile_db (levels, LIGHT_SHARE) - low_db, MIN_RANGE_DB) / HEADROOM;
  CtDisplay *display = ct_session_get_display (session);
  double gain_db = ct_display_get_gain_db (display), contrast = ct_display_get_contrast (display);
  CtTilePainter now = { .fundamentals = ct_display_get_fundamentals (display), .serial = self->serial };

  for (guint value = 0; value < 256; value++)
    {
      double db = (double) value / CT_LEVEL_STORE_STEPS_PER_DB + CT_LEVEL_STORE_MIN_DB + gain_db;
      /* contrast stretches about the middle of the range */
      double position = ((db - low_db) / range_db - 0.5) * contrast + 0.5;

      now.pixels[value] = 0xff000000 | ct_color_map_get (ct_display_get_color_map (display), position);
    }
  if (self->serial > 0 && memcmp (now.pixels, self->pixels, sizeof now.pixels) == 0
      && now.fundamentals == self->fundamentals)
    return FALSE;
  *self = now;
  self->serial++;
  return TRUE;
}

/* Copies @levels to @out, harmonics dimmed; both are [CT_CQT_BINS]. */
static void
suppress_harmonics (const guint8 *levels, double share, guint8 *out)
{
  for (guint bin = 0; bin < CT_CQT_BINS; bin++)
    {
      double below = 0, dim;

      for (guint i = 0; i < G_N_ELEMENTS (harmonic_offsets); i++)
        if (bin >= harmonic_offsets[i])
          below = MAX (below, levels[bin - harmonic_offsets[i]]);
      dim = (below - levels[bin]) / CT_LEVEL_STORE_STEPS_PER_DB + EXPLAINED_DB;
      dim = share * CLAMP (dim, 0, MAX_DIM_DB) * CT_LEVEL_STORE_STEPS_PER_DB;
      out[bin] = (guint8) MAX (0, levels[bin] - dim);
    }
}

/* Paints @n columns from @column on, row by row: each writes whole lines of the cache. */
static void
paint_columns (const CtTilePainter *self, const guint8 *const *frames, gsize n, guint32 *column)
{
  for (guint bin = 0; bin < CT_CQT_BINS; bin++)
    {
      guint32 *row = column + (CT_CQT_BINS - 1 - bin) * CT_TILE_FRAMES;

      for (gsize i = 0; i < n; i++)
        row[i] = self->pixels[frames[i][bin]];
    }
}

CtPixels *
ct_tile_painter_paint (const CtTilePainter *self, CtLevelStore *levels, guint mip, gsize tile)
{
  CtPixels *picture = ct_pixels_new (CT_TILE_FRAMES, CT_CQT_BINS, FALSE);
  guint8 dimmed[COLUMNS_AT_ONCE][CT_CQT_BINS];

  for (gsize first = 0; first < CT_TILE_FRAMES; first += COLUMNS_AT_ONCE)
    {
      const guint8 *frames[COLUMNS_AT_ONCE];
      gsize n = 0;

      for (; n < COLUMNS_AT_ONCE; n++)
        {
          frames[n] = ct_level_store_get_frame (levels, mip, tile * CT_TILE_FRAMES + first + n);
          if (!frames[n])
            break;
          if (self->fundamentals <= 0)
            continue;
          suppress_harmonics (frames[n], self->fundamentals, dimmed[n]);
          frames[n] = dimmed[n];
        }
      paint_columns (self, frames, n, ct_pixels_get_data (picture) + first);
    }
  return picture;
}
