/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-timbre-count-private.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-track-colours.h"
#include "core/transcribe/ct-track-split.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/same-score.h"

static const uint32_t palette[] = { 0x100000, 0x200000, 0x300000, 0x400000 };
static const CtTrackColours colours = { palette, G_N_ELEMENTS (palette) };

/* @notes ([n]) on tracks of their own number, or all on one where @tracks is NULL. */
static CtEditScore *
new_score (const CtNote *notes, const int *tracks, size_t n, size_t n_tracks)
{
  CtEditScore *score;

  g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
  score->tracks = calloc (n_tracks, sizeof *score->tracks);
  score->n_tracks = n_tracks;
  for (size_t i = 0; i < n_tracks; i++)
    ct_edit_track_init (&score->tracks[i], score->next_track_id++, palette[i % G_N_ELEMENTS (palette)]);
  score->notes = calloc (n, sizeof *score->notes);
  score->n_notes = n;
  for (size_t i = 0; i < n; i++)
    score->notes[i] = (CtEditNote){ .id = score->next_note_id++,
                                    .onset_s = notes[i].onset_s,
                                    .offset_s = notes[i].offset_s,
                                    .confidence = notes[i].confidence,
                                    .origin_frame = (int32_t) lrint (notes[i].onset_s * CT_CQT_FRAME_RATE_HZ),
                                    .track = score->tracks[tracks ? tracks[i] : 0].id,
                                    .origin_midi = notes[i].midi,
                                    .midi = notes[i].midi,
                                    .velocity = notes[i].velocity,
                                    .uncertain = notes[i].uncertain };
  g_assert_true (ct_edit_score_is_valid (score));
  return score;
}

/* Three timbres in turn, all on one track. */
typedef struct
{
  FakeTimbres *timbres;
  CtRescoreEvidence evidence;
  CtEditScore *score;
} Fixture;

static void
fill (Fixture *fixture, FakeTimbres *timbres)
{
  fixture->timbres = timbres;
  fixture->evidence = (CtRescoreEvidence){ .candidates = timbres->notes,
                                           .embeddings = timbres->embeddings,
                                           .n_candidates = timbres->n };
  fixture->score = new_score (timbres->notes, NULL, timbres->n, 1);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fill (fixture, fake_timbres_new (300, 3, 0.3, 0, 5));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_edit_score_free (fixture->score);
  fake_timbres_free (fixture->timbres);
}

static CtTrackSplit *
new_split (const Fixture *fixture, const uint64_t *ids, size_t n)
{
  CtTrackSplit *split;

  g_assert_cmpint (ct_track_split_new (fixture->score, &fixture->evidence, ids, n, &split), ==, CT_STATUS_OK);
  return split;
}

/* Of all notes of @track. */
static CtTrackSplit *
split_track (const Fixture *fixture, uint32_t track)
{
  const CtEditScore *score = fixture->score;
  g_autofree uint64_t *ids = g_new (uint64_t, score->n_notes + 1);
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == track)
      ids[n++] = score->notes[i].id;
  return new_split (fixture, ids, n);
}

static CtEditScore *
preview (const CtTrackSplit *split, const CtEditScore *score)
{
  CtEditScore *made;

  g_assert_cmpint (ct_track_split_preview (split, score, &colours, &made), ==, CT_STATUS_OK);
  return made;
}

/* What @split makes of the fixture's score, with as many new tracks; frees the split. */
static CtEditScore *
apply (CtTrackSplit *split, const Fixture *fixture, size_t n_new)
{
  CtEditScore *made = preview (split, fixture->score);

  g_assert_nonnull (made);
  g_assert_true (ct_edit_score_is_valid (made));
  g_assert_cmpuint (made->n_notes, ==, fixture->score->n_notes);
  g_assert_cmpuint (made->n_tracks, ==, fixture->score->n_tracks + n_new);
  ct_track_split_free (split);
  return made;
}

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
test_timbre (Fixture *fixture, gconstpointer data)
{
  ct_edit_track_set_name (&fixture->score->tracks[0], "Strings");
  for (int given = 0; given <= 3; given += 3)
    {
      CtTrackSplit *split = split_track (fixture, fixture->score->tracks[0].id);
      CtEditScore *made;

      g_assert_cmpuint (ct_track_split_n_notes (split), ==, 300);
      g_assert_cmpint (ct_track_split_by_timbre (split, given), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_n_groups (split), ==, 3);
      for (size_t group = 0; group < 3; group++)
        g_assert_cmpuint (ct_track_split_group_size (split, group), ==, 100);
      made = apply (split, fixture, 2);
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
      Fixture fixture;
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
      fill (&fixture, timbres);
      split = split_track (&fixture, fixture.score->tracks[0].id);
      g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
      g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
      ct_track_split_free (split);
      tear_down (&fixture, NULL);
    }
}

