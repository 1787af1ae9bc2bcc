/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-track-edits.h"
#include "ct-track-split.h"
#include "timbre-document.h"

#include <math.h>

typedef struct
{
  FakeTimbres *timbres;
  CtDocument *document;
  guint32 tracks[4]; /* ids, in the order shown */
} Fixture;

static void
remember_tracks (Fixture *fixture)
{
  const CtEditScore *score = ct_document_get_score (fixture->document);

  for (gsize i = 0; i < G_N_ELEMENTS (fixture->tracks); i++)
    fixture->tracks[i] = i < score->n_tracks ? score->tracks[i].id : 0;
}

/* Three timbres on three tracks. */
static void
set_up (Fixture *fixture, gconstpointer together)
{
  fixture->timbres = fake_timbres_new (300, 3, 0.3, 0, 5);
  fixture->document = timbre_document_new (fixture->timbres, together ? 1 : 3, together != NULL);
  remember_tracks (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer together)
{
  g_assert_true (ct_edit_score_is_valid (ct_document_get_score (fixture->document)));
  g_assert_finalize_object (fixture->document);
  fake_timbres_free (fixture->timbres);
}

/* Undoes everything, compares with @before, and does it all again. Frees @before. */
static void
assert_undo (CtDocument *document, CtEditScore *before, guint n_steps)
{
  CtEditScore *after = ct_document_copy_score (document);

  g_assert_true (ct_edit_score_is_valid (after));
  for (guint i = 0; i < n_steps; i++)
    ct_document_undo (document);
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));
  timbre_document_assert_same (before, ct_document_get_score (document));
  for (guint i = 0; i < n_steps; i++)
    ct_document_redo (document);
  timbre_document_assert_same (after, ct_document_get_score (document));
  ct_edit_score_free (before);
  ct_edit_score_free (after);
}

static const CtEditTrack *
track_at (Fixture *fixture, guint place)
{
  return &ct_document_get_score (fixture->document)->tracks[place];
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before = ct_document_copy_score (fixture->document);
  guint32 id = ct_track_edits_add (fixture->document, 1);

  g_assert_cmpuint (ct_document_get_score (fixture->document)->n_tracks, ==, 4);
  g_assert_cmpuint (track_at (fixture, 1)->id, ==, id);
  g_assert_true (track_at (fixture, 1)->visible);
  for (guint i = 0; i < 4; i++)
    g_assert_true (i == 1 || track_at (fixture, i)->rgb != track_at (fixture, 1)->rgb);
  assert_undo (fixture->document, before, 1);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
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
  assert_undo (document, before, 1);
}

static void
test_rename (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "Violin", "Violin" },
    { "  Oboe\n", "Oboe" },
    { "a/b", "a/b" },
    { "小提琴", "小提琴" },
    { "x\xe2\x80\xaey\x01", "xy" },
    { "", "" },
  };
  CtEditScore *before = ct_document_copy_score (fixture->document);
  g_autofree char *longest = g_strnfill (10 << 20, 'n');
  guint n_steps = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++, n_steps++)
    {
      ct_track_edits_rename (fixture->document, fixture->tracks[1], names[i][0]);
      g_assert_cmpstr (track_at (fixture, 1)->name, ==, names[i][1]);
    }
  ct_track_edits_rename (fixture->document, fixture->tracks[1], longest);
  g_assert_cmpuint (strlen (track_at (fixture, 1)->name), ==, CT_TRACK_NAME_SIZE - 1);
  assert_undo (fixture->document, before, n_steps + 1);
}

