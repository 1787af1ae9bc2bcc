/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-level-store.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-pixels.h"

G_BEGIN_DECLS

#define CT_TILE_FRAMES 256

/* How levels become colours: a table of every level's pixel, and how far harmonics are dimmed. A plain value. */
typedef struct
{
  guint32 pixels[256]; /* 0xffRRGGBB by level, as GDK_MEMORY_DEFAULT has them */
  double fundamentals; /* 0 to 1 */
  guint serial;        /* differs where anything else does */
} CtTilePainter;

/* Whether anything changed; the serial is one higher then. */
gboolean ct_tile_painter_update (CtTilePainter *self, CtSession *session);

/* The tile of frames @tile CT_TILE_FRAMES to (@tile + 1) CT_TILE_FRAMES of @mip, one row a bin, the highest first;
 * columns beyond the store's end are transparent. */
CtPixels *ct_tile_painter_paint (const CtTilePainter *self, CtLevelStore *levels, guint mip, gsize tile);

G_END_DECLS
