/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-finder.h"

#include <glib.h>
#include <math.h>

#include "core/transform/ct-cqt.h"
#include "tests/support/drum-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/tone-spectrogram.h"

#define FRAMES 1400
#define START_S 10.0

typedef struct
{
  CtWeights *weights;
  CtHitFinder *finder;
  CtSpectrogram *spectrogram;
  CtPosteriorgram *posteriors;
  CtPercussion percussion;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (ct_weights_new_builtin (&fixture->weights), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_hit_finder_new (fixture->weights, CT_SIMD_SCALAR, &fixture->finder), ==, CT_STATUS_OK);
  fixture->spectrogram = drum_spectrogram_new (FRAMES);
  fixture->posteriors = drum_spectrogram_posteriors_new (FRAMES);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_percussion_clear (&fixture->percussion);
  ct_posteriorgram_free (fixture->posteriors);
  ct_spectrogram_free (fixture->spectrogram);
  ct_hit_finder_free (fixture->finder);
  ct_weights_free (fixture->weights);
}

static CtStatus
find (void *data)
{
  Fixture *fixture = data;

  ct_percussion_clear (&fixture->percussion);
  return ct_hit_finder_find (fixture->finder, fixture->spectrogram, fixture->posteriors, START_S, &fixture->percussion);
}

/* Nearly all that is struck is found within a few frames, high and low in groups of their own. */
static void
test_struck (Fixture *fixture, gconstpointer data)
{
  const CtPercussion *percussion = &fixture->percussion;
  size_t n = (FRAMES - DRUM_SPECTROGRAM_FIRST) / DRUM_SPECTROGRAM_STEP, found = 0;
  int votes[CT_MAX_HIT_GROUPS][2] = { 0 };

  g_assert_cmpint (find (fixture), ==, CT_STATUS_OK);
  g_assert_true (ct_percussion_is_valid (percussion));
  for (size_t i = 0; i < percussion->n_hits; i++)
    {
      double frame = (percussion->hits[i].time_s - START_S) * CT_CQT_FRAME_RATE_HZ - DRUM_SPECTROGRAM_FIRST;
      double number = round (frame / DRUM_SPECTROGRAM_STEP);

      found += fabs (frame - number * DRUM_SPECTROGRAM_STEP) < 3;
      votes[percussion->hits[i].group][(int) number % 2]++;
    }
  g_assert_cmpuint (found, >=, n * 9 / 10);
  g_assert_cmpuint (percussion->n_hits, <=, n * 3 / 2);
  for (size_t group = 0; group < percussion->n_groups; group++)
    g_assert_cmpint (MIN (votes[group][0], votes[group][1]), <=, 2);
  for (size_t group = 1; group < percussion->n_groups; group++)
    g_assert_cmpint (percussion->groups[group].drum, >=, percussion->groups[group - 1].drum);
}

/* Tones are no drums, and silence is none. */
static void
test_none (Fixture *fixture, gconstpointer data)
{
  ct_spectrogram_free (fixture->spectrogram);
  fixture->spectrogram = tone_spectrogram_new (FRAMES);
  g_assert_cmpint (find (fixture), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->percussion.n_groups, ==, 0);
  ct_spectrogram_free (fixture->spectrogram);
  g_assert_cmpint (ct_spectrogram_new (&fixture->spectrogram), ==, CT_STATUS_OK);
  ct_spectrogram_finish (fixture->spectrogram, 0);
  g_assert_cmpint (find (fixture), ==, CT_STATUS_OK);
  g_assert_cmpuint (fixture->percussion.n_hits, ==, 0);
}

static CtStatus
make_and_find (void *data)
{
  Fixture *fixture = data;
  CtStatus status;

  ct_hit_finder_free (fixture->finder);
  fixture->finder = NULL;
  status = ct_hit_finder_new (fixture->weights, CT_SIMD_SCALAR, &fixture->finder);
  return status == CT_STATUS_OK ? find (fixture) : status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (make_and_find, fixture);
  g_assert_cmpuint (fixture->percussion.n_hits, >, 0);
}

#define ADD(name, function) g_test_add ("/hit-finder/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("struck", test_struck);
  ADD ("none", test_none);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