/* New tracks come behind the one they are split from and are like it. */
static void
test_new_tracks (void)
{
  Fixture fixture;
  FakeTimbres *timbres = fake_timbres_new (300, 3, 0.3, 0, 5);
  CtEditScore *made;
  CtTrackSplit *split;
  CtEditTrack *track;

  fill (&fixture, timbres);
  fixture.score->tracks = realloc (fixture.score->tracks, 2 * sizeof *fixture.score->tracks);
  ct_edit_track_init (&fixture.score->tracks[fixture.score->n_tracks++], fixture.score->next_track_id++, palette[2]);
  track = &fixture.score->tracks[0];
  *track = (CtEditTrack){ .id = track->id,
                          .rgb = palette[0],
                          .program = 40,
                          .program_by_hand = true,
                          .mute = true,
                          .synthesised = true,
                          .volume = 0.5f,
                          .pan = -1 };
  /* cut in the middle of a character, which is left out */
  ct_edit_track_set_name (track, "xñññññññññññññññññññññññññññññññ");
  split = split_track (&fixture, track->id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 3), ==, CT_STATUS_OK);
  made = apply (split, &fixture, 2);
  g_assert_true (ct_edit_track_equal (&made->tracks[0], track));
  g_assert_true (ct_edit_track_equal (&made->tracks[3], &fixture.score->tracks[1]));
  for (size_t i = 1; i <= 2; i++)
    {
      CtEditTrack like = *track;

      like.id = made->tracks[i].id;
      like.rgb = palette[i == 1 ? 1 : 3];
      ct_edit_track_set_name (&like, i == 1 ? "xñññññññññññññññññññññññññññ 2" : "xñññññññññññññññññññññññññññ 3");
      g_assert_true (ct_edit_track_equal (&made->tracks[i], &like));
      g_assert_cmpuint (like.id, >=, fixture.score->next_track_id);
    }
  ct_edit_score_free (made);
  tear_down (&fixture, NULL);
}

/* A phrase of a track with two timbres: the part that sounds like the rest of the track stays, though it is smaller. */
static void
test_phrase (void)
{
  FakeTimbres *timbres = fake_timbres_new (300, 2, 0.3, 0, 5);
  Fixture fixture;
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
  fill (&fixture, timbres);
  for (size_t i = 0; n < 50; i++)
    if (timbres->timbres[i] == 0 || n % 3 == 0)
      phrase[n++] = fixture.score->notes[i].id;
  split = new_split (&fixture, phrase, n);
  g_assert_cmpint (ct_track_split_by_timbre (split, 2), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
  made = apply (split, &fixture, 1);
  for (size_t i = 0; i < n; i++)
    {
      size_t place = (size_t) (phrase[i] - fixture.score->notes[0].id);

      g_assert_cmpint (made->notes[place].track == made->tracks[0].id, ==, timbres->timbres[place] == 1);
    }
  ct_edit_score_free (made);
  tear_down (&fixture, NULL);
}

/* Drawn notes have no timbre: they go with the nearest one, and none is lost. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
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
  split = split_track (fixture, score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  made = apply (split, fixture, 2);
  for (size_t i = 0; i < made->n_notes; i++)
    if (made->notes[i].edited & CT_EDITED_DRAWN)
      g_assert_cmpuint (made->notes[i].track, ==, made->notes[i - 1].track);
  ct_edit_score_free (made);
}

/* Without any timbre, with one note, and with none there is nothing to split. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
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
      g_assert_null (preview (split, fixture->score));
      ct_track_split_free (split);
    }
  split = new_split (fixture, NULL, 0);
  g_assert_cmpint (ct_track_split_by_register (split, 0), ==, 0);
  g_assert_null (preview (split, fixture->score));
  ct_track_split_off (split);
  g_assert_null (preview (split, fixture->score));
  ct_track_split_free (split);

  /* those of a locked track stay */
  fixture->score->tracks[0].locked = true;
  split = split_track (fixture, fixture->score->tracks[0].id);
  g_assert_cmpuint (ct_track_split_n_notes (split), ==, 0);
  ct_track_split_free (split);
  ct_track_split_free (NULL);
}

