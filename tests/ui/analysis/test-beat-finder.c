/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/analysis/ct-beat-finder.h"

#include <glib-object.h>
#include <stdlib.h>

#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-tempo-edit.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "tests/support/beat-song.h"
#include "tests/support/noise-spectrogram.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"

typedef struct
{
  CtDocument *document;
  CtBeatFinder *finder;
  guint changes; /* CtDocumentChange, since the start */
} Fixture;

static void
count (CtDocument *document, guint changes, Fixture *fixture)
{
  fixture->changes |= changes;
}

/* A document whose beats nobody sought yet, and what was heard of it once @with_levels. */
static void
fill (Fixture *fixture, gboolean with_levels)
{
  BeatSong song;
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  g_autoptr (CtEvidence) evidence = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  beat_song_init (&song, 100, 1, 4, 20);
  analysis->posteriors = g_steal_pointer (&song.posteriors);
  analysis->duration_s = 20;
  if (with_levels)
    analysis->spectrogram = noise_spectrogram_new (rand, analysis->posteriors->n_frames);
  evidence = ct_evidence_new (analysis, NULL, NULL, 0);
  ct_document_set_evidence (fixture->document, evidence);
  ct_document_load_score (fixture->document, song.score);
  beat_song_clear (&song);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = ct_document_new ();
  fixture->finder = ct_beat_finder_new (fixture->document);
  g_signal_connect (fixture->document, "changed", G_CALLBACK (count), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->finder));
  while (G_OBJECT (fixture->finder)->ref_count > 1) /* a run may be under way */
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->finder);
  g_assert_finalize_object (fixture->document);
}

static void
wait_until_idle (Fixture *fixture)
{
  while (ct_beat_finder_get_busy (fixture->finder))
    g_main_context_iteration (NULL, TRUE);
}

/* By itself, and that is no edit. */
static void
test_by_itself (Fixture *fixture, gconstpointer data)
{
  g_assert_false (ct_beat_finder_get_can_find (fixture->finder));
  fill (fixture, TRUE);
  g_assert_true (ct_beat_finder_get_can_find (fixture->finder));
  g_assert_true (ct_beat_finder_get_busy (fixture->finder));
  fixture->changes = 0;
  wait_until_idle (fixture);
  g_assert_cmpuint (fixture->changes, ==, CT_DOCUMENT_TEMPO);
  g_assert_nonnull (ct_document_get_tempo_map (fixture->document));
  g_assert_false (ct_document_get_modified (fixture->document));
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* Without levels it would be guesswork; on demand that is better than nothing. */
static void
test_without_levels (Fixture *fixture, gconstpointer data)
{
  fill (fixture, FALSE);
  g_assert_false (ct_beat_finder_get_busy (fixture->finder));
  g_assert_null (ct_document_get_tempo_map (fixture->document));
  ct_beat_finder_find_again (fixture->finder);
  wait_until_idle (fixture);
  g_assert_nonnull (ct_document_get_tempo_map (fixture->document));
  g_assert_true (ct_document_get_modified (fixture->document));
}

/* A map that was set by hand meanwhile stays; undone, beats are found after all. */
static void
test_hand_first (Fixture *fixture, gconstpointer data)
{
  CtTempoMap *map;

  fill (fixture, TRUE);
  g_assert_cmpint (ct_tempo_map_new_steady (77, 0, 3, 4, &map), ==, CT_STATUS_OK);
  ct_document_begin (fixture->document, "Tempo");
  ct_document_set_tempo_map (fixture->document, map);
  ct_document_commit (fixture->document);
  wait_until_idle (fixture);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (fixture->document), map));
  ct_document_undo (fixture->document);
  wait_until_idle (fixture);
  g_assert_nonnull (ct_document_get_tempo_map (fixture->document));
  g_assert_false (ct_tempo_map_equal (ct_document_get_tempo_map (fixture->document), map));
  g_assert_false (ct_document_get_modified (fixture->document));
  ct_document_redo (fixture->document);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (fixture->document), map));
  ct_tempo_map_free (map);
}

/* On demand it is a step, and what a hand fixed stays. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  CtTempoMap *moved, *before;
  const CtTempoPoint *points;
  double time_s;
  gsize n;

  fill (fixture, TRUE);
  wait_until_idle (fixture);
  points = ct_tempo_map_points (ct_document_get_tempo_map (fixture->document), &n);
  time_s = points[10].time_s + 0.05;
  g_assert_cmpint (ct_tempo_edit_move (ct_document_get_tempo_map (fixture->document), 10, time_s, &moved), ==,
                   CT_STATUS_OK);
  ct_document_begin (fixture->document, "Move Beat");
  ct_document_set_tempo_map (fixture->document, moved);
  ct_document_commit (fixture->document);
  ct_tempo_map_free (moved);
  g_assert_cmpint (ct_tempo_map_copy (ct_document_get_tempo_map (fixture->document), &before), ==, CT_STATUS_OK);

  ct_beat_finder_find_again (fixture->finder);
  g_assert_true (ct_beat_finder_get_busy (fixture->finder));
  wait_until_idle (fixture);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, "Find Beats Again");
  g_assert_false (ct_tempo_map_equal (ct_document_get_tempo_map (fixture->document), before));
  points = ct_tempo_map_points (ct_document_get_tempo_map (fixture->document), &n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (points[i].fixed, ==, points[i].time_s == time_s);
  ct_document_undo (fixture->document);
  g_assert_true (ct_tempo_map_equal (ct_document_get_tempo_map (fixture->document), before));
  ct_tempo_map_free (before);
}

/* Notes that change while beats are sought are heard, too. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  fill (fixture, TRUE);
  ct_document_begin (fixture->document, "Delete");
  ct_document_delete_note (fixture->document, ct_document_get_score (fixture->document)->notes[0].id);
  ct_document_commit (fixture->document);
  wait_until_idle (fixture);
  g_assert_nonnull (ct_document_get_tempo_map (fixture->document));
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, "Delete");
}

/* It goes while a run is under way. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  fill (fixture, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/beat-finder/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("by-itself", test_by_itself);
  ADD ("without-levels", test_without_levels);
  ADD ("hand-first", test_hand_first);
  ADD ("again", test_again);
  ADD ("stale", test_stale);
  ADD ("goes", test_goes);
  return g_test_run ();
}