static void
test_looks (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint n_steps = 0;

  ct_track_edits_set_colour (document, fixture->tracks[0], 0x123456);
  g_assert_cmpuint (track_at (fixture, 0)->rgb, ==, 0x123456);
  ct_track_edits_set_program (document, fixture->tracks, 2, 41);
  g_assert_cmpuint (track_at (fixture, 0)->program, ==, 41);
  g_assert_cmpuint (track_at (fixture, 1)->program, ==, 41);
  g_assert_true (track_at (fixture, 1)->program_by_hand);
  g_assert_false (track_at (fixture, 2)->program_by_hand);
  n_steps = 2;
  for (int flag = CT_TRACK_VISIBLE; flag <= CT_TRACK_LOCKED; flag++, n_steps++)
    {
      gboolean on = !ct_track_edits_get_flag (track_at (fixture, 2), flag);

      ct_track_edits_set_flag (document, fixture->tracks + 1, 2, flag, on);
      g_assert_true (ct_track_edits_get_flag (track_at (fixture, 1), flag) == on);
      g_assert_true (ct_track_edits_get_flag (track_at (fixture, 2), flag) == on);
      g_assert_true (ct_track_edits_get_flag (track_at (fixture, 0), flag) != on);
    }
  /* nothing new is no step */
  ct_track_edits_set_flag (document, fixture->tracks + 1, 2, CT_TRACK_MUTE, TRUE);
  g_assert_cmpuint (ct_track_edits_find_locked (document, fixture->tracks, 3), ==, fixture->tracks[1]);
  g_assert_cmpuint (ct_track_edits_find_locked (document, fixture->tracks, 1), ==, 0);
  ct_track_edits_show_all (document);
  for (guint i = 0; i < 3; i++)
    g_assert_true (track_at (fixture, i)->visible && !track_at (fixture, i)->solo);
  assert_undo (document, before, n_steps + 1);
}

static void
assert_order (Fixture *fixture, int a, int b, int c)
{
  g_assert_cmpuint (track_at (fixture, 0)->id, ==, fixture->tracks[a]);
  g_assert_cmpuint (track_at (fixture, 1)->id, ==, fixture->tracks[b]);
  g_assert_cmpuint (track_at (fixture, 2)->id, ==, fixture->tracks[c]);
}

static void
test_reorder (Fixture *fixture, gconstpointer data)
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
  assert_undo (document, before, 5);
}

/* Clusters anew as a re-run does, what hands decided fixed. */
static CtNote *
cluster_again (CtDocument *document, const FakeTimbres *timbres, size_t *n_tracks)
{
  const CtEditScore *score = ct_document_get_score (document);
  g_autofree int *fixed = g_new (int, score->n_notes);
  CtNote *notes = g_memdup2 (timbres->notes, timbres->n * sizeof *notes);

  g_assert_cmpuint (score->n_notes, ==, timbres->n);
  for (gsize i = 0; i < score->n_notes; i++)
    fixed[i] = score->notes[i].hand & CT_HAND_TRACK ? ct_edit_score_track_index (score, score->notes[i].track) : -1;
  g_assert_cmpint (
      ct_timbre_cluster (timbres->embeddings, fixed, &score->options.tracks, notes, timbres->n, n_tracks), ==,
      CT_STATUS_OK);
  return notes;
}

static void
test_merge (Fixture *fixture, gconstpointer data)
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
  assert_undo (document, before, 1);

  /* found again, the two timbres stay one track and the third another */
  again = cluster_again (document, fixture->timbres, &n_tracks);
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
  assert_undo (document, before, 1);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint64 ids[] = { before->notes[0].id, before->notes[1].id, before->notes[2].id, 999999 };
  guint32 added;

  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 4, fixture->tracks[0]), ==, 2);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (ct_document_get_note (document, ids[i])->track, ==, fixture->tracks[0]);
  g_assert_true (ct_document_get_note (document, ids[1])->hand & CT_HAND_TRACK);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 3, fixture->tracks[0]), ==, 0);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 2, 0), ==, 2);
  added = ct_document_get_note (document, ids[0])->track;
  g_assert_cmpuint (track_at (fixture, 3)->id, ==, added);
  ct_track_edits_set_flag (document, &added, 1, CT_TRACK_LOCKED, TRUE);
  g_assert_cmpuint (ct_track_edits_move_notes (document, ids, 3, fixture->tracks[1]), ==, 1);
  g_assert_cmpuint (ct_document_get_note (document, ids[0])->track, ==, added);
  assert_undo (document, before, 4);
}

/* ---- splits ---- */

static CtTrackSplit *
new_split (CtDocument *document, guint32 track)
{
  guint n;
  g_autofree guint64 *ids = ct_track_edits_dup_notes (document, &track, 1, &n);

  return ct_track_split_new (ct_document_get_score (document), ct_document_get_evidence (document), ids, n);
}

