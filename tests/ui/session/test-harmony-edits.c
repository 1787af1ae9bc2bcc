/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-harmony-edits.h"

#include <glib-object.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/note-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/session/ct-tempo-edits.h"

static const CtKey f_major = { -1, false }, e_minor = { 1, true };

/* Twenty notes, one a second, and bars of two seconds from 1 s on. */
typedef struct
{
  CtDocument *document;
  CtSession *session;
  const CtHarmony *now; /* set by hand */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtEditTempo found = { .sought = true };

  fixture->document = note_document_new (20);
  fixture->session = ct_session_new (fixture->document);
  fixture->now = &ct_document_get_score (fixture->document)->harmony;
  g_assert_cmpint (ct_tempo_map_new_steady (120, 1, 4, 4, &found.map), ==, CT_STATUS_OK);
  ct_document_take_beats (fixture->document, &found);
  ct_edit_tempo_clear (&found);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
}

static void
assert_step (Fixture *fixture, const char *name)
{
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (fixture->document)), ==, name);
}

static void
test_key (Fixture *fixture, gconstpointer data)
{
  ct_harmony_edits_set_key_from (fixture->session, 6, &f_major); /* in the bar from 5 s on */
  ct_harmony_edits_set_key_from (fixture->session, 9.1, &e_minor);
  g_assert_cmpuint (fixture->now->n_keys, ==, 2);
  g_assert_cmpfloat_with_epsilon (fixture->now->keys[0].time_s, 5, 1e-9);
  g_assert_true (ct_key_equal (&fixture->now->keys[1].key, &e_minor));
  assert_step (fixture, "Set Key");
  ct_harmony_edits_set_key_from (fixture->session, 7.5, NULL);
  g_assert_cmpuint (fixture->now->n_keys, ==, 1);
  g_assert_cmpfloat_with_epsilon (fixture->now->keys[0].time_s, 9, 1e-9);
  assert_step (fixture, "Find Key");
  ct_harmony_edits_set_key (fixture->session, &f_major);
  g_assert_cmpuint (fixture->now->n_keys, ==, 1);
  g_assert_cmpfloat (fixture->now->keys[0].time_s, ==, 0);
  ct_harmony_edits_set_key (fixture->session, NULL);
  g_assert_cmpuint (fixture->now->n_keys, ==, 0);
  for (guint i = 0; i < 5; i++)
    ct_document_undo (fixture->document);
  g_assert_false (ct_document_get_modified (fixture->document));
}

/* Before bar 1 there is time, too; without bars a second is one. */
static void
test_bar_start (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpfloat (ct_harmony_edits_bar_start (fixture->session, 0.5), ==, 0);
  g_assert_cmpfloat_with_epsilon (ct_harmony_edits_bar_start (fixture->session, 3.5), 3, 1e-9);
  ct_document_begin (fixture->document, "No Beats");
  ct_document_set_tempo_map (fixture->document, NULL);
  ct_document_commit (fixture->document);
  g_assert_cmpfloat (ct_harmony_edits_bar_start (fixture->session, 4.7), ==, 4);
}

static void
test_chord (Fixture *fixture, gconstpointer data)
{
  const CtTimeSpan whole = { 1, 3 }, part = { 2, 2.5 };
  CtChord chord = { .quality = CT_CHORD_MINOR, .root = 2, .bass = 2 };

  ct_harmony_edits_set_chord (fixture->session, &whole, &chord);
  assert_step (fixture, "Set Chord");
  chord.root = 9;
  ct_harmony_edits_set_chord (fixture->session, &part, &chord);
  g_assert_cmpuint (fixture->now->n_chords, ==, 3);
  g_assert_cmpint (fixture->now->chords[1].root, ==, 9);
  ct_harmony_edits_set_chord (fixture->session, &part, NULL);
  assert_step (fixture, "Find Chord");
  g_assert_cmpuint (fixture->now->n_chords, ==, 2);
  ct_harmony_edits_set_key (fixture->session, &f_major);
  ct_harmony_edits_reset_chords (fixture->session);
  assert_step (fixture, "Find Chords");
  g_assert_cmpuint (fixture->now->n_chords, ==, 0);
  g_assert_cmpuint (fixture->now->n_keys, ==, 1);
}

/* Both are on their beats when those move, in the same step. */
static void
test_follow (Fixture *fixture, gconstpointer data)
{
  const CtTimeSpan span = { 3, 5 };
  const CtChord chord = { .quality = CT_CHORD_MAJOR };

  ct_harmony_edits_set_chord (fixture->session, &span, &chord);
  ct_harmony_edits_set_key_from (fixture->session, 5, &e_minor);
  g_assert_true (ct_tempo_edits_move (fixture->session, 8 * (gint64) CT_TICKS_PER_QUARTER, 5.1));
  assert_step (fixture, "Move Beat");
  g_assert_cmpfloat_with_epsilon (fixture->now->chords[0].start_s, 3, 1e-6); /* four beats away */
  g_assert_cmpfloat_with_epsilon (fixture->now->chords[0].end_s, 5.1, 1e-6);
  g_assert_cmpfloat_with_epsilon (fixture->now->keys[0].time_s, 5.1, 1e-6);
  ct_document_undo (fixture->document);
  g_assert_cmpfloat (fixture->now->chords[0].end_s, ==, 5);
  g_assert_cmpfloat_with_epsilon (fixture->now->keys[0].time_s, 5, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/harmony-edits/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("key", test_key);
  ADD ("bar-start", test_bar_start);
  ADD ("chord", test_chord);
  ADD ("follow", test_follow);
  return g_test_run ();
}
