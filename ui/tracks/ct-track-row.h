/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-track-item.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_ROW (ct_track_row_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackRow, ct_track_row, CT, TRACK_ROW, GtkWidget)

/* A track in the panel: its colour, number, name, instrument and number of notes, and buttons for visible, mute, solo
 * and lock, and to refuse a name that was recognised. Changes are steps of the document. Lists reuse rows for other
 * items.
 *
 * Signals: "drop" (item: CtTrackItem, below: boolean) when a row is dropped above or below this one; "menu" (x, y:
 * double) to open the context menu. */
GtkWidget *ct_track_row_new (void);

/* Shows @item of @document; both may be NULL. */
void ct_track_row_bind (CtTrackRow *self, CtDocument *document, CtTrackItem *item);
CtTrackItem *ct_track_row_get_item (CtTrackRow *self);

/* Starts editing the name; Return accepts, Escape cancels. */
void ct_track_row_rename (CtTrackRow *self);

G_END_DECLS
