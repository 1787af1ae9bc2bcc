/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tracks there are after a score was made again, and which notes are on them. */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-song.h"
#include "tests/support/rescore-fixture.h"
#include "tests/support/same-score.h"

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };
static const CtRescoreScope find = { .kind = CT_RESCORE_FIND_TRACKS };

/* Puts all sure notes of track @from on track @to by hand; uncertain notes follow. */
static void
merge (CtEditScore *score, uint32_t from, uint32_t to)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == from || score->notes[i].track == to)
      {
        score->notes[i].track = to;
        score->notes[i].edited |= score->notes[i].uncertain ? 0 : CT_EDITED_TRACK;
      }
  for (size_t i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].id == from)
      {
        memmove (score->tracks + i, score->tracks + i + 1, (score->n_tracks - i - 1) * sizeof *score->tracks);
        score->n_tracks--;
      }
}

/* What was merged stays merged, new notes of both timbres join it, and sliders go on thinning it. */
static void
test_merge (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = rescore_fixture_with_onset (fixture, 0.06),
                       fewer = rescore_fixture_with_onset (fixture, 0.4);
  CtEditScore *before, *after, *back;
  uint32_t to = fixture->score->tracks[1].id, other = fixture->score->tracks[0].id;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  merge (before, fixture->score->tracks[2].id, to);
  after = rescore_fixture_run (fixture, before, &more, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 2);
  g_assert_cmpuint (rescore_fixture_count (after, to), ==, 160);
  g_assert_cmpuint (rescore_fixture_count (after, other), ==, 80);
  ct_edit_score_free (after);
  after = rescore_fixture_run (fixture, before, &fewer, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 2);
  g_assert_cmpuint (rescore_fixture_count (after, to), ==, 100);
  back = rescore_fixture_run (fixture, after, &fixture->options, &whole);
  same_score_assert (back, before);
  ct_edit_score_free (back);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

/* Puts every other sure note of track @from on a new one by hand. */
static void
split (CtEditScore *score, uint32_t from, uint32_t rgb)
{
  uint32_t to = score->next_track_id++;
  size_t n = 0;

  score->tracks = realloc (score->tracks, (score->n_tracks + 1) * sizeof *score->tracks);
  ct_edit_track_init (&score->tracks[score->n_tracks++], to, rgb);
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == from && !score->notes[i].uncertain)
      {
        score->notes[i].track = n++ % 2 ? from : to;
        score->notes[i].edited |= CT_EDITED_TRACK;
      }
}

/* The timbre of the sure notes on @track, which all have the same. */
static int
timbre_of (const RescoreFixture *fixture, const CtEditScore *score, uint32_t track)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == track && !score->notes[i].uncertain)
      return heard_song_timbre (fixture->song, score->notes[i].origin_frame, score->notes[i].origin_midi);
  g_assert_not_reached ();
}

/* Half a track, put on a new one by hand, stays there; a single note moved against its timbre moves nothing
 * else. */