/* Applies @split; what it showed before is what it made. */
static guint
apply (const CtTrackSplit *split, CtDocument *document)
{
  CtEditScore *preview = ct_track_split_preview (split, ct_document_get_score (document));
  guint n_new;

  g_assert_nonnull (preview);
  g_assert_true (ct_edit_score_is_valid (preview));
  n_new = ct_track_split_apply (split, document);
  timbre_document_assert_same (preview, ct_document_get_score (document));
  ct_edit_score_free (preview);
  return n_new;
}

static void
assert_parted (const CtEditScore *score, const FakeTimbres *timbres)
{
  for (gsize i = 0; i < timbres->n; i++)
    for (gsize j = 0; j < timbres->n; j++)
      g_assert_cmpint (timbres->timbres[i] == timbres->timbres[j], ==,
                       score->notes[i].track == score->notes[j].track);
}

static void
test_split_timbre (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;

  for (int given = 0; given <= 3; given += 3)
    {
      g_autoptr (CtTrackSplit) split = NULL;
      g_autofree CtNote *again = NULL;
      CtEditScore *before;
      size_t n_tracks;

      ct_track_edits_rename (document, fixture->tracks[0], "Strings");
      before = ct_document_copy_score (document);
      ct_document_load_score (document, before);
      split = new_split (document, fixture->tracks[0]);
      g_assert_cmpuint (ct_track_split_get_n_notes (split), ==, 300);
      g_assert_cmpint (ct_track_split_by_timbre (split, given), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_get_n_groups (split), ==, 3);
      g_assert_cmpuint (ct_track_split_get_group_size (split, 0), ==, 100);
      g_assert_cmpuint (apply (split, document), ==, 2);
      assert_parted (ct_document_get_score (document), fixture->timbres);
      g_assert_cmpuint (track_at (fixture, 0)->id, ==, fixture->tracks[0]);
      g_assert_cmpstr (track_at (fixture, 1)->name, ==, "Strings 2");
      g_assert_cmpstr (track_at (fixture, 2)->name, ==, "Strings 3");
      assert_undo (document, before, 1);
      /* found again, even if one track were asked for, they stay apart */
      again = cluster_again (document, fixture->timbres, &n_tracks);
      g_assert_cmpuint (n_tracks, ==, 3);
      for (gsize i = 0; i < fixture->timbres->n; i++)
        g_assert_cmpint (again[i].track, ==,
                         ct_edit_score_track_index (ct_document_get_score (document),
                                                    ct_document_get_score (document)->notes[i].track));
      ct_document_undo (document);
    }
}

/* A phrase of a track with two timbres: the part that sounds like the rest of the track stays, though it is smaller. */
static void
test_split_phrase (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 2, 0.3, 0, 5);
  CtDocument *document;
  g_autoptr (CtTrackSplit) split = NULL;
  g_autofree guint64 *phrase = g_new (guint64, 60);
  CtEditScore *before;
  guint32 track;
  guint n = 0;

  /* beyond the phrase there is only timbre 1 */
  for (gsize i = 100; i < 300; i++)
    {
      memcpy (timbres->embeddings + i * CT_EMBEDDING_SIZE, timbres->embeddings + CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof (float));
      timbres->timbres[i] = 1;
    }
  document = timbre_document_new (timbres, 1, TRUE);
  before = ct_document_copy_score (document);
  track = before->tracks[0].id;
  for (guint i = 0; n < 50; i++)
    if (timbres->timbres[i] == 0 || n % 3 == 0)
      phrase[n++] = before->notes[i].id;
  split = ct_track_split_new (before, ct_document_get_evidence (document), phrase, n);
  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_get_n_groups (split), ==, 2);
  g_assert_cmpuint (apply (split, document), ==, 1);
  for (guint i = 0; i < n; i++)
    {
      gsize place = (gsize) (phrase[i] - before->notes[0].id);

      g_assert_cmpint (ct_document_get_note (document, phrase[i])->track == track, ==, timbres->timbres[place] == 1);
    }
  assert_undo (document, before, 1);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

