/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-percussion.h"
#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* No hit among those of a percussion. */
#define CT_HIT_NONE G_MAXSIZE

/* The row at a height, or the nearest. */
int ct_hit_pick_row (const CtPercussion *percussion, double y);

/* The hit at a point of a lane, or CT_HIT_NONE. */
gsize ct_hit_pick_at (const CtPercussion *percussion, const CtGrid *grid, double x, double y);

/* The hit of a row that is next to @from_s before or, with @back FALSE, after it; @except is passed over. */
gsize ct_hit_pick_beside (const CtPercussion *percussion, int row, double from_s, gsize except, gboolean back);

/* The hit of a row that is nearest to a time. */
gsize ct_hit_pick_nearest (const CtPercussion *percussion, int row, double time_s);

G_END_DECLS