static void
test_split_and_move (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = rescore_fixture_with_onset (fixture, 0.06);
  CtEditScore *before, *after;
  CtEditNote *moved;
  uint32_t from = fixture->score->tracks[0].id;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  split (before, from, fixture->song->evidence.colours.rgb[9]);
  after = rescore_fixture_run (fixture, before, &more, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 4);
  for (size_t i = 0; i < before->n_notes; i++)
    if (before->notes[i].edited)
      g_assert_cmpuint (heard_song_find_note (after, before->notes[i].id)->track, ==, before->notes[i].track);
  g_assert_cmpuint (rescore_fixture_count (after, from) + rescore_fixture_count (after, 4), ==, 80);
  ct_edit_score_free (after);
  ct_edit_score_free (before);

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  moved = rescore_fixture_sure_note (before, 10);
  moved->track = moved->track == from ? before->tracks[1].id : from;
  moved->edited = CT_EDITED_TRACK;
  after = rescore_fixture_run (fixture, before, &fixture->options, &whole);
  same_score_assert (after, before);
  ct_edit_score_free (after);
  after = rescore_fixture_run (fixture, before, &fixture->options, &find);
  same_score_assert (after, before);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

/* Another number of timbres: instruments stay who they are, new tracks come at the end, emptied ones go. */
static void
test_tracks (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = rescore_fixture_with_onset (fixture, 0.06);
  CtEditScore *one, *three, *five;

  options.tracks.n_tracks = 1;
  one = rescore_fixture_run (fixture, fixture->score, &options, &find);
  g_assert_cmpuint (one->n_tracks, ==, 1);
  g_assert_cmpuint (rescore_fixture_count (one, one->tracks[0].id), ==, 180); /* notes stay, whatever their options */
  g_assert_cmpint (one->options.tracks.n_tracks, ==, 1);
  g_assert_cmpfloat (one->options.notes.onset_threshold, ==, fixture->options.notes.onset_threshold);
  three = rescore_fixture_run (fixture, one, &fixture->options, &find);
  g_assert_cmpuint (three->n_tracks, ==, 3);
  g_assert_cmpuint (three->tracks[0].id, ==, one->tracks[0].id);
  g_assert_cmpuint (three->tracks[1].id, ==, 4);
  g_assert_cmpuint (three->tracks[2].id, ==, 5);
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < i; j++)
      g_assert_cmpuint (three->tracks[i].rgb, !=, three->tracks[j].rgb);
  options.tracks.n_tracks = 5;
  five = rescore_fixture_run (fixture, three, &options, &find);
  g_assert_cmpuint (five->n_tracks, ==, 5);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (five->tracks[i].id, ==, three->tracks[i].id);
  ct_edit_score_free (one);
  ct_edit_score_free (three);
  ct_edit_score_free (five);
}