/* Drawn notes have no timbre: they go with the nearest one, and none is lost. */
static void
test_split_drawn (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  g_autoptr (CtTrackSplit) split = NULL;
  const CtEditNote *beside;
  guint64 drawn[20];

  ct_document_begin (document, "Draw");
  for (guint i = 0; i < 20; i++)
    {
      CtEditNote note = ct_document_get_score (document)->notes[i * 10];

      note.onset_s += 0.001;
      note.origin_frame = -1;
      note.origin_midi = 0;
      note.hand = CT_HAND_DRAWN;
      drawn[i] = ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
  split = new_split (document, fixture->tracks[0]);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  apply (split, document);
  g_assert_cmpuint (ct_document_get_score (document)->n_notes, ==, 320);
  for (guint i = 0; i < 20; i++)
    for (gsize j = 0; j < 320; j++)
      if (ct_document_get_score (document)->notes[j].id == drawn[i])
        {
          beside = &ct_document_get_score (document)->notes[j - 1];
          g_assert_cmpuint (ct_document_get_note (document, drawn[i])->track, ==, beside->track);
        }
}

/* Without any timbre, with one note, and with none there is nothing to split. */
static void
test_split_nothing (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  const CtEditScore *score = ct_document_get_score (document);
  guint64 ids[] = { score->notes[0].id, 123456 };
  guint32 empty;

  for (int i = 0; i < 4; i++)
    {
      CtEvidence *evidence = i == 0 ? NULL : ct_document_get_evidence (document);
      guint n = i == 3 ? 300 : (guint) (i % 3);
      g_autofree guint64 *all = ct_track_edits_dup_notes (document, fixture->tracks, 1, &n);
      g_autoptr (CtTrackSplit) split = ct_track_split_new (score, evidence, i == 0 || i == 3 ? all : ids, i == 0 ? n : i == 3 ? 0 : (guint) i);

      g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_get_n_groups (split), ==, 1);
      g_assert_null (ct_track_split_preview (split, score));
      g_assert_cmpuint (ct_track_split_apply (split, document), ==, 0);
    }
  g_assert_false (ct_history_get_can_undo (ct_document_get_history (document)));

  empty = ct_track_edits_add (document, -1);
  {
    g_autoptr (CtTrackSplit) split = new_split (document, empty);

    g_assert_cmpint (ct_track_split_by_register (split, 0), ==, 0);
    g_assert_null (ct_track_split_preview (split, ct_document_get_score (document)));
  }
  /* those of a locked track stay */
  ct_track_edits_set_flag (document, fixture->tracks, 1, CT_TRACK_LOCKED, TRUE);
  {
    g_autoptr (CtTrackSplit) split = new_split (document, fixture->tracks[0]);

    g_assert_cmpuint (ct_track_split_get_n_notes (split), ==, 0);
  }
}

