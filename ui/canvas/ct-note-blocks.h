/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gsk/gsk.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

/* The notes of a score in blocks by onset, each of which is drawn once and kept as a render node, so that scrolling
 * redraws nothing. The visible blocks are found by binary search over the times they span. */

#define CT_NOTE_BLOCK_NOTES 32

typedef struct
{
  gsize first; /* note of the score */
  gsize n;
  double start_s;
  double end_s;        /* when its last note ends */
  GskRenderNode *node; /* x counts from start_s; NULL: not drawn yet, or empty */
  gboolean drawn;      /* also if nothing of it is shown and there is no node */
} CtNoteBlock;

typedef struct
{
  CtNoteBlock *blocks; /* [n] */
  gsize n;
  double longest_s; /* the longest span of a block */
} CtNoteBlocks;

CtNoteBlocks *ct_note_blocks_new (const CtEditScore *score);
void ct_note_blocks_free (CtNoteBlocks *self);
/* The blocks that may have notes in [@start_s, @end_s]: from the index returned to before *@end. */
gsize ct_note_blocks_find (const CtNoteBlocks *self, double start_s, double end_s, gsize *end);
/* Forgets the nodes of all blocks, or of the one with note number @note. */
void ct_note_blocks_forget (CtNoteBlocks *self);
void ct_note_blocks_forget_note (CtNoteBlocks *self, gsize note);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtNoteBlocks, ct_note_blocks_free)

G_END_DECLS
