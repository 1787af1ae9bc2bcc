/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/split-fixture.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

static const uint32_t palette[] = { 0x100000, 0x200000, 0x300000, 0x400000 };
const CtTrackColours split_fixture_colours = { palette, G_N_ELEMENTS (palette) };

CtEditScore *
split_fixture_new_score (const CtNote *notes, const int *tracks, size_t n, size_t n_tracks)
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

void
split_fixture_fill (SplitFixture *fixture, FakeTimbres *timbres)
{
  fixture->timbres = timbres;
  fixture->evidence = (CtRescoreEvidence){ .candidates = timbres->notes,
                                           .embeddings = timbres->embeddings,
                                           .n_candidates = timbres->n };
  fixture->score = split_fixture_new_score (timbres->notes, NULL, timbres->n, 1);
}

void
split_fixture_set_up (SplitFixture *fixture, gconstpointer data)
{
  split_fixture_fill (fixture, fake_timbres_new (300, 3, 0.3, 0, 5));
}

void
split_fixture_tear_down (SplitFixture *fixture, gconstpointer data)
{
  ct_edit_score_free (fixture->score);
  fake_timbres_free (fixture->timbres);
}

CtTrackSplit *
split_fixture_split (const SplitFixture *fixture, const uint64_t *ids, size_t n)
{
  CtTrackSplit *split;

  g_assert_cmpint (ct_track_split_new (fixture->score, &fixture->evidence, ids, n, &split), ==, CT_STATUS_OK);
  return split;
}

CtTrackSplit *
split_fixture_split_track (const SplitFixture *fixture, uint32_t track)
{
  const CtEditScore *score = fixture->score;
  g_autofree uint64_t *ids = g_new (uint64_t, score->n_notes + 1);
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == track)
      ids[n++] = score->notes[i].id;
  return split_fixture_split (fixture, ids, n);
}

CtEditScore *
split_fixture_preview (const CtTrackSplit *split, const CtEditScore *score)
{
  CtEditScore *made;

  g_assert_cmpint (ct_track_split_preview (split, score, &split_fixture_colours, &made), ==, CT_STATUS_OK);
  return made;
}

CtEditScore *
split_fixture_apply (CtTrackSplit *split, const SplitFixture *fixture, size_t n_new)
{
  CtEditScore *made = split_fixture_preview (split, fixture->score);

  g_assert_nonnull (made);
  g_assert_true (ct_edit_score_is_valid (made));
  g_assert_cmpuint (made->n_notes, ==, fixture->score->n_notes);
  g_assert_cmpuint (made->n_tracks, ==, fixture->score->n_tracks + n_new);
  ct_track_split_free (split);
  return made;
}
