/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-percussion.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/document-changes.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"

static void
set_percussion (CtDocument *document, const char *key, CtPercussion *percussion)
{
  ct_document_begin_coalesced (document, "Hits", key);
  ct_document_set_percussion (document, percussion);
  ct_document_commit (document);
}

/* Drum hits are undone and redone, and stay where notes are found again. */
static void
test_percussion (void)
{
  CtDocument *document = note_document_new (3);
  CtHit hits[] = { { 1, 0.5f, 0 }, { 2, 1, 1 } };
  CtPercussion none = { 0 }, one = { hits, 1, { { "", 36 } }, 1 }, two = { hits, 2, { { "", 36 }, { "", 38 } }, 2 };
  CtEditScore *before = ct_document_copy_score (document);
  const CtPercussion *now = &ct_document_get_score (document)->percussion;
  DocumentChanges heard;

  document_changes_watch (document, &heard);
  set_percussion (document, NULL, &one);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_PERCUSSION);
  set_percussion (document, NULL, &one); /* no change, no step */
  g_assert_cmpuint (heard.n, ==, 1);
  set_percussion (document, "drag", &two);
  set_percussion (document, "drag", &none);
  g_assert_true (ct_percussion_equal (now, &none));
  ct_document_undo (document);
  g_assert_true (ct_percussion_equal (now, &one));
  ct_document_redo (document);
  ct_document_undo (document);
  set_percussion (document, NULL, &two);
  ct_document_begin (document, "Apply");
  ct_document_apply_score (document, before);
  ct_document_commit (document);
  g_assert_true (ct_percussion_equal (now, &two));
  ct_document_begin (document, "Abort");
  ct_document_set_percussion (document, &none);
  ct_document_abort (document);
  g_assert_true (ct_percussion_equal (now, &two));
  ct_document_load_score (document, before);
  g_assert_true (ct_percussion_equal (now, &none));
  ct_edit_score_free (before);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-percussion/set", test_percussion);
  return g_test_run ();
}
