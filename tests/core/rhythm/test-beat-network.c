/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-network.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/rhythm/ct-onset-strength.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-data.h"

#define CURVES 8
#define GOLDEN_FRAMES 800
#define OUTPUTS 2

typedef struct
{
  CtWeights *weights;
  float *curves; /* [CURVES][GOLDEN_FRAMES] */
  CtOnsetStrength strength;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree float *frames = test_data_floats ("golden-beats-input.f32", GOLDEN_FRAMES * CURVES);
  float *curves = g_new (float, GOLDEN_FRAMES *CURVES);

  for (size_t t = 0; t < GOLDEN_FRAMES; t++)
    for (size_t k = 0; k < CURVES; k++)
      curves[k * GOLDEN_FRAMES + t] = frames[t * CURVES + k];
  fixture->curves = curves;
  fixture->strength = (CtOnsetStrength){ .n_frames = GOLDEN_FRAMES,
                                         .onset = curves,
                                         .accent = curves + GOLDEN_FRAMES,
                                         .bass = curves + 2 * GOLDEN_FRAMES,
                                         .chord = curves + 3 * GOLDEN_FRAMES,
                                         .treble = curves + 4 * GOLDEN_FRAMES,
                                         .kick = curves + 5 * GOLDEN_FRAMES,
                                         .snare = curves + 6 * GOLDEN_FRAMES,
                                         .metal = curves + 7 * GOLDEN_FRAMES };
  g_assert_cmpint (ct_weights_new_builtin (&fixture->weights), ==, CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_weights_free (fixture->weights);
  g_free (fixture->curves);
}

static CtBeatActivation
run (const Fixture *fixture, CtSimdLevel level)
{
  CtBeatNetwork *network;
  CtBeatActivation activation;

  g_assert_cmpint (ct_beat_network_new (fixture->weights, level, &network), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_beat_network_run (network, &fixture->strength, &activation), ==, CT_STATUS_OK);
  g_assert_cmpuint (activation.n_frames, ==, fixture->strength.n_frames);
  ct_beat_network_free (network);
  return activation;
}

/* The network's own frames are every second one; the last of an odd number has no company. */
static void
test_golden (Fixture *fixture, gconstpointer data)
{
  g_autofree float *golden = test_data_floats ("golden-beats-output.f32", GOLDEN_FRAMES / 2 * OUTPUTS);

  for (int level = 0; level < CT_N_SIMD_LEVELS; level++)
    {
      CtBeatActivation activation;

      if (!ct_simd_level_supported (level))
        continue;
      activation = run (fixture, level);
      for (size_t k = 0; k < GOLDEN_FRAMES / 2; k++)
        {
          g_assert_cmpfloat_with_epsilon (activation.beats[2 * k], golden[k * OUTPUTS], 1e-3f);
          g_assert_cmpfloat_with_epsilon (activation.downbeats[2 * k], golden[k * OUTPUTS + 1], 1e-3f);
        }
      for (size_t k = 0; k + 1 < GOLDEN_FRAMES / 2; k++)
        g_assert_cmpfloat_with_epsilon (activation.beats[2 * k + 1],
                                        0.5f * (golden[k * OUTPUTS] + golden[(k + 1) * OUTPUTS]), 1e-3f);
      ct_beat_activation_clear (&activation);
    }
}

/* Recordings of any length, also of none. */
static void
test_lengths (Fixture *fixture, gconstpointer data)
{
  static const size_t lengths[] = { 0, 1, 2, 3, 7, 601 };

  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      CtBeatActivation activation;

      fixture->strength.n_frames = lengths[i];
      activation = run (fixture, ct_simd_best_level ());
      for (size_t t = 0; t < lengths[i]; t++)
        {
          g_assert_cmpfloat (activation.beats[t], >=, 0);
          g_assert_cmpfloat (activation.beats[t], <=, 1);
          g_assert_cmpfloat (activation.downbeats[t], >=, 0);
          g_assert_cmpfloat (activation.downbeats[t], <=, 1);
        }
      ct_beat_activation_clear (&activation);
    }
}

static CtStatus
run_once (void *data)
{
  const Fixture *fixture = data;
  CtBeatNetwork *network;
  CtBeatActivation activation;
  CtStatus status = ct_beat_network_new (fixture->weights, CT_SIMD_SCALAR, &network);

  if (status != CT_STATUS_OK)
    return status;
  status = ct_beat_network_run (network, &fixture->strength, &activation);
  ct_beat_activation_clear (&activation);
  ct_beat_network_free (network);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (run_once, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/beat-network/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("golden", test_golden);
  ADD ("lengths", test_lengths);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
