/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-hit-edits.h"

#include <glib-object.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/drum-spectrogram.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-hit-text.h"

/* A kick on 1 and 3 s, one of them soft, and a snare on 2 s. */
static CtHit hits[] = { { 1, 1, 0 }, { 2, 0.5f, 1 }, { 3, 0.2f, 0 } };
static const CtPercussion percussion = { hits, 3, { { "", 36 }, { "Snap", 38 } }, 2 };

typedef struct
{
  CtDocument *document;
  CtSession *session;
  const CtPercussion *now;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->document = note_document_new (5);
  fixture->session = ct_session_new (fixture->document);
  fixture->now = &ct_document_get_score (fixture->document)->percussion;
  ct_document_begin (fixture->document, "Fill");
  ct_document_set_percussion (fixture->document, &percussion);
  ct_document_commit (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  ct_document_undo (fixture->document);
  g_assert_true (ct_percussion_equal (fixture->now, &percussion));
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static void
assert_step (Fixture *fixture, const char *name)
{
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, name);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_assert_false (ct_hit_edits_add (fixture->session, 2.005, 1, 0.7)); /* one is there */
  g_assert_true (ct_hit_edits_add (fixture->session, 2.005, 0, 0.7));
  assert_step (fixture, "Add Hit");
  g_assert_cmpuint (fixture->now->n_hits, ==, 4);
  g_assert_cmpfloat (fixture->now->hits[2].time_s, ==, 2.005);
  g_assert_cmpint (fixture->now->hits[2].group, ==, 0);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  ct_hit_edits_remove (fixture->session, 1);
  assert_step (fixture, "Delete Hit");
  g_assert_cmpuint (fixture->now->n_hits, ==, 2);
  g_assert_cmpfloat (fixture->now->hits[1].time_s, ==, 3);
}

/* One that is in the way is replaced. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  ct_hit_edits_move (fixture->session, 0, 2.001, 1);
  assert_step (fixture, "Move Hit");
  g_assert_cmpuint (fixture->now->n_hits, ==, 2);
  g_assert_cmpfloat (fixture->now->hits[0].time_s, ==, 2.001);
  g_assert_cmpfloat (fixture->now->hits[0].strength, ==, 1);
  g_assert_cmpint (fixture->now->hits[0].group, ==, 1);
}

static void
test_strength (Fixture *fixture, gconstpointer data)
{
  ct_hit_edits_set_strength (fixture->session, 1, 7);
  assert_step (fixture, "Change Strength");
  g_assert_cmpfloat (fixture->now->hits[1].strength, ==, 1);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  const CtHitGroup *group = &fixture->now->groups[1];

  g_assert_cmpstr (ct_hit_text_group (group), ==, "Snap");
  ct_hit_edits_set_drum (fixture->session, 1, 39);
  assert_step (fixture, "Choose Drum");
  g_assert_cmpstr (ct_hit_text_group (group), ==, "Hand Clap");
  ct_document_undo (fixture->document);
  ct_hit_edits_rename (fixture->session, 1, "Rim\n shot");
  assert_step (fixture, "Rename Drum");
  g_assert_null (strchr (ct_hit_text_group (group), '\n'));
}

static void
test_merge (Fixture *fixture, gconstpointer data)
{
  ct_hit_edits_merge (fixture->session, 0, 1);
  assert_step (fixture, "Merge Drums");
  g_assert_cmpuint (fixture->now->n_groups, ==, 1);
  g_assert_cmpuint (fixture->now->n_hits, ==, 3);
  g_assert_cmpint (fixture->now->groups[0].drum, ==, 38);
}

/* The soft hits get a row; those that are alike cannot be split. */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  g_assert_true (ct_hit_edits_can_split (fixture->session, 0));
  g_assert_false (ct_hit_edits_can_split (fixture->session, 1));
  ct_hit_edits_split (fixture->session, 1);
  assert_step (fixture, "Fill");
  ct_hit_edits_split (fixture->session, 0);
  assert_step (fixture, "Split Drum");
  g_assert_cmpuint (fixture->now->n_groups, ==, 3);
  g_assert_cmpint (fixture->now->hits[0].group, ==, 0);
  g_assert_cmpint (fixture->now->hits[1].group, ==, 2);
  g_assert_cmpint (fixture->now->hits[2].group, ==, 1);
  g_assert_cmpint (fixture->now->groups[1].drum, ==, 36);
}

