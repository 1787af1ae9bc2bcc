/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-object.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/timbre-document.h"
#include "tests/support/track-fixture.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-track-edits.h"
#include "ui/tracks/ct-track-split.h"

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
      g_assert_cmpint (timbres->timbres[i] == timbres->timbres[j], ==, score->notes[i].track == score->notes[j].track);
}

static void
test_split_timbre (TrackFixture *fixture, gconstpointer data)
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
      g_assert_cmpuint (track_fixture_at (fixture, 0)->id, ==, fixture->tracks[0]);
      g_assert_cmpstr (track_fixture_at (fixture, 1)->name, ==, "Strings 2");
      g_assert_cmpstr (track_fixture_at (fixture, 2)->name, ==, "Strings 3");
      timbre_document_assert_undo (document, before, 1);
      /* found again, even if one track were asked for, they stay apart */
      again = track_fixture_cluster_again (document, fixture->timbres, &n_tracks);
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
  timbre_document_assert_undo (document, before, 1);
  g_assert_finalize_object (document);
  fake_timbres_free (timbres);
}

/* Drawn notes have no timbre: they go with the nearest one, and none is lost. */
static void
test_split_drawn (TrackFixture *fixture, gconstpointer data)
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
      note.edited = CT_EDITED_DRAWN;
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
test_split_nothing (TrackFixture *fixture, gconstpointer data)
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
      g_autoptr (CtTrackSplit) split = ct_track_split_new (score, evidence, i == 0 || i == 3 ? all : ids,
                                                           i == 0   ? n
                                                           : i == 3 ? 0
                                                                    : (guint) i);

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
  timbre_document_assert_undo (document, before, 1);
  ct_document_undo (document);

  g_assert_cmpint (ct_track_split_by_register (split, 36), ==, 36);
  g_assert_cmpuint (apply (split, document), ==, 1);
  for (gsize i = 0; i < timbres->n; i++)
    g_assert_cmpint (ct_document_get_score (document)->notes[i].track == ct_document_get_score (document)->tracks[0].id,
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
test_split_selection (TrackFixture *fixture, gconstpointer data)
{
  CtDocument *document = fixture->document;
  CtEditScore *before = ct_document_copy_score (document);
  guint64 ids[] = { before->notes[5].id, before->notes[3].id };
  g_autoptr (CtTrackSplit) split = ct_track_split_new (before, ct_document_get_evidence (document), ids,
                                                       G_N_ELEMENTS (ids));
  g_autoptr (CtTrackSplit) all = new_split (document, fixture->tracks[0]);

  ct_track_split_off (split);
  g_assert_cmpuint (apply (split, document), ==, 1);
  g_assert_cmpuint (ct_document_count_notes (document, track_fixture_at (fixture, 1)->id), ==, 2);
  timbre_document_assert_undo (document, before, 1);
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
    if (!before->notes[i].uncertain && (before->notes[i].track == pair[0] || before->notes[i].track == pair[1]))
      counts[before->notes[i].track == pair[1]]
            [ct_document_get_note (document, before->notes[i].id)->track != pair[0]]++;
  back = MAX (counts[0][0] + counts[1][1], counts[0][1] + counts[1][0]);
  g_test_message ("%u of %u notes of the demo's two largest tracks came back", back, n);
  g_assert_cmpuint (counts[0][0] + counts[0][1] + counts[1][0] + counts[1][1], ==, n);
  g_assert_cmpfloat ((double) back / n, >=, 0.95);
  timbre_document_assert_undo (document, before, 2);
  g_assert_finalize_object (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, together)                                                                                      \
  g_test_add ("/track-split/" path, TrackFixture, GINT_TO_POINTER (together), track_fixture_set_up, func,              \
              track_fixture_tear_down)
  ADD ("timbre", test_split_timbre, TRUE);
  g_test_add_func ("/track-split/phrase", test_split_phrase);
  ADD ("drawn", test_split_drawn, TRUE);
  ADD ("nothing", test_split_nothing, TRUE);
  g_test_add_func ("/track-split/register", test_split_register);
  ADD ("selection", test_split_selection, TRUE);
  g_test_add_func ("/track-split/demo", test_demo);
  return g_test_run ();
}
