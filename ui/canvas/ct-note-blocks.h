/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gsk/gsk.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

/* The notes of a score in blocks of neighbours by onset, each drawn once and kept as a render node, so that scrolling
 * draws nothing anew. Blocks know when they sound, which finds the visible ones by binary search. */

#define CT_NOTE_BLOCK_NOTES 32

typedef struct
{
  gsize first; /* note of the score */
  gsize n;
  double start_s;
  double end_s;        /* of the note that ends last */
  GskRenderNode *node; /* in pixels from where start_s lies; NULL: not drawn yet */
  gboolean drawn;      /* where nothing of it is shown, there is no node */
} CtNoteBlock;

typedef struct
{
  CtNoteBlock *blocks; /* [n] */
  gsize n;
  double longest_s; /* that any block sounds */
} CtNoteBlocks;

CtNoteBlocks *ct_note_blocks_new (const CtEditScore *score);
void ct_note_blocks_free (CtNoteBlocks *self);
/* Blocks that may sound in [@start_s, @end_s]: first to before *@end. */
gsize ct_note_blocks_find (const CtNoteBlocks *self, double start_s, double end_s, gsize *end);
/* Forgets what was drawn of all blocks, or of the one that holds note number @note. */
void ct_note_blocks_forget (CtNoteBlocks *self);
void ct_note_blocks_forget_note (CtNoteBlocks *self, gsize note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtNoteBlocks, ct_note_blocks_free)

G_END_DECLS
