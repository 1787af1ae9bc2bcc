/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/timbre-document.h"
#include "tests/support/track-fixture.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"

static void
test_add (TrackFixture *fixture, gconstpointer data)
{
  CtEditScore *before = ct_document_copy_score (fixture->document);
  guint32 id = ct_track_edits_add (fixture->document, 1);

  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 4);
  g_assert_cmpuint (track_fixture_at (fixture, 1)->id, ==, id);
  g_assert_true (track_fixture_at (fixture, 1)->visible);
  for (guint i = 0; i < 4; i++)
    g_assert_true (i == 1 || track_fixture_at (fixture, i)->rgb != track_fixture_at (fixture, 1)->rgb);
  timbre_document_assert_undo (fixture->document, before, 1);
}

static void
test_remove (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);

  g_assert_false (ct_track_edits_remove (document, fixture->tracks, 2, fixture->tracks[1]));
  g_assert_true (ct_track_edits_remove (document, fixture->tracks, 2, 0));
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 1);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 100);
  /* they were heard: they must not come back when notes are found again */
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 200);
  ct_document_undo (document);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);

  g_assert_true (ct_track_edits_remove (document, fixture->tracks, 2, fixture->tracks[2]));
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 1);
  g_assert_cmpuint (ct_document_count_notes (document, fixture->tracks[2]), ==, 300);
  g_assert_cmpuint (ct_document_get_score (document)->n_deleted, ==, 0);
  timbre_document_assert_undo (document, before, 1);
}

/* A track as the engine leaves it when it has recognised it. */
static void
recognise (TrackFixture *fixture, guint place, const char *name)
{
  CtEditTrack track = *track_fixture_at (fixture, place);

  track.guess = (CtTrackGuess){ .rgb = track.rgb, .program = track.program, .naming = track.naming };
  track.recognition = CT_RECOGNITION_DONE;
  ct_edit_track_set_name (&track, name);
  track.rgb = 0x010203;
  track.program = 99;
  ct_document_begin (fixture->document, "Recognise");
  ct_document_set_track (fixture->document, &track);
  ct_document_commit (fixture->document);
}

/* Refused, a track is what it was before, but for a colour that another one has taken; it can be undone. */
static void
test_refuse (TrackFixture *fixture, gconstpointer data)
{
  const CtEditTrack plain = *track_fixture_at (fixture, 1);
  const CtEditTrack *track;
  CtEditScore *before;

  ct_track_edits_refuse (fixture->document, fixture->tracks[1]);
  g_assert_true (ct_edit_track_equal (track_fixture_at (fixture, 1), &plain));
  recognise (fixture, 1, "Anna");
  before = ct_document_copy_score (fixture->document);
  ct_track_edits_refuse (fixture->document, fixture->tracks[1]);
  track = track_fixture_at (fixture, 1);
  g_assert_cmpint (track->recognition, ==, CT_RECOGNITION_REFUSED);
  g_assert_cmpstr (track->name, ==, "");
  g_assert_cmpuint (track->rgb, ==, plain.rgb);
  g_assert_cmpuint (track->program, ==, plain.program);
  ct_document_undo (fixture->document);
  timbre_document_assert_same (ct_document_get_score (fixture->document), before);
  ct_edit_score_free (before);

  ct_track_edits_set_colour (fixture->document, fixture->tracks[0], plain.rgb);
  ct_track_edits_refuse (fixture->document, fixture->tracks[1]);
  g_assert_cmpuint (track_fixture_at (fixture, 1)->rgb, !=, plain.rgb);
  g_assert_cmpuint (track_fixture_at (fixture, 1)->rgb, !=, track_fixture_at (fixture, 2)->rgb);
}

/* A name that a hand gives is no longer a recognised one; taking it away refuses it. */
static void
test_rename_recognised (TrackFixture *fixture, gconstpointer data)
{
  recognise (fixture, 0, "Anna");
  ct_track_edits_rename (fixture->document, fixture->tracks[0], "Ann");
  g_assert_cmpint (track_fixture_at (fixture, 0)->recognition, ==, CT_RECOGNITION_NONE);
  g_assert_cmpuint (track_fixture_at (fixture, 0)->program, ==, 99);
  recognise (fixture, 1, "Ben");
  ct_track_edits_rename (fixture->document, fixture->tracks[1], "");
  g_assert_cmpint (track_fixture_at (fixture, 1)->recognition, ==, CT_RECOGNITION_REFUSED);
}

