/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-document.h"
#include "tests/support/heard-song.h"
#include "ui/analysis/ct-rerun.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-note-diff.h"
#include "ui/session/ct-session.h"

typedef struct
{
  HeardSong *song;
  CtDocument *document;
  CtSession *session;
  CtRerun *rerun;
  CtTranscriberOptions options;
  guint n_previews;
} Fixture;

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };

static void
count_preview (CtSession *session, Fixture *fixture)
{
  fixture->n_previews++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->song = heard_song_new (160, 3, 0.5, 3);
  ct_transcriber_options_init (&fixture->options);
  fixture->document = heard_document_new (fixture->song);
  fixture->session = ct_session_new (fixture->document);
  fixture->rerun = ct_rerun_new (fixture->session);
  g_signal_connect (fixture->session, "preview-changed", G_CALLBACK (count_preview), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->rerun)
    {
      while (ct_rerun_get_busy (fixture->rerun))
        g_main_context_iteration (NULL, TRUE);
      g_assert_finalize_object (fixture->rerun);
    }
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->document);
  heard_song_free (fixture->song);
}

static void
want_onset (Fixture *fixture, double threshold)
{
  CtTranscriberOptions options = fixture->options;

  options.notes.onset_threshold = (float) threshold;
  ct_rerun_want (fixture->rerun, &options, &whole);
}

static void
wait_for_result (Fixture *fixture)
{
  while (ct_rerun_get_busy (fixture->rerun))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_notes (const CtEditScore *score)
{
  guint n = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    n += !score->notes[i].uncertain;
  return n;
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  CtRerunChange change;
  guint now = count_notes (ct_document_get_score (fixture->document));

  g_assert_false (ct_rerun_get_wanted (fixture->rerun));
  g_assert_false (ct_rerun_get_change (fixture->rerun, &change));
  want_onset (fixture, 0.06);
  g_assert_true (ct_rerun_get_busy (fixture->rerun));
  wait_for_result (fixture);
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more, ==, 40);
  g_assert_cmpuint (change.fewer + change.moved + change.changed + change.more_tracks + change.fewer_tracks, ==, 0);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  g_assert_cmpuint (count_notes (ct_session_get_preview (fixture->session)), ==, now + 40);
  g_assert_cmpuint (count_notes (ct_document_get_score (fixture->document)), ==, now);

  ct_rerun_set_preview (fixture->rerun, FALSE);
  g_assert_null (ct_session_get_preview (fixture->session));
  want_onset (fixture, 0.4);
  wait_for_result (fixture);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.fewer, ==, 20);
  ct_rerun_set_preview (fixture->rerun, TRUE);
  g_assert_nonnull (ct_session_get_preview (fixture->session));

  ct_rerun_drop (fixture->rerun);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (ct_rerun_get_change (fixture->rerun, &change));
}

/* Many requests in a row: not all are computed, the last one is the answer. */
static void
test_newest (Fixture *fixture, gconstpointer data)
{
  CtRerunChange change;

  for (int i = 0; i < 100; i++)
    {
      want_onset (fixture, i == 99 ? 0.06 : 0.3 + 0.005 * i);
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_for_result (fixture);
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more, ==, 40);
  g_assert_cmpuint (fixture->n_previews, <, 60);
}

