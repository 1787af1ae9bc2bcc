/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-level-store.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

#define CT_TILE_FRAMES 256

/* Turns levels into colors: a table with the pixel of every level, and how far harmonics are dimmed. A plain value. */
typedef struct
{
  guint32 pixels[256]; /* 0xffRRGGBB by level, as GDK_MEMORY_DEFAULT has them */
  double fundamentals; /* 0 to 1 */
  guint serial;        /* of this state: changes with anything above */
} CtTilePainter;

/* Follows the session's display and levels. Returns whether anything changed; the serial then is one higher. */
gboolean ct_tile_painter_update (CtTilePainter *self, CtSession *session);

/* Paints frames @tile * CT_TILE_FRAMES to (@tile + 1) * CT_TILE_FRAMES of mip level @mip, a row per bin, the highest
 * bin first. Columns past the end of the store are transparent. */
CtPixels *ct_tile_painter_paint (const CtTilePainter *self, CtLevelStore *levels, guint mip, gsize tile);

G_END_DECLS