static void
test_rename (TrackFixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "Violin", "Violin" }, { "  Oboe\n", "Oboe" },         { "a/b", "a/b" },
    { "小提琴", "小提琴" }, { "x\xe2\x80\xaey\x01", "xy" }, { "", "" },
  };
  CtEditScore *before = ct_document_copy_score (fixture->document);
  g_autofree char *longest = g_strnfill (10 << 20, 'n');
  guint n_steps = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++, n_steps++)
    {
      ct_track_edits_rename (fixture->document, fixture->tracks[1], names[i][0]);
      g_assert_cmpstr (track_fixture_at (fixture, 1)->name, ==, names[i][1]);
    }
  ct_track_edits_rename (fixture->document, fixture->tracks[1], longest);
  g_assert_cmpuint (strlen (track_fixture_at (fixture, 1)->name), ==, CT_TRACK_NAME_SIZE - 1);
  timbre_document_assert_undo (fixture->document, before, n_steps + 1);
}

static void
test_looks (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint n_steps = 0;

  ct_track_edits_set_colour (document, fixture->tracks[0], 0x123456);
  g_assert_cmpuint (track_fixture_at (fixture, 0)->rgb, ==, 0x123456);
  g_assert_true (track_fixture_at (fixture, 0)->rgb_by_hand);
  g_assert_false (track_fixture_at (fixture, 1)->rgb_by_hand);
  ct_track_edits_set_program (document, fixture->tracks, 2, 41);
  g_assert_cmpuint (track_fixture_at (fixture, 0)->program, ==, 41);
  g_assert_cmpuint (track_fixture_at (fixture, 1)->program, ==, 41);
  g_assert_true (track_fixture_at (fixture, 1)->program_by_hand);
  g_assert_false (track_fixture_at (fixture, 2)->program_by_hand);
  n_steps = 2;
  for (int flag = CT_TRACK_VISIBLE; flag <= CT_TRACK_LOCKED; flag++)
    {
      gboolean on = !ct_track_edits_get_flag (track_fixture_at (fixture, 2), flag);

      ct_track_edits_set_flag (document, fixture->tracks + 1, 2, flag, on);
      g_assert_true (ct_track_edits_get_flag (track_fixture_at (fixture, 1), flag) == on);
      g_assert_true (ct_track_edits_get_flag (track_fixture_at (fixture, 2), flag) == on);
      g_assert_true (ct_track_edits_get_flag (track_fixture_at (fixture, 0), flag) != on);
    }
  n_steps++; /* the lock: the others are about listening */
  /* nothing new is no step */
  ct_track_edits_set_flag (document, fixture->tracks + 1, 2, CT_TRACK_MUTE, TRUE);
  g_assert_cmpuint (ct_track_edits_find_locked (document, fixture->tracks, 3), ==, fixture->tracks[1]);
  g_assert_cmpuint (ct_track_edits_find_locked (document, fixture->tracks, 1), ==, 0);
  ct_track_edits_show_all (document);
  for (guint i = 0; i < 3; i++)
    g_assert_true (track_fixture_at (fixture, i)->visible && !track_fixture_at (fixture, i)->solo);
  ct_track_edits_set_flag (document, fixture->tracks, 3, CT_TRACK_MUTE, FALSE);
  timbre_document_assert_undo (document, before, n_steps);
}

static void
count_changes (CtDocument *document, guint changes, guint *n)
{
  g_assert_cmpuint (changes, ==, CT_DOCUMENT_TRACKS);
  (*n)++;
}

/* Listening is no edit: nothing to save, nothing to undo, and no step undone or done again changes it. */
static void
test_listening (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtHistory *history = ct_document_get_history (document);
  guint n = 0;

  ct_document_mark_saved (document);
  g_signal_connect (document, "changed", G_CALLBACK (count_changes), &n);
  ct_track_edits_set_flag (document, fixture->tracks, 2, CT_TRACK_MUTE, TRUE);
  ct_track_edits_set_flag (document, fixture->tracks, 1, CT_TRACK_SOLO, TRUE);
  g_assert_cmpuint (n, ==, 2); /* once for all of them */
  ct_track_edits_set_flag (document, fixture->tracks, 1, CT_TRACK_SOLO, TRUE);
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (ct_document_get_modified (document));
  g_assert_false (ct_history_get_can_undo (history));

  ct_track_edits_rename (document, fixture->tracks[0], "Flute");
  ct_track_edits_set_flag (document, fixture->tracks, 1, CT_TRACK_SOLO, FALSE);
  ct_track_edits_set_flag (document, fixture->tracks + 1, 1, CT_TRACK_VISIBLE, FALSE);
  for (guint i = 0; i < 2; i++)
    {
      if (i == 0)
        ct_document_undo (document);
      else
        ct_document_redo (document);
      g_assert_cmpstr (track_fixture_at (fixture, 0)->name, ==, i == 0 ? "" : "Flute");
      g_assert_true (track_fixture_at (fixture, 0)->mute);
      g_assert_false (track_fixture_at (fixture, 0)->solo);
      g_assert_false (track_fixture_at (fixture, 1)->visible);
      g_assert_true (track_fixture_at (fixture, 2)->visible);
    }
  g_signal_handlers_disconnect_by_data (document, &n);
}

