/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-timbre-encoder.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-data.h"

#define GOLDEN_NOTES 4

static CtWeights *
builtin (void)
{
  CtWeights *weights;

  g_assert_cmpint (ct_weights_new_builtin (&weights), ==, CT_STATUS_OK);
  return weights;
}

static void
test_golden (void)
{
  g_autofree float *input = test_data_floats ("golden-timbre-input.f32", GOLDEN_NOTES * CT_TIMBRE_INPUT_SIZE);
  g_autofree float *output = test_data_floats ("golden-timbre-output.f32", GOLDEN_NOTES * CT_EMBEDDING_SIZE);
  CtWeights *weights = builtin ();

  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtTimbreEncoder *encoder;
      CtTimbreWork *work;

      if (!ct_simd_level_supported (level))
        {
          g_test_message ("skipped: no %s here", ct_simd_level_name (level));
          continue;
        }
      g_assert_cmpint (ct_timbre_encoder_new (weights, level, &encoder), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_timbre_work_new (encoder, &work), ==, CT_STATUS_OK);
      for (int note = 0; note < GOLDEN_NOTES; note++)
        {
          float embedding[CT_EMBEDDING_SIZE];

          ct_timbre_encoder_execute (work, input + note * CT_TIMBRE_INPUT_SIZE, embedding);
          for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
            g_assert_cmpfloat_with_epsilon (embedding[i], output[note * CT_EMBEDDING_SIZE + i], 1e-4);
        }
      ct_timbre_work_free (work);
      ct_timbre_encoder_free (encoder);
    }
  ct_weights_free (weights);
}

#define N_FRAMES 100
#define ONSET 20
#define MIDI 60
#define BIN (3 * (MIDI - CT_MIDI_LOW) + 1)

#define HIGH_BIN (BIN + 132 + 6 + 3) /* in the second band above the harmonics */

/* A note of one partial at 0.1, 20 dB weaker on the bin above, from ONSET on, and something as weak high above. */
static CtSpectrogram *
make_spectrogram (void)
{
  g_autofree float *cells = g_new0 (float, N_FRAMES *CT_CQT_BINS * 2);
  CtSpectrogram *spectrogram;

  for (int frame = ONSET; frame < N_FRAMES; frame++)
    {
      cells[(frame * CT_CQT_BINS + BIN) * 2] = 0.1f;
      cells[(frame * CT_CQT_BINS + BIN + 1) * 2 + 1] = 0.01f;
      cells[(frame * CT_CQT_BINS + HIGH_BIN) * 2] = 0.01f;
    }
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, cells, N_FRAMES);
  ct_spectrogram_finish (spectrogram, N_FRAMES);
  return spectrogram;
}

static const float *
cell (const float *input, int row, int slot)
{
  return input + (row * CT_TIMBRE_SLOTS + slot) * CT_TIMBRE_CHANNELS;
}

static void
test_input (void)
{
  CtWeights *weights = builtin ();
  CtSpectrogram *spectrogram = make_spectrogram ();
  CtPosteriorgram *posteriors;
  CtTimbreEncoder *encoder;
  float input[CT_TIMBRE_INPUT_SIZE];

  g_assert_cmpint (ct_timbre_encoder_new (weights, CT_SIMD_SCALAR, &encoder), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_posteriorgram_new (N_FRAMES, &posteriors), ==, CT_STATUS_OK);
  for (int frame = ONSET; frame < N_FRAMES; frame++)
    {
      posteriors->frame[frame * CT_N_PITCHES + MIDI - CT_MIDI_LOW] = 255;
      posteriors->frame[frame * CT_N_PITCHES + MIDI + 12 - CT_MIDI_LOW] = 51;
    }
  ct_timbre_encoder_input (encoder, spectrogram, posteriors, ONSET, MIDI, input);
  /* before the onset there is nothing, at it the fundamental stands at the peak: 60 dB over the floor */
  g_assert_cmpfloat (cell (input, 0, 1)[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (cell (input, 0, 2)[1], 1.5, 1e-4);
  g_assert_cmpfloat_with_epsilon (cell (input, 0, 2)[2], 1.0, 1e-3);
  g_assert_cmpfloat (cell (input, 0, 2)[0], ==, 0);
  g_assert_cmpfloat (cell (input, 1, 2)[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (cell (input, 0, 30)[1], 1.5, 1e-4);
  /* a band has its highest level */
  g_assert_cmpfloat (cell (input, CT_TIMBRE_HARMONICS, 2)[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (cell (input, CT_TIMBRE_HARMONICS, 2)[1], 1.0, 1e-3);
  g_assert_cmpfloat (cell (input, CT_TIMBRE_HARMONICS, 2)[2], ==, 0);
  g_assert_cmpfloat (cell (input, CT_TIMBRE_HARMONICS + 1, 2)[1], ==, 0);
  /* the octave above shares the even harmonics, not the odd ones */
  g_assert_cmpfloat (cell (input, 0, 5)[3], ==, 0);
  g_assert_cmpfloat_with_epsilon (cell (input, 1, 5)[3], 0.2, 1e-5);
  g_assert_cmpfloat (cell (input, 2, 5)[3], ==, 0);
  /* of the bands it shares the first two: its harmonics end there */
  g_assert_cmpfloat_with_epsilon (cell (input, CT_TIMBRE_HARMONICS + 1, 5)[3], 0.2, 1e-5);
  g_assert_cmpfloat (cell (input, CT_TIMBRE_HARMONICS + 2, 5)[3], ==, 0);
  g_assert_cmpfloat (cell (input, 0, 5)[4], ==, 1);
  g_assert_cmpfloat_with_epsilon (cell (input, 7, 5)[5], 36.0 / 84, 1e-6);
  /* the last slot would reach frames 94 to 97, all inside; one later onset is not */
  ct_timbre_encoder_input (encoder, spectrogram, posteriors, ONSET + 10, MIDI, input);
  g_assert_cmpfloat (cell (input, 0, 31)[5], ==, 0);
  g_assert_cmpfloat (cell (input, 0, 29)[5], >, 0);

  ct_posteriorgram_free (posteriors);
  ct_timbre_encoder_free (encoder);
  ct_spectrogram_free (spectrogram);
  ct_weights_free (weights);
}

static CtStatus
make_encoder (void *data)
{
  CtTimbreEncoder *encoder;
  CtTimbreWork *work;
  CtStatus status = ct_timbre_encoder_new (data, CT_SIMD_SCALAR, &encoder);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_timbre_work_new (encoder, &work);
  if (status == CT_STATUS_OK)
    ct_timbre_work_free (work);
  ct_timbre_encoder_free (encoder);
  return status;
}

static void
test_no_memory (void)
{
  CtWeights *weights = builtin ();

  failing_allocator_try_all (make_encoder, weights);
  ct_weights_free (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timbre-encoder/golden", test_golden);
  g_test_add_func ("/timbre-encoder/input", test_input);
  g_test_add_func ("/timbre-encoder/no-memory", test_no_memory);
  return g_test_run ();
}
