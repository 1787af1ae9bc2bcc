/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-timbre-count-private.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-track-split.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/same-score.h"
#include "tests/support/split-fixture.h"

static void
assert_parted (const CtEditScore *score, const FakeTimbres *timbres)
{
  for (size_t i = 0; i < timbres->n; i++)
    for (size_t j = 0; j < timbres->n; j++)
      g_assert_cmpint (timbres->timbres[i] == timbres->timbres[j], ==, score->notes[i].track == score->notes[j].track);
}

/* Clustered again with the edits of @score fixed, the notes stay on the tracks they have. */
static void
assert_stays_parted (const CtEditScore *score, const FakeTimbres *timbres)
{
  g_autofree int *fixed = g_new (int, timbres->n);
  g_autofree CtNote *notes = g_memdup2 (timbres->notes, timbres->n * sizeof *notes);
  CtTimbreClusterResult result;

  for (size_t i = 0; i < timbres->n; i++)
    fixed[i] = score->notes[i].edited & CT_EDITED_TRACK ? ct_edit_score_track_index (score, score->notes[i].track) : -1;
  g_assert_cmpint (ct_timbre_cluster (NULL, timbres->embeddings, fixed, &score->options.tracks, notes, timbres->n,
                                      &result),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (result.n_tracks, ==, score->n_tracks);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (notes[i].track, ==, ct_edit_score_track_index (score, score->notes[i].track));
}

static void
test_timbre (SplitFixture *fixture, gconstpointer data)
{
  ct_edit_track_set_name (&fixture->score->tracks[0], "Strings");
  for (int given = 0; given <= 3; given += 3)
    {
      CtTrackSplit *split = split_fixture_split_track (fixture, fixture->score->tracks[0].id);
      CtEditScore *made;

      g_assert_cmpuint (ct_track_split_n_notes (split), ==, 300);
      g_assert_cmpint (ct_track_split_by_timbre (split, given), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_n_groups (split), ==, 3);
      for (size_t group = 0; group < 3; group++)
        g_assert_cmpuint (ct_track_split_group_size (split, group), ==, 100);
      made = split_fixture_apply (split, fixture, 2);
      assert_parted (made, fixture->timbres);
      g_assert_cmpuint (made->tracks[0].id, ==, fixture->score->tracks[0].id);
      g_assert_cmpstr (made->tracks[1].name, ==, "Strings 2");
      g_assert_cmpstr (made->tracks[2].name, ==, "Strings 3");
      assert_stays_parted (made, fixture->timbres);
      ct_edit_score_free (made);
    }
}

/* A second timbre with less of the sound than a recording's needs: who asks for a split has heard it. */
static void
test_faint (void)
{
  static const double shares[] = { 0.85 * CT_TIMBRE_COUNT_SECOND, 0.5 * CT_TIMBRE_COUNT_SECOND };

  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      FakeTimbres *timbres = fake_timbres_new (1000, 2, 0.01, 0, 5);
      SplitFixture fixture;
      CtTrackSplit *split;
      size_t n = (size_t) (shares[i] * (double) timbres->n);

      for (size_t j = 0; j < timbres->n; j++)
        {
          gboolean second = j < 2 * n && j % 2;

          memcpy (timbres->embeddings + j * CT_EMBEDDING_SIZE,
                  timbres->embeddings + (second ? 1 : 0) * CT_EMBEDDING_SIZE, CT_EMBEDDING_SIZE * sizeof (float));
          timbres->timbres[j] = second;
          timbres->notes[j].confidence = 1;
          timbres->notes[j].offset_s = timbres->notes[j].onset_s + 0.4;
        }
      split_fixture_fill (&fixture, timbres);
      split = split_fixture_split_track (&fixture, fixture.score->tracks[0].id);
      g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
      ct_track_split_free (split);
      split_fixture_tear_down (&fixture, NULL);
    }
}

