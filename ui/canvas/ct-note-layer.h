/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-layer.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

#define CT_TYPE_NOTE_LAYER (ct_note_layer_get_type ())
G_DECLARE_FINAL_TYPE (CtNoteLayer, ct_note_layer, CT, NOTE_LAYER, CtLayer)

/* Draws the notes of a session as bars in the colors of their tracks: the document's, or those of the session's preview
 * with what differs highlighted. Uncertain notes are outlines, selected ones have a bright ring. Changes nothing. */

GtkWidget *ct_note_layer_new (void);

/* During a drag: shows @notes [n] (copied) instead of the notes with the same ids; those with an unknown id, or 0, are
 * added. Uncertain ones are shown as outlines even where uncertain notes are hidden. NULL and 0: none. */
void ct_note_layer_set_preview (CtNoteLayer *self, const CtEditNote *notes, guint n);

/* The rubber band to draw (copied); NULL: none. */
void ct_note_layer_set_rubber (CtNoteLayer *self, const CtView *box);

/* Where a note is drawn in a widget of @width x @height pixels that spans @view: at least 2 x 2 pixels. */
void
ct_note_layer_bounds (const CtView *view, double width, double height, const CtEditNote *note, graphene_rect_t *bounds);

G_END_DECLS