static void
test_register (void)
{
  FakeTimbres *timbres = fake_timbres_new (200, 2, 0.3, 24, 2);
  Fixture fixture;
  CtTrackSplit *split;
  CtEditScore *made;
  int boundary, low = 127, high = 0;

  fill (&fixture, timbres);
  split = split_track (&fixture, fixture.score->tracks[0].id);
  boundary = ct_track_split_by_register (split, 0);
  /* the timbres' pitches are [32, 40] and [56, 64] */
  for (size_t i = 0; i < timbres->n; i++)
    if (timbres->timbres[i] == 0)
      high = MAX (high, timbres->notes[i].midi);
    else
      low = MIN (low, timbres->notes[i].midi);
  g_assert_cmpint (boundary, ==, (high + 1 + low + 1) / 2);
  made = apply (split, &fixture, 1);
  assert_parted (made, timbres);
  ct_edit_score_free (made);

  split = split_track (&fixture, fixture.score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_register (split, 36), ==, 36);
  made = apply (split, &fixture, 1);
  for (size_t i = 0; i < timbres->n; i++)
    g_assert_cmpint (made->notes[i].track == made->tracks[0].id, ==, timbres->notes[i].midi >= 36);
  ct_edit_score_free (made);

  /* a boundary below all */
  split = split_track (&fixture, fixture.score->tracks[0].id);
  g_assert_cmpint (ct_track_split_by_register (split, 5), ==, 5);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 1);
  g_assert_null (preview (split, fixture.score));
  ct_track_split_free (split);
  tear_down (&fixture, NULL);
}

static void
test_off (Fixture *fixture, gconstpointer data)
{
  const uint64_t ids[] = { fixture->score->notes[5].id, fixture->score->notes[3].id };
  CtTrackSplit *split = new_split (fixture, ids, G_N_ELEMENTS (ids));
  CtEditScore *made;

  g_assert_false (ct_track_split_is_off (split));
  ct_track_split_off (split);
  g_assert_true (ct_track_split_is_off (split));
  made = apply (split, fixture, 1);
  for (size_t i = 0; i < made->n_notes; i++)
    g_assert_cmpuint (made->notes[i].track, ==, made->tracks[i == 3 || i == 5].id);
  ct_edit_score_free (made);
  /* a track cannot be split off itself */
  split = split_track (fixture, fixture->score->tracks[0].id);
  ct_track_split_off (split);
  g_assert_null (preview (split, fixture->score));
  ct_track_split_free (split);
}

/* The score may have changed since the split was made: what is gone is left out. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  CtTrackSplit *split = split_track (fixture, fixture->score->tracks[0].id);
  CtEditScore *now, *made;

  g_assert_cmpint (ct_track_split_by_timbre (split, 3), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_edit_score_copy (fixture->score, &now), ==, CT_STATUS_OK);
  memmove (now->notes, now->notes + 30, (now->n_notes - 30) * sizeof *now->notes);
  now->n_notes -= 30;
  now->tracks[0].id = now->next_track_id++;
  for (size_t i = 0; i < now->n_notes; i++)
    now->notes[i].track = now->tracks[0].id;
  made = preview (split, now);
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
  const Fixture *fixture = data;
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
    status = ct_track_split_preview (split, fixture->score, &colours, &made);
  g_assert_true (status == CT_STATUS_OK || !made);
  ct_edit_score_free (made);
  ct_track_split_free (split);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  failing_allocator_try_all (run_all, fixture);
  same_score_assert (before, fixture->score);
  ct_edit_score_free (before);
}

static void
test_bad_number (Fixture *fixture, gconstpointer data)
{
  CtTrackSplit *split = split_track (fixture, fixture->score->tracks[0].id);

  g_assert_cmpint (ct_track_split_by_timbre (split, -1), ==, CT_STATUS_BAD_ARGUMENT);
  g_assert_cmpint (ct_track_split_by_timbre (split, CT_MAX_TRACKS + 1), ==, CT_STATUS_BAD_ARGUMENT);
  ct_track_split_free (split);
}

/* ---- the demo ---- */