/* New tracks come behind the one they are split from and are like it. */
static void
test_new_tracks (void)
{
  SplitFixture fixture;
  FakeTimbres *timbres = fake_timbres_new (300, 3, 0.3, 0, 5);
  CtEditScore *made;
  CtTrackSplit *split;
  CtEditTrack *track;

  split_fixture_fill (&fixture, timbres);
  fixture.score->tracks = realloc (fixture.score->tracks, 2 * sizeof *fixture.score->tracks);
  ct_edit_track_init (&fixture.score->tracks[fixture.score->n_tracks++], fixture.score->next_track_id++,
                      split_fixture_colours.rgb[2]);
  track = &fixture.score->tracks[0];
  *track = (CtEditTrack){ .id = track->id,
                          .rgb = split_fixture_colours.rgb[0],
                          .program = 40,
                          .program_by_hand = true,
                          .mute = true,
                          .synthesised = true,
                          .volume = 0.5f,
                          .pan = -1 };
  /* cut in the middle of a character, which is left out */
  ct_edit_track_set_name (track, "xñññññññññññññññññññññññññññññññ");
  split = split_fixture_split_track (&fixture, track->id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 3), ==, CT_STATUS_OK);
  made = split_fixture_apply (split, &fixture, 2);
  g_assert_true (ct_edit_track_equal (&made->tracks[0], track));
  g_assert_true (ct_edit_track_equal (&made->tracks[3], &fixture.score->tracks[1]));
  for (size_t i = 1; i <= 2; i++)
    {
      CtEditTrack like = *track;

      like.id = made->tracks[i].id;
      like.rgb = split_fixture_colours.rgb[i == 1 ? 1 : 3];
      ct_edit_track_set_name (&like, i == 1 ? "xñññññññññññññññññññññññññññ 2" : "xñññññññññññññññññññññññññññ 3");
      g_assert_true (ct_edit_track_equal (&made->tracks[i], &like));
      g_assert_cmpuint (like.id, >=, fixture.score->next_track_id);
    }
  ct_edit_score_free (made);
  split_fixture_tear_down (&fixture, NULL);
}

/* A phrase of a track with two timbres: the part that sounds like the rest of the track stays, though it is smaller. */
static void
test_phrase (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 2, 0.3, 0, 5);
  SplitFixture fixture;
  CtTrackSplit *split;
  CtEditScore *made;
  uint64_t phrase[60];
  size_t n = 0;

  /* beyond the phrase there is only timbre 1 */
  for (size_t i = 100; i < 300; i++)
    {
      memcpy (timbres->embeddings + i * CT_EMBEDDING_SIZE, timbres->embeddings + CT_EMBEDDING_SIZE,
              CT_EMBEDDING_SIZE * sizeof (float));
      timbres->timbres[i] = 1;
    }
  split_fixture_fill (&fixture, timbres);
  for (size_t i = 0; n < 50; i++)
    if (timbres->timbres[i] == 0 || n % 3 == 0)
      phrase[n++] = fixture.score->notes[i].id;
  split = split_fixture_split (&fixture, phrase, n);
  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
  made = split_fixture_apply (split, &fixture, 1);
  for (size_t i = 0; i < n; i++)
    {
      size_t place = (size_t) (phrase[i] - fixture.score->notes[0].id);

      g_assert_cmpint (made->notes[place].track == made->tracks[0].id, ==, timbres->timbres[place] == 1);
    }
  ct_edit_score_free (made);
  split_fixture_tear_down (&fixture, NULL);
}

