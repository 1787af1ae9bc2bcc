/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/base/ct-note.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_SELECTION (ct_selection_get_type ())
G_DECLARE_FINAL_TYPE (CtSelection, ct_selection, CT, SELECTION, GObject)

/* The selected notes of a document, and the note with the keyboard cursor. Deleted notes leave the selection.
 *
 * Signal "changed". */
CtSelection *ct_selection_new (CtDocument *document);

gboolean ct_selection_contains (CtSelection *self, guint64 id);
guint ct_selection_get_n (CtSelection *self);
/* Ids [n] in the order of the score; free with g_free(). */
guint64 *ct_selection_dup (CtSelection *self, guint *n);
/* From the first onset to the last offset; FALSE if nothing is selected. */
gboolean ct_selection_get_span (CtSelection *self, CtTimeSpan *span);

/* Selects the notes @ids ([n]) and no others; ids of no note are skipped. */
void ct_selection_set (CtSelection *self, const guint64 *ids, guint n);
void ct_selection_select (CtSelection *self, guint64 id, gboolean selected);
void ct_selection_clear (CtSelection *self);

/* The note with the keyboard cursor: the last one selected alone or stepped to; 0: none. */
guint64 ct_selection_get_cursor (CtSelection *self);
void ct_selection_set_cursor (CtSelection *self, guint64 id);

G_END_DECLS