/* The two tracks with the most notes, and how many these are. */
static size_t
largest_pair (const CtScore *score, int pair[2])
{
  size_t counts[2] = { 0 };

  g_assert_cmpuint (score->n_tracks, >=, 2);
  for (int i = 0; i < (int) score->n_tracks; i++)
    {
      size_t n = ct_score_count (score, i);
      int place = n > counts[0] ? 0 : n > counts[1] ? 1 : -1;

      if (place == 0)
        {
          counts[1] = counts[0];
          pair[1] = pair[0];
        }
      if (place >= 0)
        {
          counts[place] = n;
          pair[place] = i;
        }
    }
  return counts[0] + counts[1];
}

/* How many notes of the demo's two largest tracks, merged and split by timbre, came back. */
static size_t
merge_and_split (const CtScore *heard, const CtMemoryNetwork *memory, const float *embeddings, const int pair[2])
{
  g_autofree int *tracks = g_new (int, heard->notes.n + 1);
  Fixture fixture = { .evidence = { .candidates = heard->notes.notes,
                                    .embeddings = embeddings,
                                    .n_candidates = heard->notes.n,
                                    .memory = memory } };
  CtTrackSplit *split;
  CtEditScore *made;
  size_t n[2][2] = { 0 };
  gint64 start;

  for (size_t i = 0; i < heard->notes.n; i++)
    {
      tracks[i] = MAX (heard->notes.notes[i].track, 0);
      tracks[i] = tracks[i] == pair[1] ? pair[0] : tracks[i];
    }
  fixture.score = new_score (heard->notes.notes, tracks, heard->notes.n, heard->n_tracks);
  ct_transcriber_options_init (&fixture.score->options);
  start = g_get_monotonic_time ();
  split = split_track (&fixture, fixture.score->tracks[pair[0]].id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
  made = apply (split, &fixture, 1);
  g_test_message ("splitting took %.2f ms", 1e-3 * (double) (g_get_monotonic_time () - start));
  for (size_t i = 0; i < heard->notes.n; i++)
    if (!heard->notes.notes[i].uncertain && tracks[i] == pair[0])
      n[heard->notes.notes[i].track == pair[1]][made->notes[i].track != fixture.score->tracks[pair[0]].id]++;
  ct_edit_score_free (made);
  ct_edit_score_free (fixture.score);
  return MAX (n[0][0] + n[1][1], n[0][1] + n[1][0]);
}

/* Two tracks of a real recording merged and split by timbre: nearly all notes come back. */
static void
test_demo (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autofree float *embeddings = NULL;
  CtTranscriberOptions options;
  CtTranscriber *transcriber;
  CtAnalysis *analysis;
  CtScore *score;
  CtWeights *weights;
  CtMemoryNetwork *memory;
  size_t n, back;
  int pair[2];

  ct_transcriber_options_init (&options);
  g_assert_cmpint (ct_transcriber_new (1, NULL, ct_simd_best_level (), &transcriber), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_transcriber_analyse (transcriber, path, &(CtTimeSpan){ 0, INFINITY }, &analysis), ==,
                   CT_STATUS_OK);
  g_assert_cmpint (ct_transcriber_score (transcriber, analysis, &options, &score), ==, CT_STATUS_OK);
  embeddings = g_new (float, (score->notes.n + 1) * CT_EMBEDDING_SIZE);
  g_assert_cmpint (ct_transcriber_encode (transcriber, analysis, score->notes.notes, score->notes.n, embeddings), ==,
                   CT_STATUS_OK);
  n = largest_pair (score, pair);
  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_memory_network_new (weights, ct_simd_best_level (), &memory), ==, CT_STATUS_OK);
  back = merge_and_split (score, memory, embeddings, pair);
  g_test_message ("%zu of %zu notes of the demo's two largest tracks came back", back, n);
  g_assert_cmpfloat ((double) back / (double) n, >=, 0.95);
  ct_memory_network_free (memory);
  ct_weights_free (weights);
  ct_score_free (score);
  ct_analysis_free (analysis);
  ct_transcriber_free (transcriber);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/track-split/" path, Fixture, NULL, set_up, func, tear_down)
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
  g_test_add_func ("/track-split/demo", test_demo);
  return g_test_run ();
}