/* Drawn notes have no timbre: they go with the nearest one, and none is lost. */
static void
test_drawn (SplitFixture *fixture, gconstpointer data)
{
  CtEditScore *score = fixture->score, *made;
  CtTrackSplit *split;

  score->notes = realloc (score->notes, 320 * sizeof *score->notes);
  for (size_t i = 0; i < 20; i++)
    {
      CtEditNote *note = &score->notes[300 + i];

      *note = score->notes[i * 10];
      note->id = score->next_note_id++;
      note->onset_s += 0.001;
      note->origin_frame = -1;
      note->origin_midi = 0;
      note->edited = CT_EDITED_DRAWN;
    }
  score->n_notes = 320;
  qsort (score->notes, score->n_notes, sizeof *score->notes, ct_edit_note_compare);
  split = split_fixture_split_track (fixture, score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  made = split_fixture_apply (split, fixture, 2);
  for (size_t i = 0; i < made->n_notes; i++)
    if (made->notes[i].edited & CT_EDITED_DRAWN)
      g_assert_cmpuint (made->notes[i].track, ==, made->notes[i - 1].track);
  ct_edit_score_free (made);
}

/* Without any timbre, with one note, and with none there is nothing to split. */
static void
test_nothing (SplitFixture *fixture, gconstpointer data)
{
  g_autofree uint64_t *all = g_new (uint64_t, 300);
  const uint64_t ids[] = { fixture->score->notes[0].id, 123456 };
  const struct
  {
    const CtRescoreEvidence *evidence;
    const uint64_t *ids;
    size_t n, n_notes;
  } cases[] = { { NULL, all, 300, 300 },
                { &fixture->evidence, ids, 1, 1 },
                { &fixture->evidence, ids, 2, 1 },
                { &fixture->evidence, ids + 1, 1, 0 },
                { &fixture->evidence, NULL, 0, 0 } };
  CtTrackSplit *split;

  for (size_t i = 0; i < 300; i++)
    all[i] = fixture->score->notes[i].id;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (ct_track_split_new (fixture->score, cases[i].evidence, cases[i].ids, cases[i].n, &split), ==,
                       CT_STATUS_OK);
      g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_n_notes (split), ==, cases[i].n_notes);
      g_assert_cmpuint (ct_track_split_n_groups (split), ==, 1);
      g_assert_null (split_fixture_preview (split, fixture->score));
      ct_track_split_free (split);
    }
  split = split_fixture_split (fixture, NULL, 0);
  g_assert_cmpint (ct_track_split_by_register (split, 0), ==, 0);
  g_assert_null (split_fixture_preview (split, fixture->score));
  ct_track_split_off (split);
  g_assert_null (split_fixture_preview (split, fixture->score));
  ct_track_split_free (split);

  /* those of a locked track stay */
  fixture->score->tracks[0].locked = true;
  split = split_fixture_split_track (fixture, fixture->score->tracks[0].id);
  g_assert_cmpuint (ct_track_split_n_notes (split), ==, 0);
  ct_track_split_free (split);
  ct_track_split_free (NULL);
}

static void
test_register (void)
{
  FakeTimbres *timbres = fake_timbres_new (200, 2, 0.3, 24, 2);
  SplitFixture fixture;
  CtTrackSplit *split;
  CtEditScore *made;
  int boundary, low = 127, high = 0;

  split_fixture_fill (&fixture, timbres);
  split = split_fixture_split_track (&fixture, fixture.score->tracks[0].id);
  boundary = ct_track_split_by_register (split, 0);
  /* the timbres' pitches are [32, 40] and [56, 64] */
  for (size_t i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 0)
      high = MAX (high, timbres->notes[i].midi);
    else
      low = MIN (low, timbres->notes[i].midi);
  g_assert_cmpint (boundary, ==, (high + 1 + low + 1) / 2);
  made = split_fixture_apply (split, &fixture, 1);
  assert_parted (made, timbres);
  ct_edit_score_free (made);

  split = split_fixture_split_track (&fixture, fixture.score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_register (split, 36), ==, 36);
  made = split_fixture_apply (split, &fixture, 1);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (made->notes[i].track == made->tracks[0].id, ==, timbres->notes[i].midi >= 36);
  ct_edit_score_free (made);

  /* a boundary below all */
  split = split_fixture_split_track (&fixture, fixture.score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_register (split, 5), ==, 5);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 1);
  g_assert_null (split_fixture_preview (split, fixture.score));
  ct_track_split_free (split);
  split_fixture_tear_down (&fixture, NULL);
}