static void
test_split_register (void)
{
  FakeTimbres *timbres = fake_timbres_new (200, 2, 0.3, 24, 2);
  CtDocument *document = timbre_document_new (timbres, 1, TRUE);
  CtEditScore *before = ct_document_copy_score (document);
  g_autoptr (CtTrackSplit) split = new_split (document, before->tracks[0].id);
  int boundary = ct_track_split_by_register (split, 0), low = 127, high = 0;

  /* the timbres' pitches are [32, 40] and [56, 64] */
  for (gsize i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 0)
      high = MAX (high, timbres->notes[i].midi);
    else
      low = MIN (low, timbres->notes[i].midi);
  g_assert_cmpint (boundary, ==, (high + 1 + low + 1) / 2);
  g_assert_cmpuint (apply (split, document), ==, 1);
  assert_parted (ct_document_get_score (document), timbres);
  assert_undo (document, before, 1);
  ct_document_undo (document);

  g_assert_cmpint (ct_track_split_by_register (split, 36), ==, 36);
  g_assert_cmpuint (apply (split, document), ==, 1);
  for (gsize i = 0; i < timbres->n; i++)
    g_assert_cmpint (ct_document_get_score (document)->notes[i].track
                         == ct_document_get_score (document)->tracks[0].id,
                     ==, timbres->notes[i].midi >= 36);
  ct_document_undo (document);
  /* a boundary below all */
  g_assert_cmpint (ct_track_split_by_register (split, 5), ==, 5);
  g_assert_cmpuint (ct_track_split_get_n_groups (split), ==, 1);
  g_assert_null (ct_track_split_preview (split, ct_document_get_score (document)));
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

static void
test_split_selection (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint64 ids[] = { before->notes[5].id, before->notes[3].id };
  g_autoptr (CtTrackSplit) split
      = ct_track_split_new (before, ct_document_get_evidence (document), ids, G_N_ELEMENTS (ids));
  g_autoptr (CtTrackSplit) all = new_split (document, fixture->tracks[0]);

  ct_track_split_off (split);
  g_assert_cmpuint (apply (split, document), ==, 1);
  g_assert_cmpuint (ct_document_count_notes (document, track_at (fixture, 1)->id), ==, 2);
  assert_undo (document, before, 1);
  ct_document_undo (document);
  /* a track cannot be split off itself */
  ct_track_split_off (all);
  g_assert_null (ct_track_split_preview (all, ct_document_get_score (document)));
}

/* ---- the demo ---- */

static guint
largest_pair (CtDocument *document, guint32 pair[2])
{
  const CtEditScore *score = ct_document_get_score (document);
  guint counts[2] = { 0 };

  g_assert_cmpuint (score->n_tracks, >=, 2);
  for (gsize i = 0; i < score->n_tracks; i++)
    {
      guint n = ct_document_count_notes (document, score->tracks[i].id);
      int place = n > counts[0] ? 0 : n > counts[1] ? 1 : -1;

      if (place == 0)
        {
          counts[1] = counts[0];
          pair[1] = pair[0];
        }
      if (place >= 0)
        {
          counts[place] = n;
          pair[place] = score->tracks[i].id;
        }
    }
  return counts[0] + counts[1];
}

/* Two tracks of a real recording merged and split by timbre: nearly all notes come back. */
static void
test_demo (void)
{
  CtDocument *document = timbre_document_new_demo ();
  CtEditScore *before = ct_document_copy_score (document);
  g_autoptr (CtTrackSplit) split = NULL;
  guint32 pair[2];
  guint n = largest_pair (document, pair), counts[2][2] = { 0 }, back;
  gint64 start;

  start = g_get_monotonic_time ();
  ct_track_edits_merge (document, pair, 2);
  g_test_message ("merging took %.2f ms", 1e-3 * (double) (g_get_monotonic_time () - start));
  start = g_get_monotonic_time ();
  split = new_split (document, pair[0]);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_get_n_groups (split), ==, 2);
  g_assert_cmpuint (apply (split, document), ==, 1);
  g_test_message ("splitting took %.2f ms", 1e-3 * (double) (g_get_monotonic_time () - start));
  for (gsize i = 0; i < before->n_notes; i++)
    if (!before->notes[i].ghost && (before->notes[i].track == pair[0] || before->notes[i].track == pair[1]))
      counts[before->notes[i].track == pair[1]]
            [ct_document_get_note (document, before->notes[i].id)->track != pair[0]]++;
  back = MAX (counts[0][0] + counts[1][1], counts[0][1] + counts[1][0]);
  g_test_message ("%u of %u notes of the demo's two largest tracks came back", back, n);
  g_assert_cmpuint (counts[0][0] + counts[0][1] + counts[1][0] + counts[1][1], ==, n);
  g_assert_cmpfloat ((double) back / n, >=, 0.95);
  assert_undo (document, before, 2);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, together) \
  g_test_add ("/track-edits/" path, Fixture, GINT_TO_POINTER (together), set_up, func, tear_down)
  ADD ("add", test_add, FALSE);
  ADD ("remove", test_remove, FALSE);
  ADD ("rename", test_rename, FALSE);
  ADD ("looks", test_looks, FALSE);
  ADD ("reorder", test_reorder, FALSE);
  ADD ("merge", test_merge, FALSE);
  g_test_add_func ("/track-edits/merge-many", test_merge_many);
  ADD ("move", test_move, FALSE);
  ADD ("split-timbre", test_split_timbre, TRUE);
  g_test_add_func ("/track-edits/split-phrase", test_split_phrase);
  ADD ("split-drawn", test_split_drawn, TRUE);
  ADD ("split-nothing", test_split_nothing, TRUE);
  g_test_add_func ("/track-edits/split-register", test_split_register);
  ADD ("split-selection", test_split_selection, TRUE);
  g_test_add_func ("/track-edits/demo", test_demo);
  return g_test_run ();
}
