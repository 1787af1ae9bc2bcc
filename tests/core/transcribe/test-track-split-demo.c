/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks of a real recording that are split. */
#include <glib.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-memory-network.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-demo.h"
#include "tests/support/split-fixture.h"

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
  SplitFixture fixture = { .evidence = { .candidates = heard->notes.notes,
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
  fixture.score = split_fixture_new_score (heard->notes.notes, tracks, heard->notes.n, heard->n_tracks);
  ct_transcriber_options_init (&fixture.score->options);
  start = g_get_monotonic_time ();
  split = split_fixture_split_track (&fixture, fixture.score->tracks[pair[0]].id);
  g_assert_cmpint (ct_track_split_by_timbre (split, 0), ==, CT_STATUS_OK);
  g_assert_cmpuint (ct_track_split_n_groups (split), ==, 2);
  made = split_fixture_apply (split, &fixture, 1);
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
  HeardDemo heard;
  CtWeights *weights;
  CtMemoryNetwork *memory;
  size_t n, back;
  int pair[2];

  heard_demo_init (&heard);
  n = largest_pair (heard.score, pair);
  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_memory_network_new (weights, ct_simd_best_level (), &memory), ==, CT_STATUS_OK);
  back = merge_and_split (heard.score, memory, heard.embeddings, pair);
  g_test_message ("%zu of %zu notes of the demo's two largest tracks came back", back, n);
  g_assert_cmpfloat ((double) back / (double) n, >=, 0.95);
  ct_memory_network_free (memory);
  ct_weights_free (weights);
  heard_demo_clear (&heard);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/track-split-demo/merged", test_demo);
  return g_test_run ();
}