/* What a slider sends is one step for each track and each of its sliders. */
static void
test_sound (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);

  for (int percent = 100; percent >= 0; percent -= 5)
    ct_track_edits_set_volume (document, fixture->tracks[0], percent / 100.0);
  g_assert_cmpfloat (track_fixture_at (fixture, 0)->volume, ==, 0);
  ct_track_edits_set_volume (document, fixture->tracks[0], 7);
  g_assert_cmpfloat (track_fixture_at (fixture, 0)->volume, ==, 2);
  ct_track_edits_set_volume (document, fixture->tracks[1], 0.5);
  for (int percent = 0; percent >= -200; percent -= 5)
    ct_track_edits_set_pan (document, fixture->tracks[1], percent / 100.0);
  g_assert_cmpfloat (track_fixture_at (fixture, 1)->pan, ==, -1);
  ct_track_edits_set_synthesised (document, fixture->tracks[2], TRUE);
  ct_track_edits_set_synthesised (document, fixture->tracks[2], TRUE);
  g_assert_true (track_fixture_at (fixture, 2)->synthesised);
  g_assert_cmpfloat (track_fixture_at (fixture, 1)->volume, ==, 0.5);
  timbre_document_assert_undo (document, before, 4);
}

static void
assert_order (TrackFixture *fixture, int a, int b, int c)
{
  g_assert_cmpuint (track_fixture_at (fixture, 0)->id, ==, fixture->tracks[a]);
  g_assert_cmpuint (track_fixture_at (fixture, 1)->id, ==, fixture->tracks[b]);
  g_assert_cmpuint (track_fixture_at (fixture, 2)->id, ==, fixture->tracks[c]);
}

static void
test_reorder (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint32 ends[] = { fixture->tracks[2], fixture->tracks[0] };

  ct_track_edits_reorder (document, fixture->tracks, 1, -1);
  assert_order (fixture, 1, 2, 0);
  ct_track_edits_reorder (document, fixture->tracks, 1, 0);
  assert_order (fixture, 0, 1, 2);
  ct_track_edits_reorder (document, ends, 2, 0); /* kept in their order */
  assert_order (fixture, 0, 2, 1);
  ct_track_edits_shift (document, ends, 2, TRUE);
  assert_order (fixture, 1, 0, 2);
  ct_track_edits_shift (document, ends, 2, TRUE); /* no farther */
  assert_order (fixture, 1, 0, 2);
  ct_track_edits_shift (document, ends, 1, FALSE);
  assert_order (fixture, 1, 2, 0);
  timbre_document_assert_undo (document, before, 5);
}

static void
test_merge (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before;
  g_autofree CtNote *again = NULL;
  guint32 pair[] = { fixture->tracks[2], fixture->tracks[1] };
  size_t n_tracks;
  guint32 stays;

  /* one note more than the other has */
  ct_track_edits_move_notes (document, &ct_document_get_score (document)->notes[0].id, 1, fixture->tracks[1]);
  ct_track_edits_rename (document, fixture->tracks[1], "Lead");
  before = ct_document_copy_score (document);
  ct_document_load_score (document, before);
  g_assert_cmpuint (ct_track_edits_merge (document, pair, 1), ==, 0);
  stays = ct_track_edits_merge (document, pair, 2);
  g_assert_cmpuint (stays, ==, fixture->tracks[1]);
  g_assert_cmpstr (ct_document_get_track (document, stays)->name, ==, "Lead");
  g_assert_cmpuint (ct_document_get_track (document, stays)->rgb, ==, before->tracks[1].rgb);
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 2);
  g_assert_cmpuint (ct_document_count_notes (document, stays), ==, 201);
  g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (document)), ==, "Merge 2 Tracks");
  timbre_document_assert_undo (document, before, 1);

  /* found again, the two timbres stay one track and the third another */
  again = track_fixture_cluster_again (document, fixture->timbres, &n_tracks);
  for (gsize i = 1; i < fixture->timbres->n; i++)
    {
      g_assert_cmpint (again[i].track == again[1].track, ==, fixture->timbres->timbres[i] != 0);
      g_assert_cmpint (again[i].track == again[3].track, ==, fixture->timbres->timbres[i] == 0);
    }
}

