/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/document-changes.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"

static void
set_harmony (CtDocument *document, const char *key, CtHarmony *harmony)
{
  ct_document_begin_coalesced (document, "Key", key);
  ct_document_set_harmony (document, harmony);
  ct_document_commit (document);
}

/* Keys and chords likewise. */
static void
test_harmony (void)
{
  CtDocument *document = note_document_new (3);
  CtKeyChange change = { 1, { -3, false }, 0, true };
  CtChord chord = { 0, 1, 0, CT_CHORD_MINOR, 9, 9, true };
  CtHarmony none = { 0 }, key = { &change, 1, NULL, 0 }, both = { &change, 1, &chord, 1 };
  CtEditScore *before = ct_document_copy_score (document);
  const CtHarmony *now = &ct_document_get_score (document)->harmony;
  DocumentChanges heard;

  document_changes_watch (document, &heard);
  set_harmony (document, NULL, &key);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_HARMONY);
  set_harmony (document, NULL, &key); /* no change, no step */
  g_assert_cmpuint (heard.n, ==, 1);
  set_harmony (document, "type", &both);
  set_harmony (document, "type", &none);
  g_assert_true (ct_harmony_equal (now, &none));
  ct_document_undo (document);
  g_assert_true (ct_harmony_equal (now, &key));
  ct_document_redo (document);
  ct_document_undo (document);
  set_harmony (document, NULL, &both);
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));
  ct_document_begin (document, "Apply");
  ct_document_apply_score (document, before);
  ct_document_commit (document);
  g_assert_true (ct_harmony_equal (now, &both));
  ct_document_begin (document, "Abort");
  ct_document_set_harmony (document, &none);
  ct_document_abort (document);
  g_assert_true (ct_harmony_equal (now, &both));
  ct_document_load_score (document, before);
  g_assert_true (ct_harmony_equal (now, &none));
  ct_edit_score_free (before);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-harmony/set", test_harmony);
  return g_test_run ();
}
