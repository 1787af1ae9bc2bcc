/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_ITEM (ct_track_item_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackItem, ct_track_item, CT, TRACK_ITEM, GObject)

/* A track as a row of a list shows it. Signal "changed" when it has to be shown anew. */
CtTrackItem *ct_track_item_new (guint32 id);
guint32 ct_track_item_get_id (CtTrackItem *self);
/* Sets what to show: the track, its position from 0, and how many notes it has. */
void ct_track_item_update (CtTrackItem *self, const CtEditTrack *track, guint place, guint n_notes);

const CtEditTrack *ct_track_item_get_track (CtTrackItem *self);
guint ct_track_item_get_place (CtTrackItem *self);
guint ct_track_item_get_n_notes (CtTrackItem *self);

G_END_DECLS
