/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to find the beats of 300 s of dense notes, whose transform and posteriors are known: median of
 * several runs, in ms. */
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/rhythm/ct-beat-network.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/rhythm/ct-beats.h"
#include "core/rhythm/ct-onset-strength.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/noise-spectrogram.h"
#include "tests/support/processor-time.h"

#define SECONDS 300
#define BEAT_S 0.5
#define RUNS 11

/* Four notes on each beat and one between, over noise. */
static void
play (CtPosteriorgram *posteriors, CtNotes *notes, GRand *rand)
{
  for (size_t i = 0; i < posteriors->n_frames * CT_N_PITCHES; i++)
    posteriors->onset[i] = (uint8_t) (25 * pow (g_rand_double (rand), 8));
  for (int i = 1; i < (int) (2 * SECONDS / BEAT_S) - 4; i++)
    for (int k = 0; k < (i % 2 ? 1 : 4); k++)
      {
        double onset_s = 0.5 * BEAT_S * i + g_rand_double_range (rand, -0.02, 0.02);
        size_t frame = (size_t) lround (onset_s * CT_CQT_FRAME_RATE_HZ);
        CtNote note = { .onset_s = onset_s,
                        .offset_s = onset_s + 0.4,
                        .confidence = 0.9f,
                        .midi = (uint8_t) g_rand_int_range (rand, CT_MIDI_LOW, CT_MIDI_HIGH),
                        .velocity = 80 };

        posteriors->onset[frame * CT_N_PITCHES + note.midi - CT_MIDI_LOW] = 220;
        if (ct_notes_append (notes, &note))
          abort ();
      }
  ct_notes_sort (notes);
}

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtWeights *weights;
  CtBeatNetwork *network;
  CtPosteriorgram *posteriors;
  CtSpectrogram *spectrogram;
  CtNotes notes = { 0 };
  double ms[RUNS];
  size_t n_beats = 0;

  if (ct_weights_new_builtin (&weights) || ct_beat_network_new (weights, ct_simd_best_level (), &network))
    abort ();
  if (ct_posteriorgram_new ((size_t) (SECONDS * CT_CQT_FRAME_RATE_HZ), &posteriors))
    abort ();
  spectrogram = noise_spectrogram_new (rand, posteriors->n_frames);
  play (posteriors, &notes, rand);
  for (int run = 0; run < RUNS; run++)
    {
      CtRhythmEvidence evidence = { .posteriors = posteriors,
                                    .spectrogram = spectrogram,
                                    .notes = notes.notes,
                                    .n_notes = notes.n };
      CtBeats beats;
      double start = processor_time_ms ();

      if (ct_beat_tracker_find (network, &evidence, NULL, &beats))
        abort ();
      ms[run] = processor_time_ms () - start;
      n_beats = beats.n;
      ct_beats_clear (&beats);
    }
  printf ("beats of %d s: %.1f ms (%zu beats; to reach: 50)\n", SECONDS, processor_time_median (ms, RUNS), n_beats);
  ct_notes_clear (&notes);
  ct_spectrogram_free (spectrogram);
  ct_posteriorgram_free (posteriors);
  ct_beat_network_free (network);
  ct_weights_free (weights);
  return 0;
}
