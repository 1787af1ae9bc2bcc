/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-note-diff.h"

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"

typedef struct
{
  CtDocument *document; /* ten notes, the last one uncertain */
  CtEditScore *before;
  CtEditScore *after;
  CtNoteDiff *diff;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (10);
  fixture->before = ct_document_copy_score (fixture->document);
  fixture->after = ct_document_copy_score (fixture->document);
  g_assert_cmpuint (fixture->before->n_notes, ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (fixture->before->notes[i].uncertain, ==, i == 9);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->diff, ct_note_diff_free);
  ct_edit_score_free (fixture->before);
  ct_edit_score_free (fixture->after);
  g_assert_finalize_object (fixture->document);
}

/* Compares, and checks that the counts are those of the notes one by one. */
static void
compare (Fixture *fixture)
{
  guint n[CT_N_NOTE_DIFF_KINDS] = { 0 };

  g_clear_pointer (&fixture->diff, ct_note_diff_free);
  fixture->diff = ct_note_diff_new (fixture->before, fixture->after);
  for (guint64 id = 1; id < fixture->after->next_note_id; id++)
    n[ct_note_diff_get (fixture->diff, id)]++;
  for (guint kind = CT_NOTE_DIFF_ADDED; kind < CT_N_NOTE_DIFF_KINDS; kind++)
    g_assert_cmpuint (ct_note_diff_count (fixture->diff, kind), ==, n[kind]);
  g_assert_cmpuint (ct_note_diff_count (fixture->diff, CT_NOTE_DIFF_NONE), ==, 0);
}

static void
assert_kind (Fixture *fixture, guint64 id, CtNoteDiffKind kind)
{
  compare (fixture);
  g_assert_cmpint (ct_note_diff_get (fixture->diff, id), ==, kind);
  for (CtNoteDiffKind other = CT_NOTE_DIFF_ADDED; other < CT_N_NOTE_DIFF_KINDS; other++)
    g_assert_cmpuint (ct_note_diff_count (fixture->diff, other), ==, other == kind);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  CtEditNote *note = &fixture->after->notes[3];

  assert_kind (fixture, note->id, CT_NOTE_DIFF_NONE);
  /* what nobody hears or sees of a note */
  note->confidence /= 2;
  note->edited ^= CT_EDITED_ALL;
  note->origin_frame++;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_NONE);
  g_assert_cmpint (ct_note_diff_get (fixture->diff, 12345), ==, CT_NOTE_DIFF_NONE);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  CtEditNote *note = &fixture->after->notes[3], was = *note;

  note->onset_s += 1e-9;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_CHANGED);
  *note = was;
  note->offset_s += 1e-9;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_CHANGED);
  *note = was;
  note->midi++;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_CHANGED);
  *note = was;
  note->velocity++;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_CHANGED);
  /* a move counts once, as a move */
  note->track = fixture->after->tracks[note->track == fixture->after->tracks[0].id].id;
  assert_kind (fixture, note->id, CT_NOTE_DIFF_MOVED);
}

static void
test_added_and_removed (Fixture *fixture, gconstpointer data)
{
  guint64 first = fixture->before->notes[0].id, last = fixture->before->notes[8].id;

  fixture->after->notes[0] = fixture->after->notes[8];
  fixture->after->n_notes = 8;
  compare (fixture);
  g_assert_cmpint (ct_note_diff_get (fixture->diff, first), ==, CT_NOTE_DIFF_REMOVED);
  g_assert_cmpint (ct_note_diff_get (fixture->diff, last), ==, CT_NOTE_DIFF_NONE);
  g_assert_cmpuint (ct_note_diff_count (fixture->diff, CT_NOTE_DIFF_REMOVED), ==, 1);

  /* the other way round */
  {
    CtEditScore *swap = fixture->before;

    fixture->before = fixture->after;
    fixture->after = swap;
  }
  assert_kind (fixture, first, CT_NOTE_DIFF_ADDED);
}

/* Uncertain notes are not part of a score: whether there are any, and where, is no change of it. */
static void
test_uncertain (Fixture *fixture, gconstpointer data)
{
  CtEditNote *note = &fixture->after->notes[9];
  guint64 id = note->id;

  note->onset_s += 0.1;
  note->velocity++;
  assert_kind (fixture, id, CT_NOTE_DIFF_NONE);
  fixture->after->n_notes = 9;
  assert_kind (fixture, id, CT_NOTE_DIFF_NONE);
  fixture->after->n_notes = 10;
  note->id = fixture->after->next_note_id++;
  assert_kind (fixture, id, CT_NOTE_DIFF_NONE);
  note->id = id;

  note->uncertain = FALSE;
  assert_kind (fixture, id, CT_NOTE_DIFF_ADDED);
  note->uncertain = TRUE;
  fixture->after->notes[4].uncertain = TRUE;
  assert_kind (fixture, fixture->after->notes[4].id, CT_NOTE_DIFF_REMOVED);
}

/* The diff outlives the scores: the canvas keeps it while the preview is replaced. */
static void
test_outlives (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before, *after;
  guint64 id = fixture->before->notes[2].id;
  CtNoteDiff *diff;

  before = ct_document_copy_score (fixture->document);
  after = ct_document_copy_score (fixture->document);
  after->notes[2].midi++;
  diff = ct_note_diff_new (before, after);
  ct_edit_score_free (before);
  ct_edit_score_free (after);
  g_assert_cmpint (ct_note_diff_get (diff, id), ==, CT_NOTE_DIFF_CHANGED);
  g_assert_cmpuint (ct_note_diff_count (diff, CT_NOTE_DIFF_CHANGED), ==, 1);
  ct_note_diff_free (diff);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/note-diff/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("same", test_same);
  ADD ("changed", test_changed);
  ADD ("added-and-removed", test_added_and_removed);
  ADD ("uncertain", test_uncertain);
  ADD ("outlives", test_outlives);
  return g_test_run ();
}
