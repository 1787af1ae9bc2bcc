/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-blocks.h"

CtNoteBlocks *
ct_note_blocks_new (const CtEditScore *score)
{
  CtNoteBlocks *self = g_new0 (CtNoteBlocks, 1);

  self->n = (score->n_notes + CT_NOTE_BLOCK_NOTES - 1) / CT_NOTE_BLOCK_NOTES;
  self->blocks = g_new0 (CtNoteBlock, self->n);
  for (gsize i = 0; i < score->n_notes; i++)
    {
      CtNoteBlock *block = &self->blocks[i / CT_NOTE_BLOCK_NOTES];

      if (block->n++ == 0)
        {
          block->first = i;
          block->start_s = score->notes[i].onset_s;
          block->end_s = block->start_s;
        }
      block->end_s = MAX (block->end_s, score->notes[i].offset_s);
      self->longest_s = MAX (self->longest_s, block->end_s - block->start_s);
    }
  return self;
}

static void
forget (CtNoteBlock *block)
{
  g_clear_pointer (&block->node, gsk_render_node_unref);
  block->drawn = FALSE;
}

void
ct_note_blocks_forget (CtNoteBlocks *self)
{
  for (gsize i = 0; i < self->n; i++)
    forget (&self->blocks[i]);
}

void
ct_note_blocks_forget_note (CtNoteBlocks *self, gsize note)
{
  forget (&self->blocks[note / CT_NOTE_BLOCK_NOTES]);
}

void
ct_note_blocks_free (CtNoteBlocks *self)
{
  ct_note_blocks_forget (self);
  g_free (self->blocks);
  g_free (self);
}

/* The first block that starts at or after @time_s. */
static gsize
first_from (const CtNoteBlocks *self, double time_s)
{
  gsize low = 0, high = self->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->blocks[middle].start_s < time_s)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gsize
ct_note_blocks_find (const CtNoteBlocks *self, double start_s, double end_s, gsize *end)
{
  gsize first = first_from (self, start_s - self->longest_s);

  *end = MAX (first_from (self, end_s), first);
  while (first < *end && self->blocks[first].end_s < start_s)
    first++;
  return first;
}
