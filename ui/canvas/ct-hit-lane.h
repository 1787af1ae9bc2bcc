/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-lane.h"

G_BEGIN_DECLS

#define CT_TYPE_HIT_LANE (ct_hit_lane_get_type ())
G_DECLARE_FINAL_TYPE (CtHitLane, ct_hit_lane, CT, HIT_LANE, CtLane)

/* The drum hits along the session's view, a row for each group; hidden where there are none. A click selects a hit and
 * sounds it, a drag moves it in time and to other rows; a double click, or a click with the pencil, adds one, a click
 * with the eraser takes it out. By keys: left and right go from hit to hit, up and down from row to row, Delete takes
 * the hit out, Insert adds one at the playhead, plus and minus change how hard it is struck, M and S mute and solo.
 *
 * Signal "sound" (key of General MIDI: uint, strength: double). Actions, on itself: hits.add, hits.delete, hits.mute,
 * hits.solo, hits.rename, hits.drum (u), hits.merge (u), hits.split, hits.delete-row. */
GtkWidget *ct_hit_lane_new (void);

/* The place of the selected hit among those of the document; -1: none is. */
int ct_hit_lane_get_selected (CtHitLane *self);
/* The selected row; -1: none is. */
int ct_hit_lane_get_row (CtHitLane *self);

G_END_DECLS
