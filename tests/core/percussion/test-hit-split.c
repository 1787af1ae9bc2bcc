/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-split.h"

#include <glib.h>

#include "core/network/ct-weights.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/drum-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define N_FRAMES 900
#define N_HITS 16
#define START_S 3.5

typedef struct
{
  CtWeights *weights;
  CtSpectrogram *spectrogram;
  CtHit hits[N_HITS + 1];
  CtPercussion percussion;
  bool apart[N_HITS + 1];
  uint8_t drum;
  size_t n;
} Fixture;

/* Low and high hits in turn, all of one group but a last one of another; three low ones are not in it. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (ct_weights_new_builtin (&fixture->weights), ==, CT_STATUS_OK);
  fixture->spectrogram = drum_spectrogram_new (N_FRAMES);
  for (int i = 0; i < N_HITS; i++)
    {
      double frame = DRUM_SPECTROGRAM_FIRST + i * DRUM_SPECTROGRAM_STEP;

      fixture->hits[i] = (CtHit){ START_S + frame / CT_CQT_FRAME_RATE_HZ, 0.5f, i < 6 && i % 2 == 0 ? 1 : 0 };
    }
  fixture->hits[N_HITS] = (CtHit){ 1000, 0.5f, 1 };
  fixture->percussion = (CtPercussion){ fixture->hits, N_HITS + 1, { { .drum = 36 }, { .drum = 56 } }, 2 };
  g_assert_true (ct_percussion_is_valid (&fixture->percussion));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_spectrogram_free (fixture->spectrogram);
  ct_weights_free (fixture->weights);
}

static CtStatus
split (void *data)
{
  Fixture *self = data;

  return ct_hit_split (self->weights, self->spectrogram, START_S, &self->percussion, 0, self->apart, &self->drum,
                       &self->n);
}

/* The rarer sound is told, and other groups are left alone, even where they sound like it. */
static void
test_sounds (Fixture *fixture, gconstpointer data)
{
  /* of a skin and of a metal */
  for (int drum = 36; drum <= 42; drum += 6)
    {
      fixture->percussion.groups[0].drum = (uint8_t) drum;
      g_assert_cmpint (split (fixture), ==, CT_STATUS_OK);
      g_assert_cmpuint (fixture->n, ==, 5);
      for (int i = 0; i <= N_HITS; i++)
        g_assert_true (fixture->apart[i] == (i >= 6 && i < N_HITS && i % 2 == 0));
    }
}

/* One hit is one sound, as are those of one moment; hits outside the recording do no harm. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  fixture->percussion.n_hits = 2;
  fixture->hits[0].group = 1;
  fixture->hits[1].group = 0;
  g_assert_cmpint (split (fixture), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->n, ==, 0);
  fixture->hits[0] = (CtHit){ 0, 1, 0 };
  fixture->hits[1] = (CtHit){ 1, 1, 0 };
  g_assert_cmpint (split (fixture), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->n, ==, 0);
  fixture->hits[1].time_s = 5000;
  g_assert_cmpint (split (fixture), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->n, <=, 1);
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (split, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/hit-split/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("sounds", test_sounds);
  ADD ("same", test_same);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
