/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-beat-network.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"

#define CHANNELS CT_SIMD_CHANNELS
#define CURVES 8
#define FIRST_TAPS 5 /* frames that the first layer sees at once */
#define TAPS 3
#define DILATIONS 9 /* 1, 2, 4, ... */
#define BLOCKS (2 * DILATIONS)
#define REACH (1 << (DILATIONS - 1)) /* frames that a block sees before and after */
#define OUTPUTS 2
#define STEP 2 /* frames of the recording that are one of the network's */

struct _CtBeatNetwork
{
  const CtSimdKernels *kernels;
  CtConvolution first, blocks[BLOCKS];
  CtProjection output;
  ptrdiff_t block_taps[BLOCKS][TAPS];
};

/* The buffers of a run, over @n frames of the network; zeros lie before and behind all that it sees. */
typedef struct
{
  size_t n;
  float *memory;
  float *input;     /* [n][CURVES] */
  float *layers[2]; /* [n][CHANNELS], one goes in and the other comes out */
  float *output;    /* [n][OUTPUTS] */
} Run;

static const ptrdiff_t no_tap = 0;
static const ptrdiff_t first_tap = -(FIRST_TAPS / 2) * CURVES;

static bool
find_layers (CtBeatNetwork *self, const CtWeights *weights)
{
  for (int i = 0; i < BLOCKS; i++)
    {
      char name[32];

      for (int tap = 0; tap < TAPS; tap++)
        self->block_taps[i][tap] = (ptrdiff_t) (tap - TAPS / 2) * (1 << i % DILATIONS) * CHANNELS;
      snprintf (name, sizeof name, "beats.block%d", i + 1);
      if (!ct_network_layer (weights, name, 3, (size_t[]){ TAPS, CHANNELS, CHANNELS }, CHANNELS, self->block_taps[i],
                             TAPS, &self->blocks[i]))
        return false;
    }
  return ct_network_layer (weights, "beats.first", 3, (size_t[]){ FIRST_TAPS, CURVES, CHANNELS }, CHANNELS, &first_tap,
                           1, &self->first)
         && ct_network_layer (weights, "beats.output", 2, (size_t[]){ OUTPUTS, CHANNELS }, OUTPUTS, &no_tap, 1,
                              &self->output);
}

CtStatus
ct_beat_network_new (const CtWeights *weights, CtSimdLevel level, CtBeatNetwork **out)
{
  CtBeatNetwork *self;

  if (!ct_simd_level_supported (level))
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->kernels = ct_simd_kernels (level);
  if (!find_layers (self, weights))
    {
      ct_beat_network_free (self);
      return CT_STATUS_BAD_WEIGHTS;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_beat_network_free (CtBeatNetwork *self)
{
  free (self);
}

static CtStatus
run_init (Run *self, size_t n_frames)
{
  size_t n = (n_frames + STEP - 1) / STEP, layer = (n + 2 * REACH) * CHANNELS, input = (n + FIRST_TAPS) * CURVES;

  self->n = n;
  self->memory = calloc (input + 2 * layer + n * OUTPUTS, sizeof *self->memory);
  if (!self->memory)
    return CT_STATUS_NO_MEMORY;
  self->input = self->memory - first_tap;
  self->layers[0] = self->memory + input + REACH * CHANNELS;
  self->layers[1] = self->layers[0] + layer;
  self->output = self->memory + input + 2 * layer;
  return CT_STATUS_OK;
}

/* The larger of the frames that are one to the network, compressed. */
static void
fill_input (const CtOnsetStrength *strength, Run *run)
{
  const float *curves[CURVES] = { strength->onset,  strength->accent, strength->bass,  strength->chord,
                                  strength->treble, strength->kick,   strength->snare, strength->metal };

  for (size_t k = 0; k < CURVES; k++)
    for (size_t t = 0; t < strength->n_frames; t++)
      {
        float *value = &run->input[t / STEP * CURVES + k];

        *value = fmaxf (*value, curves[k][t]);
      }
  for (size_t i = 0; i < run->n * CURVES; i++)
    run->input[i] = log1pf (run->input[i]);
}

static float
sigmoid (float x)
{
  return 1 / (1 + expf (-x));
}

/* Output @i at every frame of the recording: the network's frame k is frame STEP k. */
static void
spread (const Run *run, size_t i, size_t n_frames, float *out)
{
  for (size_t t = 0; t < n_frames; t++)
    {
      size_t k = t / STEP, next = k + 1 < run->n ? k + 1 : k;
      float part = (float) (t % STEP) / STEP;

      out[t] = (1 - part) * run->output[k * OUTPUTS + i] + part * run->output[next * OUTPUTS + i];
    }
}

CtStatus
ct_beat_network_run (const CtBeatNetwork *self, const CtOnsetStrength *strength, CtBeatActivation *out)
{
  size_t n = strength->n_frames;
  Run run;
  CtStatus status = run_init (&run, n);

  *out = (CtBeatActivation){ .n_frames = n };
  if (status != CT_STATUS_OK)
    return status;
  out->beats = malloc ((OUTPUTS * n + 1) * sizeof *out->beats);
  if (out->beats)
    {
      out->downbeats = out->beats + n;
      fill_input (strength, &run);
      self->kernels->convolve (&self->first, run.input, CURVES, NULL, run.layers[0], CHANNELS, run.n);
      for (int i = 0; i < BLOCKS; i++)
        {
          const float *in = run.layers[i % 2];

          self->kernels->convolve (&self->blocks[i], in, CHANNELS, in, run.layers[(i + 1) % 2], CHANNELS, run.n);
        }
      self->kernels->project2 (&self->output, run.layers[BLOCKS % 2], CHANNELS, run.output, run.n);
      for (size_t i = 0; i < run.n * OUTPUTS; i++)
        run.output[i] = sigmoid (run.output[i]);
      spread (&run, 0, n, out->beats);
      spread (&run, 1, n, out->downbeats);
    }
  else
    status = CT_STATUS_NO_MEMORY;
  free (run.memory);
  return status;
}

void
ct_beat_activation_clear (CtBeatActivation *self)
{
  free (self->beats);
  *self = (CtBeatActivation){ 0 };
}