static void
test_merge_many (void)
{
  FakeTimbres *timbres = fake_timbres_new (2000, 8, 0.3, 0, 1);
  CtDocument *document = timbre_document_new (timbres, 200, FALSE);
  CtEditScore *before = ct_document_copy_score (document);
  g_autofree guint32 *tracks = g_new (guint32, 200);
  guint32 stays;

  for (guint i = 0; i < 200; i++)
    tracks[i] = before->tracks[199 - i].id;
  stays = ct_track_edits_merge (document, tracks, 200);
  g_assert_cmpuint (stays, ==, tracks[199]); /* the first of equals, whatever order they were named in */
  g_assert_cmpuint (ct_document_get_score (document)->n_tracks, ==, 1);
  g_assert_cmpuint (ct_document_count_notes (document, stays), ==, 2000);
  timbre_document_assert_undo (document, before, 1);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

static void
test_move (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint64 ids[] = { before->notes[0].id, before->notes[1].id, before->notes[2].id, 999999 };
  guint32 added;

  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 4, fixture->tracks[0]), ==, 2);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (ct_document_get_note (document, ids[i])->track, ==, fixture->tracks[0]);
  g_assert_true (ct_document_get_note (document, ids[1])->edited & CT_EDITED_TRACK);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 3, fixture->tracks[0]), ==, 0);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 2, 0), ==, 2);
  added = ct_document_get_note (document, ids[0])->track;
  g_assert_cmpuint (track_fixture_at (fixture, 3)->id, ==, added);
  ct_track_edits_set_flag (document, &added, 1, CT_TRACK_LOCKED, TRUE);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 3, fixture->tracks[1]), ==, 1);
  g_assert_cmpuint (ct_document_get_note (document, ids[0])->track, ==, added);
  timbre_document_assert_undo (document, before, 4);
}

/* A split is one step, named for what it does, and leaves what its preview shows. */
static void
test_split (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  for (int off = 0; off <= 1; off++)
    {
      CtEditScore *before = ct_document_copy_score (document), *preview;
      guint64 ids[] = { before->notes[5].id, before->notes[3].id };
      guint n;
      g_autofree guint64 *all = ct_track_edits_dup_notes (document, fixture->tracks, 1, &n);
      g_autoptr (CtTrackSplit) split = ct_track_edits_new_split (document, off ? ids : all, off ? 2 : n);
      guint n_new = off ? 1 : 2;

      if (off)
        ct_track_split_off (split);
      else
        g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
      preview = ct_track_edits_preview_split (document, split);
      g_assert_nonnull (preview);
      g_assert_cmpuint (ct_track_edits_split (document, split), ==, n_new);
      timbre_document_assert_same (preview, ct_document_get_score (document));
      ct_edit_score_free (preview);
      for (guint i = 0; i < n_new; i++)
        g_assert_cmpuint (ct_document_count_notes (document, track_fixture_at (fixture, i + 1)->id), ==, off ? 2 : 100);
      g_assert_cmpstr (ct_history_get_undo_name (ct_document_get_history (document)), ==,
                       off ? "Move to New Track" : "Split Track");
      timbre_document_assert_undo (document, before, 1);
      ct_document_undo (document);
    }
}

/* Without evidence, no timbre is known and nothing is a step. */
static void
test_split_nothing (void)
{
  CtDocument *document = ct_document_new ();
  g_autoptr (CtTrackSplit) split = ct_track_edits_new_split (document, NULL, 0);

  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  g_assert_null (ct_track_edits_preview_split (document, split));
  g_assert_cmpuint (ct_track_edits_split (document, split), ==, 0);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, together)                                                                                      \
  g_test_add ("/track-edits/" path, TrackFixture, GINT_TO_POINTER (together), track_fixture_set_up, func,              \
              track_fixture_tear_down)
  ADD ("add", test_add, FALSE);
  ADD ("remove", test_remove, FALSE);
  ADD ("rename", test_rename, FALSE);
  ADD ("refuse", test_refuse, FALSE);
  ADD ("rename-recognised", test_rename_recognised, FALSE);
  ADD ("looks", test_looks, FALSE);
  ADD ("listening", test_listening, FALSE);
  ADD ("sound", test_sound, FALSE);
  ADD ("reorder", test_reorder, FALSE);
  ADD ("merge", test_merge, FALSE);
  g_test_add_func ("/track-edits/merge-many", test_merge_many);
  ADD ("move", test_move, FALSE);
  ADD ("split", test_split, TRUE);
  g_test_add_func ("/track-edits/split-nothing", test_split_nothing);
  return g_test_run ();
}
