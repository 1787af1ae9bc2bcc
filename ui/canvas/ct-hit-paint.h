/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-layer.h"

G_BEGIN_DECLS

/* How high a row of the lane of drum hits is, and how wide a hit. */
#define CT_HIT_PAINT_ROW 18
#define CT_HIT_PAINT_WIDTH 4

/* A hit that is dragged: where it is shown instead. */
typedef struct
{
  gsize hit; /* G_MAXSIZE: none */
  double time_s;
  guint group;
} CtHitDrag;

/* Paints the rows of @score: each hit the higher the harder it is struck, groups that are not heard faint. @selected:
 * the place of a hit, or G_MAXSIZE; @row: the selected row, or -1. */
void ct_hit_paint_all (GtkWidget *widget,
                       GtkSnapshot *snapshot,
                       PangoLayout *layout,
                       const CtGrid *grid,
                       const CtEditScore *score,
                       const CtHitDrag *drag,
                       gsize selected,
                       int row);

G_END_DECLS
