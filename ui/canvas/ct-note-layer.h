/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-layer.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

#define CT_TYPE_NOTE_LAYER (ct_note_layer_get_type ())
G_DECLARE_FINAL_TYPE (CtNoteLayer, ct_note_layer, CT, NOTE_LAYER, CtLayer)

/* Draws the notes of a session: the document's, or those of the session's preview score with what differs highlighted,
 * as bars in their tracks' colours; uncertain notes as outlines, the selection by a bright outline. It never changes
 * them. */

GtkWidget *ct_note_layer_new (void);

/* Shows @notes [n] (copied) in place of the notes with the same ids, and those whose id is 0 or unknown in addition,
 * while a drag goes on; an uncertain note is an outline only, whether uncertain notes are shown or not. NULL and 0:
 * none. */
void ct_note_layer_set_preview (CtNoteLayer *self, const CtEditNote *notes, guint n);

/* The rubber band of a selection going on (copied); NULL: none. */
void ct_note_layer_set_rubber (CtNoteLayer *self, const CtView *box);

/* Where a note is drawn, in pixels of a widget of @width x @height that spans @view. A note is never drawn narrower
 * than 2 pixels nor lower than 2. */
void
ct_note_layer_bounds (const CtView *view, double width, double height, const CtEditNote *note, graphene_rect_t *bounds);

G_END_DECLS