static void
test_apply (Fixture *fixture, gconstpointer data)
{
  CtHistory *history = ct_document_get_history (fixture->document);
  guint now = count_notes (ct_document_get_score (fixture->document));

  /* before there is a result: as soon as there is */
  want_onset (fixture, 0.06);
  ct_rerun_apply (fixture->rerun);
  wait_for_result (fixture);
  g_assert_false (ct_rerun_get_wanted (fixture->rerun));
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_cmpuint (count_notes (ct_document_get_score (fixture->document)), ==, now + 40);
  g_assert_cmpfloat (ct_document_get_score (fixture->document)->options.notes.onset_threshold, ==, 0.06f);
  g_assert_cmpstr (ct_history_get_undo_name (history), ==, "Transcribe Again");
  ct_document_undo (fixture->document);
  g_assert_cmpuint (count_notes (ct_document_get_score (fixture->document)), ==, now);
  g_assert_false (ct_history_get_can_undo (history));
  ct_document_redo (fixture->document);
  ct_document_undo (fixture->document);

  /* after: at once */
  want_onset (fixture, 0.4);
  wait_for_result (fixture);
  ct_rerun_apply (fixture->rerun);
  g_assert_cmpuint (count_notes (ct_document_get_score (fixture->document)), ==, now - 20);
}

static void
delete_first (CtDocument *document)
{
  ct_document_begin (document, "Delete");
  ct_document_delete_note (document, ct_document_get_score (document)->notes[0].id);
  ct_document_commit (document);
}

/* What was computed for another score is never shown or applied. */
static void
test_document_changes (Fixture *fixture, gconstpointer data)
{
  CtRerunChange change;

  want_onset (fixture, 0.06);
  delete_first (fixture->document); /* while it runs */
  g_assert_false (ct_rerun_get_change (fixture->rerun, &change));
  wait_for_result (fixture);
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more, ==, 40);
  g_assert_cmpuint (change.fewer, ==, 0);
  delete_first (fixture->document); /* when it has run */
  g_assert_null (ct_session_get_preview (fixture->session));
  wait_for_result (fixture);
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more, ==, 40);
  ct_rerun_apply (fixture->rerun);
  g_assert_cmpuint (count_notes (ct_document_get_score (fixture->document)), ==, 158);
  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_deleted, ==, 2);
}

/* More was heard. */
static void
test_evidence_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CtEvidence) other = heard_document_evidence (fixture->song);
  CtRerunChange change;

  memset (other->analysis->posteriors->onset, 0, other->analysis->posteriors->n_frames * CT_N_PITCHES);
  memset (other->analysis->posteriors->frame, 0, other->analysis->posteriors->n_frames * CT_N_PITCHES);
  want_onset (fixture, 0.06);
  ct_document_set_evidence (fixture->document, other);
  wait_for_result (fixture);
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.fewer, ==, 120);
  g_assert_cmpuint (change.fewer_tracks, ==, 0);
}

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  CtRerunChange change;

  want_onset (fixture, 2);
  wait_for_result (fixture);
  g_assert_nonnull (ct_rerun_get_problem (fixture->rerun));
  g_assert_false (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_null (ct_session_get_preview (fixture->session));
  want_onset (fixture, 0.06);
  wait_for_result (fixture);
  g_assert_null (ct_rerun_get_problem (fixture->rerun));
}

/* It goes while a run is under way: nothing is shown afterwards. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  want_onset (fixture, 0.06);
  g_object_run_dispose (G_OBJECT (fixture->rerun));
  g_object_add_weak_pointer (G_OBJECT (fixture->rerun), (gpointer *) &fixture->rerun);
  g_object_unref (fixture->rerun);
  while (fixture->rerun)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_previews, ==, 0);
}

/* A preview that somebody else put up is left alone. */
static void
test_other_preview (Fixture *fixture, gconstpointer data)
{
  CtEditScore *other = ct_document_copy_score (fixture->document);

  want_onset (fixture, 0.06);
  wait_for_result (fixture);
  ct_session_set_preview (fixture->session, other);
  ct_rerun_drop (fixture->rerun);
  g_assert_true (ct_session_get_preview (fixture->session) == other);
}

static void
count_withdrawn (CtRerun *rerun, guint *n)
{
  (*n)++;
}

