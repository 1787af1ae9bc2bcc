/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"

G_BEGIN_DECLS

/* The latest time for notes: the end of the recording, or of a note that lies beyond it already. */
double ct_note_edits_horizon_s (CtDocument *document, const GArray *notes);

gboolean ct_note_edits_is_open (CtDocument *document, guint32 id);

/* Copies (CtEditNote) of the notes @ids that exist and are on no locked track. */
GArray *ct_note_edits_take (CtDocument *document, const guint64 *ids, guint n);

/* Marks fields of @note as edited by the user (CtEditFlags). */
void ct_note_edits_mark (CtEditNote *note, guint flags);

/* Inside a step: deletes @note, of which another part remains, so that it is not remembered as deleted. */
void ct_note_edits_delete_part (CtDocument *document, const CtEditNote *note);

/* Replaces the document's notes by those of @plan in one step; returns how many differed. Frees @name and @plan. @key:
 * steps with the same key and notes join; or NULL. */
guint ct_note_edits_apply_plan (CtDocument *document, char *name, const char *key, GArray *plan);
/* The same for steps that move notes, nudge them, or nudge an edge of each. */
guint ct_note_edits_apply_move (CtDocument *document, GArray *plan);
guint ct_note_edits_apply_nudge (CtDocument *document, GArray *plan);
guint ct_note_edits_apply_edge_nudge (CtDocument *document, CtNoteEdge edge, GArray *plan);

G_END_DECLS
