/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to decode the posteriors of 300 s again, and to put notes into tracks again: median of several
 * runs, in ms. */
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/fake-timbres.h"
#include "tests/support/noise-spectrogram.h"
#include "tests/support/processor-time.h"

#define SECONDS 300
#define N_NOTES 3000
#define RUNS 11

static void
raise_to (uint8_t *value, double posterior)
{
  *value = (uint8_t) MAX (*value, 255 * CLAMP (posterior, 0, 1));
}

/* A note with what a network makes of it: an onset over three frames, frames that fade, shadows a semitone beside it
 * and at its octave, and now and then an onset too many. */
static void
put_note (CtPosteriorgram *posteriors, GRand *rand)
{
  size_t first = (size_t) g_rand_int_range (rand, 1, (gint32) posteriors->n_frames - 200);
  size_t length = (size_t) g_rand_int_range (rand, 8, 120);
  size_t pitch = (size_t) g_rand_int_range (rand, 12, CT_N_PITCHES - 14);
  double strength = g_rand_double_range (rand, 0.3, 1);
  uint8_t *onset = posteriors->onset + first * CT_N_PITCHES + pitch;

  raise_to (onset - CT_N_PITCHES, 0.5 * strength);
  raise_to (onset, strength);
  raise_to (onset + CT_N_PITCHES, 0.6 * strength);
  raise_to (onset + 1, 0.3 * strength);
  if (g_rand_double (rand) < 0.3)
    raise_to (onset + length / 2 * CT_N_PITCHES, 0.3);
  for (size_t i = 0; i < length + 20; i++)
    {
      double posterior = g_rand_double_range (rand, 0.8, 1)
                         * (i < length ? 0.95 : 0.95 * exp (-0.2 * (double) (i - length)));
      uint8_t *frame = posteriors->frame + (first + i) * CT_N_PITCHES + pitch;

      raise_to (frame, posterior);
      raise_to (frame + 1, 0.3 * posterior);
      raise_to (frame - 1, 0.3 * posterior);
      raise_to (frame + 12, 0.45 * posterior);
    }
}

static CtPosteriorgram *
make_posteriors (GRand *rand)
{
  CtPosteriorgram *posteriors;

  if (ct_posteriorgram_new ((size_t) (SECONDS * CT_CQT_FRAME_RATE_HZ), &posteriors))
    abort ();
  for (size_t i = 0; i < posteriors->n_frames * CT_N_PITCHES; i++)
    {
      posteriors->onset[i] = (uint8_t) (25 * pow (g_rand_double (rand), 8));
      posteriors->frame[i] = (uint8_t) (80 * pow (g_rand_double (rand), 8));
    }
  for (int i = 0; i < N_NOTES; i++)
    put_note (posteriors, rand);
  return posteriors;
}

static void
bench_decode (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtPosteriorgram *posteriors = make_posteriors (rand);
  CtSpectrogram *spectrogram = noise_spectrogram_new (rand, posteriors->n_frames);
  double ms[RUNS];
  size_t n_notes = 0, n_uncertain = 0;

  for (int run = 0; run < RUNS; run++)
    {
      CtNoteDecoderOptions options;
      CtNotes notes = { 0 };
      double start = processor_time_ms ();

      ct_note_decoder_options_init (&options);
      options.onset_threshold += 0.001f * (float) run;
      if (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, &notes))
        abort ();
      ms[run] = processor_time_ms () - start;
      n_notes = n_uncertain = 0;
      for (size_t i = 0; i < notes.n; i++)
        *(notes.notes[i].uncertain ? &n_uncertain : &n_notes) += 1;
      ct_notes_clear (&notes);
    }
  printf ("decode %d s again: %.1f ms (%zu notes, %zu uncertain; to reach: 30)\n", SECONDS,
          processor_time_median (ms, RUNS), n_notes, n_uncertain);
  ct_posteriorgram_free (posteriors);
  ct_spectrogram_free (spectrogram);
}

static double
bench_cluster (const CtMemoryNetwork *memory, size_t n, int n_tracks, double spread)
{
  FakeTimbres *timbres = fake_timbres_new (n, 4, spread, 6, 1);
  double ms[RUNS], result;
  CtTimbreClusterResult found;

  for (int run = 0; run < RUNS; run++)
    {
      CtTimbreClusterOptions options;
      double start = processor_time_ms ();

      ct_timbre_cluster_options_init (&options);
      options.n_tracks = n_tracks;
      if (ct_timbre_cluster (memory, timbres->embeddings, NULL, &options, timbres->notes, n, &found))
        abort ();
      ms[run] = processor_time_ms () - start;
    }
  result = processor_time_median (ms, RUNS);
  printf ("cluster %zu notes, spread %.1f, into %zu tracks %s: %.1f ms\n", n, spread, found.n_tracks,
          n_tracks ? "(given)" : "(found)", result);
  fake_timbres_free (timbres);
  return result;
}

int
main (void)
{
  static const double spreads[] = { 0.6, 1.2 };
  CtWeights *weights;
  CtMemoryNetwork *memory;

  if (ct_weights_new_builtin (&weights) || ct_memory_network_new (weights, ct_simd_best_level (), &memory))
    abort ();
  bench_decode ();
  for (size_t i = 0; i < G_N_ELEMENTS (spreads); i++)
    for (int n_tracks = 0; n_tracks <= 4; n_tracks += 4)
      {
        double few = bench_cluster (memory, 3000, n_tracks, spreads[i]);
        double many = bench_cluster (memory, 30000, n_tracks, spreads[i]);

        printf ("ten times the notes: %.1f times the time (to reach: 100 ms, and 1,000)\n", many / few);
      }
  ct_memory_network_free (memory);
  ct_weights_free (weights);
  return 0;
}