/* Whoever ends the preview ends the request; so does another preview. */
static void
test_withdrawn (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (fixture->rerun, "withdrawn", G_CALLBACK (count_withdrawn), &n);
  want_onset (fixture, 0.06);
  wait_for_result (fixture);
  g_assert_nonnull (ct_session_get_preview (fixture->session));
  g_assert_cmpuint (n, ==, 0);
  ct_session_set_preview (fixture->session, NULL);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (ct_rerun_get_wanted (fixture->rerun));
  g_assert_null (ct_session_get_preview (fixture->session));

  want_onset (fixture, 0.06);
  wait_for_result (fixture);
  ct_session_set_preview (fixture->session, ct_document_copy_score (fixture->document));
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (ct_rerun_get_wanted (fixture->rerun));
}

/* What would change no note is not shown; what would change nothing ends, so that the notes can be edited. */
static void
test_idle (Fixture *fixture, gconstpointer data)
{
  CtRerunChange change;

  want_onset (fixture, 0.06);
  wait_for_result (fixture);
  want_onset (fixture, (double) fixture->options.notes.onset_threshold);
  wait_for_result (fixture);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_false (ct_rerun_get_wanted (fixture->rerun));

  /* the notes are the same, the options are not */
  want_onset (fixture, (double) fixture->options.notes.onset_threshold + 0.001);
  wait_for_result (fixture);
  g_assert_null (ct_session_get_preview (fixture->session));
  g_assert_true (ct_rerun_get_wanted (fixture->rerun));
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more + change.fewer + change.moved + change.changed, ==, 0);
}

static void
test_no_evidence (Fixture *fixture, gconstpointer data)
{
  ct_document_set_evidence (fixture->document, NULL);
  want_onset (fixture, 0.06);
  g_assert_false (ct_rerun_get_busy (fixture->rerun));
  ct_rerun_apply (fixture->rerun);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (fixture->document)));
}

/* What is counted is what the canvas marks, though uncertain notes come and go with the threshold. */
static void
test_counts_what_is_marked (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *now = ct_document_get_score (fixture->document), *preview;
  guint n[CT_N_NOTE_DIFF_KINDS] = { 0 }, n_uncertain = 0;
  g_autoptr (CtNoteDiff) diff = NULL;
  CtRerunChange change;

  want_onset (fixture, 0.06);
  ct_rerun_apply (fixture->rerun);
  wait_for_result (fixture);
  want_onset (fixture, 0.4);
  wait_for_result (fixture);
  preview = ct_session_get_preview (fixture->session);
  diff = ct_note_diff_new (now, preview);
  for (guint64 id = 1; id < preview->next_note_id; id++)
    n[ct_note_diff_get (diff, id)]++;
  g_assert_true (ct_rerun_get_change (fixture->rerun, &change));
  g_assert_cmpuint (change.more, ==, n[CT_NOTE_DIFF_ADDED]);
  g_assert_cmpuint (change.fewer, ==, n[CT_NOTE_DIFF_REMOVED]);
  g_assert_cmpuint (change.moved, ==, n[CT_NOTE_DIFF_MOVED]);
  g_assert_cmpuint (change.changed, ==, n[CT_NOTE_DIFF_CHANGED]);
  g_assert_cmpuint (change.fewer, ==, count_notes (now) - count_notes (preview));
  g_assert_cmpuint (change.fewer, >, 0);
  for (gsize i = 0; i < preview->n_notes; i++)
    n_uncertain += preview->notes[i].uncertain;
  g_assert_cmpuint (n_uncertain, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rerun/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("preview", test_preview);
  ADD ("newest", test_newest);
  ADD ("apply", test_apply);
  ADD ("document-changes", test_document_changes);
  ADD ("evidence-changes", test_evidence_changes);
  ADD ("problem", test_problem);
  ADD ("goes", test_goes);
  ADD ("other-preview", test_other_preview);
  ADD ("withdrawn", test_withdrawn);
  ADD ("idle", test_idle);
  ADD ("no-evidence", test_no_evidence);
  ADD ("counts-what-is-marked", test_counts_what_is_marked);
  return g_test_run ();
}
