/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-note-blocks.h"

#include <gtk/gtk.h>

#include "tests/support/canvas-song.h"
#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

/* Every note that sounds in a span is in the blocks found for it, whatever its length. */
static void
test_found (void)
{
  g_autoptr (CtSession) session = canvas_song_new (60, 700, 3);
  CtDocument *document = ct_session_get_document (session);
  const CtEditScore *score;
  g_autoptr (CtNoteBlocks) blocks = NULL;

  ct_document_begin (document, "Long");
  for (guint i = 0; i < 5; i++)
    {
      CtEditNote note = ct_document_get_score (document)->notes[100 * i];

      note.offset_s = note.onset_s + 12 * i;
      ct_document_set_note (document, &note);
    }
  ct_document_commit (document);
  score = ct_document_get_score (document);
  blocks = ct_note_blocks_new (score);
  g_assert_cmpuint (blocks->n, ==, (score->n_notes + CT_NOTE_BLOCK_NOTES - 1) / CT_NOTE_BLOCK_NOTES);
  for (double start_s = -5; start_s < 70; start_s += 1.7)
    for (double span_s = 0.05; span_s < 40; span_s *= 3)
      {
        gsize end, first = ct_note_blocks_find (blocks, start_s, start_s + span_s, &end);

        g_assert_cmpuint (first, <=, end);
        g_assert_cmpuint (end, <=, blocks->n);
        for (gsize i = 0; i < score->n_notes; i++)
          if (score->notes[i].onset_s < start_s + span_s && score->notes[i].offset_s >= start_s)
            {
              g_assert_cmpuint (i / CT_NOTE_BLOCK_NOTES, >=, first);
              g_assert_cmpuint (i / CT_NOTE_BLOCK_NOTES, <, end);
            }
      }
}

/* Each note is in one block, and the block knows when its notes sound. */
static void
test_parts (void)
{
  g_autoptr (CtSession) session = canvas_song_new (60, 700, 3);
  const CtEditScore *score = ct_document_get_score (ct_session_get_document (session));
  g_autoptr (CtNoteBlocks) blocks = ct_note_blocks_new (score);
  gsize next = 0;

  for (gsize i = 0; i < blocks->n; i++)
    {
      const CtNoteBlock *block = &blocks->blocks[i];
      double end_s = 0;

      g_assert_cmpuint (block->first, ==, next);
      g_assert_cmpuint (block->n, ==, MIN (CT_NOTE_BLOCK_NOTES, score->n_notes - next));
      for (gsize j = block->first; j < block->first + block->n; j++)
        end_s = MAX (end_s, score->notes[j].offset_s);
      g_assert_cmpfloat (block->start_s, ==, score->notes[block->first].onset_s);
      g_assert_cmpfloat (block->end_s, ==, end_s);
      g_assert_cmpfloat (block->end_s - block->start_s, <=, blocks->longest_s);
      next += block->n;
    }
  g_assert_cmpuint (next, ==, score->n_notes);
}

static void
test_empty (void)
{
  g_autoptr (CtDocument) document = note_document_new (0);
  g_autoptr (CtNoteBlocks) blocks = ct_note_blocks_new (ct_document_get_score (document));
  gsize end, first = ct_note_blocks_find (blocks, 0, 100, &end);

  g_assert_cmpuint (first, ==, end);
}

static void
draw_all (CtNoteBlocks *blocks)
{
  for (gsize i = 0; i < blocks->n; i++)
    {
      if (!blocks->blocks[i].node)
        blocks->blocks[i].node = gsk_color_node_new (&(GdkRGBA){ 1, 1, 1, 1 }, &GRAPHENE_RECT_INIT (0, 0, 1, 1));
      blocks->blocks[i].drawn = TRUE;
    }
}

/* A note that changes costs its own block and no other. */
static void
test_forget (void)
{
  g_autoptr (CtDocument) document = note_document_new (100);
  g_autoptr (CtNoteBlocks) blocks = ct_note_blocks_new (ct_document_get_score (document));

  draw_all (blocks);
  ct_note_blocks_forget_note (blocks, 2 * CT_NOTE_BLOCK_NOTES - 1);
  for (gsize i = 0; i < blocks->n; i++)
    {
      g_assert_cmpint (blocks->blocks[i].drawn, ==, i != 1);
      g_assert_cmpint (blocks->blocks[i].node != NULL, ==, i != 1);
    }
  draw_all (blocks);
  ct_note_blocks_forget (blocks);
  for (gsize i = 0; i < blocks->n; i++)
    g_assert_true (!blocks->blocks[i].drawn && !blocks->blocks[i].node);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/note-blocks/found", test_found);
  g_test_add_func ("/note-blocks/parts", test_parts);
  g_test_add_func ("/note-blocks/empty", test_empty);
  g_test_add_func ("/note-blocks/forget", test_forget);
  return g_test_run ();
}