/* Hits that are equally hard are told apart by their sound: every second one of the recording sounds high. */
static void
test_split_by_sound (Fixture *fixture, gconstpointer data)
{
  CtAnalysis *analysis = calloc (1, sizeof *analysis);
  CtEvidence *evidence;
  CtHit alike[5];
  CtPercussion one = { alike, 5, { { "Set", 36 } }, 1 };

  for (int i = 0; i < 5; i++)
    alike[i] = (CtHit){ (DRUM_SPECTROGRAM_FIRST + i * DRUM_SPECTROGRAM_STEP) / CT_CQT_FRAME_RATE_HZ, 0.5f, 0 };
  ct_document_begin (fixture->document, "One");
  ct_document_set_percussion (fixture->document, &one);
  ct_document_commit (fixture->document);
  g_assert_false (ct_hit_edits_can_compare (fixture->session, 0));
  g_assert_false (ct_hit_edits_can_split (fixture->session, 0));
  analysis->spectrogram = drum_spectrogram_new (300);
  analysis->posteriors = drum_spectrogram_posteriors_new (300);
  evidence = ct_evidence_new (analysis, NULL, NULL, 0);
  ct_document_set_evidence (fixture->document, evidence);
  ct_evidence_unref (evidence);
  g_assert_true (ct_hit_edits_can_compare (fixture->session, 0));
  g_assert_true (ct_hit_edits_can_split (fixture->session, 0));
  ct_hit_edits_split (fixture->session, 0);
  assert_step (fixture, "Split Drum");
  g_assert_cmpuint (fixture->now->n_groups, ==, 2);
  for (int i = 0; i < 5; i++)
    g_assert_cmpint (fixture->now->hits[i].group, ==, i % 2);
  g_assert_cmpstr (fixture->now->groups[0].name, ==, "Set");
  ct_document_undo (fixture->document);
  g_assert_true (ct_percussion_equal (fixture->now, &one));
  /* one hit is not compared */
  one.n_hits = 1;
  ct_document_begin (fixture->document, "One hit");
  ct_document_set_percussion (fixture->document, &one);
  ct_document_commit (fixture->document);
  g_assert_false (ct_hit_edits_can_split (fixture->session, 0));
  ct_document_undo (fixture->document);
}

static void
test_remove_group (Fixture *fixture, gconstpointer data)
{
  ct_hit_edits_remove_group (fixture->session, 0);
  assert_step (fixture, "Delete Drum");
  g_assert_cmpuint (fixture->now->n_groups, ==, 1);
  g_assert_cmpuint (fixture->now->n_hits, ==, 1);
  g_assert_cmpint (fixture->now->hits[0].group, ==, 0);
}

static void
test_listening (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  ct_hit_edits_set_mute (fixture->session, 0, TRUE);
  assert_step (fixture, "Mute Drum");
  g_assert_false (ct_edit_score_group_is_heard (score, 0));
  ct_document_undo (fixture->document);
  ct_hit_edits_set_solo (fixture->session, 0, TRUE);
  assert_step (fixture, "Solo Drum");
  g_assert_false (ct_edit_score_group_is_heard (score, 1));
}

/* Rows that are one drum are told apart by a number, unless they have a name. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  static const CtPercussion hats = {
    .groups = { { .drum = 42 }, { .drum = 36 }, { "Foot", 42 }, { .drum = 42 }, { .drum = 42 } },
    .n_groups = 5
  };
  static const char *const names[] = { "Closed Hi-Hat", "Bass Drum", "Foot", "Closed Hi-Hat 2", "Closed Hi-Hat 3" };

  for (guint i = 0; i < hats.n_groups; i++)
    {
      g_autofree char *name = ct_hit_text_dup_row (&hats, i);

      g_assert_cmpstr (name, ==, names[i]);
    }
  ct_hit_edits_remove (fixture->session, 0);
}

static void
test_spoken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = ct_hit_text_dup_spoken (&percussion, &hits[0], NULL), *placed = NULL;
  CtTempoMap *map;

  g_assert_true (g_str_has_prefix (plain, "Bass Drum at "));
  g_assert_true (g_str_has_suffix (plain, ", strength 100 %"));
  g_assert_cmpint (ct_tempo_map_new_steady (120, 0, 4, 4, &map), ==, CT_STATUS_OK);
  placed = ct_hit_text_dup_spoken (&percussion, &hits[1], map);
  g_assert_cmpstr (placed, ==, "Snap, bar 2, beat 1, strength 50 %");
  ct_tempo_map_free (map);
  ct_hit_edits_remove (fixture->session, 0);
}

#define ADD(name, function) g_test_add ("/hit-edits/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("add", test_add);
  ADD ("remove", test_remove);
  ADD ("move", test_move);
  ADD ("strength", test_strength);
  ADD ("names", test_names);
  ADD ("merge", test_merge);
  ADD ("split", test_split);
  ADD ("split-by-sound", test_split_by_sound);
  ADD ("remove-group", test_remove_group);
  ADD ("listening", test_listening);
  ADD ("numbers", test_numbers);
  ADD ("spoken", test_spoken);
  return g_test_run ();
}
