/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to find the beats of 300 s of dense notes, whose transform and posteriors are known: median of
 * several runs, in ms. */
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/rhythm/ct-beat-tracker.h"
#include "core/rhythm/ct-beats.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

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

static CtSpectrogram *
make_spectrogram (GRand *rand, size_t n_frames)
{
  g_autofree float *transform = g_new (float, 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES);
  size_t n_blocks = (n_frames + CT_SPECTROGRAM_BLOCK_FRAMES - 1) / CT_SPECTROGRAM_BLOCK_FRAMES;
  CtSpectrogram *spectrogram;

  for (size_t i = 0; i < 2 * CT_CQT_BINS * CT_SPECTROGRAM_BLOCK_FRAMES; i++)
    transform[i] = (float) g_rand_double_range (rand, -0.1, 0.1);
  if (ct_spectrogram_new (&spectrogram) || ct_spectrogram_reserve (spectrogram, n_blocks - 1))
    abort ();
  for (size_t block = 0; block < n_blocks; block++)
    ct_spectrogram_store (spectrogram, block, transform, CT_SPECTROGRAM_BLOCK_FRAMES);
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}

/* Of this process, which has one thread: what else runs does not count. */
static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * (double) now.tv_sec + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtPosteriorgram *posteriors;
  CtSpectrogram *spectrogram;
  CtNotes notes = { 0 };
  double ms[RUNS];
  size_t n_beats = 0;

  if (ct_posteriorgram_new ((size_t) (SECONDS * CT_CQT_FRAME_RATE_HZ), &posteriors))
    abort ();
  spectrogram = make_spectrogram (rand, posteriors->n_frames);
  play (posteriors, &notes, rand);
  for (int run = 0; run < RUNS; run++)
    {
      CtBeats beats;
      double start = cpu_ms ();

      if (ct_beat_tracker_find (posteriors, spectrogram, notes.notes, notes.n, 0, NULL, &beats))
        abort ();
      ms[run] = cpu_ms () - start;
      n_beats = beats.n;
      ct_beats_clear (&beats);
    }
  qsort (ms, RUNS, sizeof *ms, compare_doubles);
  printf ("beats of %d s: %.1f ms (%zu beats; to reach: 50)\n", SECONDS, ms[RUNS / 2], n_beats);
  ct_notes_clear (&notes);
  ct_spectrogram_free (spectrogram);
  ct_posteriorgram_free (posteriors);
  return 0;
}