/* How many timbres there seem to be, whatever number is asked for, is told where tracks are found again. */
static void
test_count (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = fixture->options;
  CtTimbreCount timbres;
  CtEditScore *after;

  options.tracks.n_tracks = 5;
  g_assert_cmpint (ct_rescore_counting (&fixture->song->evidence, fixture->score, &options, &find, &timbres, &after),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (after->n_tracks, ==, 5);
  g_assert_cmpint (timbres.n, ==, 3);
  ct_edit_score_free (after);
  g_assert_cmpint (ct_rescore_counting (&fixture->song->evidence, fixture->score, &options, &whole, &timbres, &after),
                   ==, CT_STATUS_OK);
  g_assert_cmpint (timbres.n, ==, 0);
  ct_edit_score_free (after);
}

/* What puts a hand on a track. */
static void
touch (CtEditScore *score, CtEditTrack *track, int how)
{
  size_t n = 0;

  switch (how)
    {
    case 0:
      ct_edit_track_set_name (track, "Flute");
      break;
    case 1:
      track->program = 73;
      track->program_by_hand = true;
      break;
    case 2:
      track->rgb_by_hand = true;
      break;
    case 3:
      track->locked = true;
      break;
    default:
      for (size_t i = 0; i < score->n_notes && n < 3; i++)
        if (score->notes[i].track == track->id && !score->notes[i].uncertain)
          {
            score->notes[i].edited = CT_EDITED_TRACK;
            n++;
          }
    }
}

/* Tracks that a hand is on stay as they are, with all their notes, whatever number is asked for; the others share what
 * is left of it. */
static void
test_kept (RescoreFixture *fixture, gconstpointer data)
{
  for (int how = 0; how < 5; how++)
    for (int n = 1; n <= 5; n++)
      {
        CtTranscriberOptions options = fixture->options;
        CtEditScore *before, *after, *again;
        CtEditTrack *track;
        size_t n_there = 0;

        g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
        track = &before->tracks[1];
        touch (before, track, how);
        options.tracks.n_tracks = n;
        after = rescore_fixture_run (fixture, before, &options, &find);
        g_assert_cmpuint (after->n_tracks, ==, how == 3 && n == 1 ? 3 : n);
        g_assert_true (ct_edit_track_equal (&after->tracks[ct_edit_score_track_index (after, track->id)], track));
        for (size_t i = 0; i < before->n_notes; i++)
          if (before->notes[i].track == track->id)
            {
              g_assert_cmpuint (heard_song_find_note (after, before->notes[i].id)->track, ==, track->id);
              n_there++;
            }
        if (how == 3)
          for (size_t i = 0; i < after->n_notes; i++)
            n_there -= after->notes[i].track == track->id;
        g_assert_cmpint (n_there > 0, ==, how != 3);
        again = rescore_fixture_run (fixture, after, &options, &find);
        same_score_assert (again, after);
        ct_edit_score_free (again);
        ct_edit_score_free (after);
        ct_edit_score_free (before);
      }
}

/* One timbre put on two tracks by hand, another renamed: a slider changes no track, and new notes go to their like. */
static void
test_sliders_keep_tracks (RescoreFixture *fixture, gconstpointer data)
{
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  split (before, before->tracks[0].id, fixture->song->evidence.colours.rgb[9]);
  ct_edit_track_set_name (&before->tracks[1], "Bass");
  for (double threshold = 0.06; threshold < 0.9; threshold += 0.06)
    {
      CtTranscriberOptions options = rescore_fixture_with_onset (fixture, threshold);
      CtEditScore *after;

      options.tracks.n_tracks = 2;
      options.tracks.separation = 2;
      after = rescore_fixture_run (fixture, before, &options, &whole);
      g_assert_cmpuint (after->n_tracks, ==, 4);
      for (size_t i = 0; i < 4; i++)
        g_assert_true (ct_edit_track_equal (&after->tracks[i], &before->tracks[i]));
      for (size_t i = 0; i < after->n_notes; i++)
        {
          const CtEditNote *note = &after->notes[i], *was = heard_song_find_note (before, note->id);
          int timbre = heard_song_timbre (fixture->song, note->origin_frame, note->midi);

          if (was)
            g_assert_cmpuint (note->track, ==, was->track);
          else
            g_assert_cmpint (timbre, ==, timbre_of (fixture, before, note->track));
        }
      ct_edit_score_free (after);
    }
  ct_edit_score_free (before);
}

/* Where a threshold has left nothing, the tracks that are left empty are those that notes come back to. */
static void
test_all_gone (RescoreFixture *fixture, gconstpointer data)
{
  CtTranscriberOptions none = fixture->options;
  CtEditScore *empty, *back;

  none.notes.min_length_s = 5;
  empty = rescore_fixture_run (fixture, fixture->score, &none, &whole);
  g_assert_cmpuint (empty->n_notes, ==, 0);
  g_assert_cmpuint (empty->n_tracks, ==, 3);
  back = rescore_fixture_run (fixture, empty, &fixture->options, &whole);
  g_assert_cmpuint (back->n_tracks, ==, 3);
  for (size_t i = 0; i < 3; i++)
    {
      g_assert_cmpuint (back->tracks[i].id, ==, fixture->score->tracks[i].id);
      g_assert_cmpuint (rescore_fixture_count (back, back->tracks[i].id), ==, 60);
    }
  ct_edit_score_free (empty);
  ct_edit_score_free (back);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                                \
  g_test_add ("/rescore-tracks/" name, RescoreFixture, NULL, rescore_fixture_set_up, func, rescore_fixture_tear_down)
  ADD ("merge", test_merge);
  ADD ("split-and-move", test_split_and_move);
  ADD ("tracks", test_tracks);
  ADD ("count", test_count);
  ADD ("kept", test_kept);
  ADD ("sliders-keep-tracks", test_sliders_keep_tracks);
  ADD ("all-gone", test_all_gone);
  return g_test_run ();
}
