/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/rhythm/ct-note-grid.h"
#include "core/rhythm/ct-quantise.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-edits.h"

G_BEGIN_DECLS

/* Edits of notes by the beats of a document, which must have a tempo map. For all else see ct-note-edits.h. */

/* The notes (CtEditNote) moved by @ticks, which keeps their values whatever the tempo, and by @semitones. */
GArray *ct_grid_edits_plan_move (CtDocument *document, const guint64 *ids, guint n, double ticks, int semitones);
guint ct_grid_edits_move (CtDocument *document, const guint64 *ids, guint n, double ticks, int semitones);

/* Moves the notes so that the first begins at the next line of @grid, or, with a negative @direction, at the one
 * before. Nothing is done where that is outside of the recording. Nudges join as those by time do. */
guint ct_grid_edits_nudge (CtDocument *document, const guint64 *ids, guint n, const CtNoteGrid *grid, int direction);
/* Moves an edge of each note to its next line or the one before. */
guint ct_grid_edits_nudge_edge (CtDocument *document,
                                const guint64 *ids,
                                guint n,
                                const CtNoteGrid *grid,
                                CtNoteEdge edge,
                                int direction);

/* What quantising does. */
typedef struct
{
  guint n_notes;   /* that are sure and can be edited */
  guint n_changed; /* of those */
  double before_s; /* how far from its line an edge lies, on the average, before */
  double after_s;  /* and afterwards */
} CtGridChange;

/* The notes among @ids that would change. A note that lies on a grid is quantised anew from where it was heard.
 * Uncertain notes are left alone. */
GArray *ct_grid_edits_plan_quantise (CtDocument *document,
                                     const guint64 *ids,
                                     guint n,
                                     const CtQuantiseOptions *options,
                                     CtGridChange *change);
guint ct_grid_edits_quantise (CtDocument *document, const guint64 *ids, guint n, const CtQuantiseOptions *options);
/* The document's score with the notes of @plan in place of its own; free with ct_edit_score_free(). */
CtEditScore *ct_grid_edits_preview (CtDocument *document, const GArray *plan);

/* Brings notes that were put on a grid back to where they were heard. Needs no tempo map. */
guint ct_grid_edits_restore (CtDocument *document, const guint64 *ids, guint n);
/* How many of @ids it would bring back. */
guint ct_grid_edits_count_remembered (CtDocument *document, const guint64 *ids, guint n);

G_END_DECLS
