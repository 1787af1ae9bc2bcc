/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-stream.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/acoustic-run.h"
#include "tests/support/acoustic-weights.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/tone-spectrogram.h"

#define N_FRAMES 3500 /* some blocks, the last of them not full */

typedef struct
{
  CtWeights *weights;
  CtAcousticModel *model;
  CtSpectrogram *spectrogram;
  CtWorkers *workers;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->weights = acoustic_weights_new ((AcousticShape){ 2, FALSE, 6 }, 1);
  self->spectrogram = tone_spectrogram_new (N_FRAMES);
  self->workers = NULL;
  g_assert_cmpint (ct_acoustic_model_new (self->weights, ct_simd_best_level (), &self->model), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ct_workers_free (self->workers);
  ct_acoustic_model_free (self->model);
  ct_spectrogram_free (self->spectrogram);
  ct_weights_free (self->weights);
}

static void
set_threads (Fixture *self, size_t n_threads)
{
  ct_workers_free (self->workers);
  g_assert_cmpint (ct_workers_new (n_threads, &self->workers), ==, CT_STATUS_OK);
}

static void
assert_runs_like (const Fixture *self, const CtPosteriorgram *wanted)
{
  size_t n = wanted->n_frames * CT_N_PITCHES;
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_acoustic_stream_run (self->model, self->workers, self->spectrogram, &(CtAcousticHooks){ 0 },
                                           &posteriors),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (posteriors->n_frames, ==, wanted->n_frames);
  g_assert_cmpmem (posteriors->onset, n, wanted->onset, n);
  g_assert_cmpmem (posteriors->frame, n, wanted->frame, n);
  ct_posteriorgram_free (posteriors);
}

static void
test_threads (Fixture *self, gconstpointer data)
{
  CtPosteriorgram *wanted = acoustic_run (self->model, self->spectrogram, N_FRAMES);

  for (size_t n_threads = 1; n_threads <= 9; n_threads += 1 + n_threads / 3)
    {
      set_threads (self, n_threads);
      assert_runs_like (self, wanted);
    }
  ct_posteriorgram_free (wanted);
}

/* Whatever is left in the last block. */
static void
test_lengths (Fixture *self, gconstpointer data)
{
  static const size_t lengths[] = { 1, 2, 4, 5, 511, 512, 513, 516, 1023, 1024, 1025 };

  set_threads (self, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      CtPosteriorgram *wanted;

      ct_spectrogram_free (self->spectrogram);
      self->spectrogram = tone_spectrogram_new (lengths[i]);
      wanted = acoustic_run (self->model, self->spectrogram, lengths[i]);
      assert_runs_like (self, wanted);
      ct_posteriorgram_free (wanted);
    }
}

typedef struct
{
  double last;
  guint n, cancel_after;
  atomic_bool cancelled;
} Watch;

static void
note_progress (double fraction, void *data)
{
  Watch *watch = data;

  g_assert_cmpfloat (fraction, >, watch->last);
  g_assert_cmpfloat (fraction, <=, 1);
  watch->last = fraction;
  if (++watch->n == watch->cancel_after)
    atomic_store (&watch->cancelled, true);
}

static CtStatus
run_watched (const Fixture *self, Watch *watch, CtPosteriorgram **out)
{
  return ct_acoustic_stream_run (self->model, self->workers, self->spectrogram,
                                 &(CtAcousticHooks){ &watch->cancelled, note_progress, watch }, out);
}

static void
test_progress (Fixture *self, gconstpointer data)
{
  CtPosteriorgram *posteriors;
  Watch watch = { 0 };

  set_threads (self, 1);
  g_assert_cmpint (run_watched (self, &watch, &posteriors), ==, CT_STATUS_OK);
  g_assert_cmpuint (watch.n, >, 4);
  g_assert_cmpfloat (watch.last, ==, 1);
  ct_posteriorgram_free (posteriors);
}

/* Nobody waits for the turn of a block that was never begun, wherever the others are when it happens. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  for (size_t n_threads = 1; n_threads <= 4; n_threads++)
    for (guint after = 0; after <= 3; after++)
      {
        CtPosteriorgram *posteriors = NULL;
        Watch watch = { .cancel_after = after };
        CtStatus status;

        set_threads (self, n_threads);
        atomic_store (&watch.cancelled, after == 0);
        status = run_watched (self, &watch, &posteriors);
        if (n_threads == 1 || after == 0)
          g_assert_cmpint (status, ==, CT_STATUS_CANCELLED);
        /* else the others may have begun the last block already, or this one may not have had so many */
        g_assert_true (status == CT_STATUS_CANCELLED ? posteriors == NULL : status == CT_STATUS_OK);
        ct_posteriorgram_free (posteriors);
      }
}

static CtStatus
run (void *data)
{
  const Fixture *self = data;
  CtPosteriorgram *posteriors = NULL;
  CtStatus status = ct_acoustic_stream_run (self->model, self->workers, self->spectrogram, &(CtAcousticHooks){ 0 },
                                            &posteriors);

  ct_posteriorgram_free (posteriors);
  return status;
}

static void
test_no_memory (Fixture *self, gconstpointer data)
{
  set_threads (self, 2);
  failing_allocator_try_all (run, self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/acoustic-stream/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("threads", test_threads);
  ADD ("lengths", test_lengths);
  ADD ("progress", test_progress);
  ADD ("cancel", test_cancel);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
