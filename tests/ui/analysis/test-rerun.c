/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-track-split.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-document.h"
#include "tests/support/heard-song.h"
#include "ui/analysis/ct-rerun.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-note-diff.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-session.h"

typedef struct
{
  HeardSong *song;
  CtDocument *document;
  CtSession *session;
  CtRerun *rerun;
  CtTranscriberOptions options;
  guint n_previews;
  gboolean found_tracks; /* by the request that was applied last */
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

static guint32
any_track (Fixture *fixture, GRand *rand)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  return score->tracks[g_rand_int_range (rand, 0, (gint32) score->n_tracks)].id;
}

static void
split_track (Fixture *fixture, guint32 track)
{
  guint n;
  g_autofree guint64 *ids = ct_track_edits_dup_notes (fixture->document, &track, 1, &n);
  g_autoptr (CtTrackSplit) split = ct_track_edits_new_split (fixture->document, ids, n);

  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  ct_track_edits_split (fixture->document, split);
}

static void
edit_a_note (Fixture *fixture, GRand *rand)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);
  CtEditNote note = score->notes[g_rand_int_range (rand, 0, (gint32) score->n_notes)];

  note.velocity = (guint8) g_rand_int_range (rand, 1, 128);
  note.edited |= CT_EDITED_VELOCITY;
  ct_document_begin (fixture->document, "Edit");
  ct_document_set_note (fixture->document, &note);
  ct_document_commit (fixture->document);
}

/* One thing that a hand does. */
static void
do_something (Fixture *fixture, GRand *rand)
{
  CtDocument *document = fixture->document;
  guint32 tracks[2] = { any_track (fixture, rand), any_track (fixture, rand) };
  g_autofree guint64 *ids = NULL;
  guint n;

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      ct_track_edits_rename (document, tracks[0], "Flute");
      break;
    case 1:
      ct_track_edits_set_colour (document, tracks[0], g_rand_int (rand) & 0xffffff);
      break;
    case 2:
      ct_track_edits_set_program (document, tracks, 1, 73);
      break;
    case 3:
      ct_track_edits_set_flag (document, tracks, 1, CT_TRACK_LOCKED, g_rand_boolean (rand));
      break;
    case 4:
      if (tracks[0] != tracks[1] && !ct_track_edits_find_locked (document, tracks, 2))
        ct_track_edits_merge (document, tracks, 2);
      break;
    case 5:
      if (!ct_track_edits_find_locked (document, tracks, 1))
        split_track (fixture, tracks[0]);
      break;
    case 6:
      ids = ct_track_edits_dup_notes (document, tracks, 1, &n);
      ct_track_edits_move_notes (document, ids, MIN (n, 4), tracks[1]);
      break;
    default:
      edit_a_note (fixture, rand);
    }
}

/* Requests something at random, and applies it. */
static void
ask_something (Fixture *fixture, GRand *rand)
{
  CtTranscriberOptions options = ct_document_get_score (fixture->document)->options;
  CtRescoreScope scope = { .kind = (CtRescoreKind) g_rand_int_range (rand, 0, CT_RESCORE_FIND_TRACKS + 1),
                           .span = { 2, 9 },
                           .track = any_track (fixture, rand) };

  options.notes.onset_threshold = (float) g_rand_double_range (rand, 0.06, 0.6);
  options.notes.min_length_s = (float) g_rand_double_range (rand, 0, 0.3);
  options.tracks.n_tracks = g_rand_int_range (rand, 0, 6);
  ct_rerun_want (fixture->rerun, &options, &scope);
  wait_for_result (fixture);
  ct_rerun_apply (fixture->rerun);
  fixture->found_tracks = scope.kind == CT_RESCORE_FIND_TRACKS;
}

static gboolean
has_hand (const CtEditScore *score, const CtEditTrack *track)
{
  guint n = 0;

  for (gsize i = 0; i < score->n_notes; i++)
    n += score->notes[i].track == track->id && !score->notes[i].uncertain && score->notes[i].edited & CT_EDITED_TRACK;
  return track->locked || track->name[0] || track->rgb_by_hand || track->program_by_hand || n >= 3;
}

/* Whether everything, or where tracks were found, what a hand is on, is on the track that it was on. */
static void
assert_stays (const CtEditScore *before, const CtEditScore *after, gboolean found_tracks)
{
  if (!found_tracks)
    g_assert_cmpuint (after->n_tracks, ==, before->n_tracks);
  for (gsize i = 0; i < before->n_tracks; i++)
    {
      int at = ct_edit_score_track_index (after, before->tracks[i].id);

      if (!found_tracks || has_hand (before, &before->tracks[i]))
        g_assert_true (at >= 0 && ct_edit_track_equal (&after->tracks[at], &before->tracks[i]));
    }
  for (gsize i = 0; i < before->n_notes; i++)
    {
      const CtEditNote *was = &before->notes[i], *now = heard_song_find_note (after, was->id);

      if (was->edited & ~CT_EDITED_TRACK)
        g_assert_nonnull (now);
      if (now
          && (!found_tracks || was->edited
              || has_hand (before, &before->tracks[ct_edit_score_track_index (before, was->track)])))
        g_assert_cmpuint (now->track, ==, was->track);
    }
}

/* Documents, hands and requests at random: what a hand did stays, and everything can be undone. */
static void
test_hands_stay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CtEditScore *first = ct_document_copy_score (fixture->document);

  for (int run = 0; run < 60; run++)
    {
      CtEditScore *before;

      for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        do_something (fixture, rand);
      before = ct_document_copy_score (fixture->document);
      ask_something (fixture, rand);
      assert_stays (before, ct_document_get_score (fixture->document), fixture->found_tracks);
      ct_edit_score_free (before);
      if (run % 10 < 9)
        continue;
      while (ct_history_get_can_undo (ct_document_get_history (fixture->document)))
        ct_document_undo (fixture->document);
      assert_stays (first, ct_document_get_score (fixture->document), FALSE);
    }
  ct_edit_score_free (first);
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
  ADD ("hands-stay", test_hands_stay);
  return g_test_run ();
}