static void
test_off (SplitFixture *fixture, gconstpointer data)
{
  const uint64_t ids[] = { fixture->score->notes[5].id, fixture->score->notes[3].id };
  CtTrackSplit *split = split_fixture_split (fixture, ids, G_N_ELEMENTS (ids));
  CtEditScore *made;

  g_assert_false (ct_track_split_is_off (split));
  ct_track_split_off (split);
  g_assert_true (ct_track_split_is_off (split));
  made = split_fixture_apply (split, fixture, 1);
  for (size_t i = 0; i < made->n_notes; i++)
    g_assert_cmpuint (made->notes[i].track, ==, made->tracks[i == 3 || i == 5].id);
  ct_edit_score_free (made);
  /* a track cannot be split off itself */
  split = split_fixture_split_track (fixture, fixture->score->tracks[0].id);
  ct_track_split_off (split);
  g_assert_null (split_fixture_preview (split, fixture->score));
  ct_track_split_free (split);
}

/* The score may have changed since the split was made: what is gone is left out. */
static void
test_changed (SplitFixture *fixture, gconstpointer data)
{
  CtTrackSplit *split = split_fixture_split_track (fixture, fixture->score->tracks[0].id);
  CtEditScore *now, *made;

  g_assert_cmpint (ct_track_split_by_timbre (split, 3), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_edit_score_copy (fixture->score, &now), ==, CT_STATUS_OK);
  memmove (now->notes, now->notes + 30, (now->n_notes - 30) * sizeof *now->notes);
  now->n_notes -= 30;
  now->tracks[0].id = now->next_track_id++;
  for (size_t i = 0; i < now->n_notes; i++)
    now->notes[i].track = now->tracks[0].id;
  made = split_fixture_preview (split, now);
  g_assert_true (ct_edit_score_is_valid (made));
  g_assert_cmpuint (made->n_notes, ==, 270);
  g_assert_cmpuint (made->n_tracks, ==, 4);
  for (size_t i = 0; i < 270; i++)
    for (size_t j = 0; j < i; j++)
      g_assert_cmpint (made->notes[i].track == made->notes[j].track, ==,
                       fixture->timbres->timbres[30 + i] == fixture->timbres->timbres[30 + j]);
  ct_edit_score_free (made);
  ct_edit_score_free (now);
  ct_track_split_free (split);
}

static CtStatus
run_all (void *data)
{
  const SplitFixture *fixture = data;
  uint64_t ids[40];
  CtTrackSplit *split = NULL;
  CtEditScore *made = NULL;
  CtStatus status;

  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = fixture->score->notes[i].id;
  status = ct_track_split_new (fixture->score, &fixture->evidence, ids, G_N_ELEMENTS (ids), &split);
  if (status == CT_STATUS_OK)
    status = ct_track_split_by_timbre (split, 3);
  if (status == CT_STATUS_OK)
    status = ct_track_split_preview (split, fixture->score, &split_fixture_colours, &made);
  g_assert_true (status == CT_STATUS_OK || !made);
  ct_edit_score_free (made);
  ct_track_split_free (split);
  return status;
}

static void
test_no_memory (SplitFixture *fixture, gconstpointer data)
{
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  failing_allocator_try_all (run_all, fixture);
  same_score_assert (before, fixture->score);
  ct_edit_score_free (before);
}

static void
test_bad_number (SplitFixture *fixture, gconstpointer data)
{
  CtTrackSplit *split = split_fixture_split_track (fixture, fixture->score->tracks[0].id);

  g_assert_cmpint (ct_track_split_by_timbre (split, -1), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_track_split_by_timbre (split, CT_MAX_TRACKS + 1), ==, CT_STATUS_BAD_ARGUMENT);
  ct_track_split_free (split);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/track-split/" path, SplitFixture, NULL, split_fixture_set_up, func, split_fixture_tear_down)
  ADD ("timbre", test_timbre);
  g_test_add_func ("/track-split/faint", test_faint);
  g_test_add_func ("/track-split/new-tracks", test_new_tracks);
  g_test_add_func ("/track-split/phrase", test_phrase);
  ADD ("drawn", test_drawn);
  ADD ("nothing", test_nothing);
  g_test_add_func ("/track-split/register", test_register);
  ADD ("off", test_off);
  ADD ("changed", test_changed);
  ADD ("no-memory", test_no_memory);
  ADD ("bad-number", test_bad_number);
  return g_test_run ();
}
