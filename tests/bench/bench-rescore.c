/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to find the notes and tracks of a five-minute song again, which is what a slider waits
 * for: median of several runs, in ms. */
#include "tests/support/heard-song.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/processor-time.h"

#define N_NOTES 3000
#define RUNS 15

static void
bench (const HeardSong *song, const CtEditScore *score, const char *name, int n_tracks, const CtRescoreScope *scope)
{
  double ms[RUNS], median;
  size_t n_notes = 0, n_tracks_found = 0;

  for (int run = 0; run < RUNS; run++)
    {
      CtTranscriberOptions options;
      CtEditScore *after;
      double start = processor_time_ms ();

      ct_transcriber_options_init (&options);
      options.notes.onset_threshold -= 0.01f * (float) run;
      options.tracks.n_tracks = n_tracks;
      after = heard_song_rescore (song, score, &options, scope);
      ms[run] = processor_time_ms () - start;
      n_notes = after->n_notes;
      n_tracks_found = after->n_tracks;
      ct_edit_score_free (after);
    }
  median = processor_time_median (ms, RUNS);
  printf ("%s: %.1f ms (median of %d, longest %.1f; %zu notes, %zu tracks; to reach: 100)\n", name, median, RUNS,
          ms[RUNS - 1], n_notes, n_tracks_found);
}

int
main (void)
{
  HeardSong *song = heard_song_new (N_NOTES, 4, 0.5, 1);
  CtTranscriberOptions options;
  CtEditScore *empty, *score;
  CtRescoreScope scope = { .kind = CT_RESCORE_ALL };

  CtMemoryNetwork *memory;

  ct_transcriber_options_init (&options);
  if (ct_edit_score_new (&empty) || ct_memory_network_new (song->weights, ct_simd_best_level (), &memory))
    abort ();
  song->evidence.memory = memory;
  score = heard_song_rescore (song, empty, &options, &scope);
  printf ("%.0f s, %zu notes, certain or not, %zu candidates\n",
          (double) song->posteriors->n_frames / CT_CQT_FRAME_RATE_HZ, score->n_notes, song->candidates.n);
  bench (song, score, "whole song", 0, &scope);
  scope.kind = CT_RESCORE_FIND_TRACKS;
  bench (song, score, "tracks found again", 0, &scope);
  bench (song, score, "4 tracks found again", 4, &scope);
  scope = (CtRescoreScope){ .kind = CT_RESCORE_SPAN, .span = { 100, 130 } };
  bench (song, score, "30 s of it", 0, &scope);
  scope = (CtRescoreScope){ .kind = CT_RESCORE_TRACK, .track = score->tracks[0].id };
  bench (song, score, "one track", 0, &scope);
  ct_edit_score_free (score);
  ct_edit_score_free (empty);
  heard_song_free (song);
  return 0;
}
