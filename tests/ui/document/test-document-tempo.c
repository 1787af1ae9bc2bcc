/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "tests/support/document-changes.h"
#include "tests/support/note-document.h"
#include "tests/support/same-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"

static CtTempoMap *
steady_map (double bpm)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (bpm, 0, 4, 4, &map), ==, CT_STATUS_OK);
  return map;
}

static void
set_map (CtDocument *document, const char *key, const CtTempoMap *map)
{
  ct_document_begin_coalesced (document, "Tempo", key);
  ct_document_set_tempo_map (document, map);
  ct_document_commit (document);
}

/* The tempo is undone and redone like notes are, which do not follow it. */
static void
test_tempo (void)
{
  CtDocument *document = note_document_new (10);
  CtEditScore *before = ct_document_copy_score (document);
  CtTempoMap *slow = steady_map (60), *fast = steady_map (160);
  DocumentChanges heard;

  document_changes_watch (document, &heard);
  g_assert_null (ct_document_get_tempo_map (document));
  set_map (document, NULL, slow);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_TEMPO);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), slow));
  g_assert_true (ct_document_get_modified (document));
  set_map (document, NULL, slow); /* no change, no step */
  g_assert_cmpuint (heard.n, ==, 1);
  set_map (document, NULL, fast);
  set_map (document, NULL, NULL);
  g_assert_null (ct_document_get_tempo_map (document));
  ct_document_undo (document);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), fast));
  ct_document_undo (document);
  ct_document_undo (document);
  same_score_assert (ct_document_get_score (document), before);
  g_assert_false (ct_document_get_modified (document));
  for (int i = 0; i < 2; i++)
    ct_document_redo (document);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_TEMPO);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), fast));
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (document)));

  /* an edit of notes, and what replaces them all, leave it */
  ct_document_begin (document, "Apply");
  ct_document_apply_score (document, before);
  ct_document_commit (document);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), fast));

  ct_document_begin (document, "Abort");
  ct_document_set_tempo_map (document, slow);
  ct_document_abort (document);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), fast));
  ct_edit_score_free (before);
  ct_tempo_map_free (slow);
  ct_tempo_map_free (fast);
  g_assert_finalize_object (document);
}

/* Steps of one key join, also to no change at all. */
static void
test_tempo_joins (void)
{
  CtDocument *document = note_document_new (1);
  CtHistory *history = ct_document_get_history (document);
  CtTempoMap *map = steady_map (60);

  set_map (document, "drag", map);
  set_map (document, "drag", NULL);
  g_assert_true (ct_history_get_can_undo (history)); /* nobody had sought beats before */
  ct_document_undo (document);
  g_assert_false (ct_history_get_can_undo (history));
  set_map (document, NULL, map);
  set_map (document, "drag", NULL);
  set_map (document, "drag", map);
  ct_document_undo (document);
  g_assert_false (ct_history_get_can_undo (history));
  ct_tempo_map_free (map);
  g_assert_finalize_object (document);
}

/* To find beats is no edit; where they were sought before, they are not taken. */
static void
test_take_beats (void)
{
  CtDocument *document = note_document_new (10);
  CtTempoMap *map = steady_map (60);
  CtEditTempo found = { .map = steady_map (90), .confidence = 0.5f, .meter_confidence = 0.25f, .sought = true };
  DocumentChanges heard;

  document_changes_watch (document, &heard);
  ct_document_take_beats (document, &found);
  g_assert_cmpuint (heard.changes, ==, CT_DOCUMENT_TEMPO);
  g_assert_true (ct_edit_tempo_equal (&ct_document_get_score (document)->tempo, &found));
  g_assert_false (ct_document_get_modified (document));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));

  set_map (document, NULL, map);
  ct_document_take_beats (document, &found);
  g_assert_cmpuint (heard.n, ==, 2);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (document), map));
  ct_document_undo (document);
  g_assert_true (ct_edit_tempo_equal (&ct_document_get_score (document)->tempo, &found));
  ct_tempo_map_free (map);
  ct_edit_tempo_clear (&found);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-tempo/set", test_tempo);
  g_test_add_func ("/document-tempo/joins", test_tempo_joins);
  g_test_add_func ("/document-tempo/take-beats", test_take_beats);
  return g_test_run ();
}
