/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-acoustic-model.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/notes/ct-acoustic-model-private.h"
#include "core/transform/ct-cqt.h"

#define CHANNELS CT_ACOUSTIC_CHANNELS
#define STACK_BINS 7
#define OCTAVE_SEMITONES (2 * CT_ACOUSTIC_OCTAVE + 1)
#define BLOCK_FRAMES 3
#define BLOCK_SEMITONES 3
#define OUTPUT_SEMITONES 3

static const int harmonic_offsets[CT_ACOUSTIC_HARMONICS] = { -36, 0, 36, 57, 72, 84, 93, 101 };

size_t
ct_acoustic_model_dilation (size_t block)
{
  static const size_t dilations[] = { 1, 3, 9 };

  return dilations[block % 3];
}

size_t
ct_acoustic_model_reach (const CtAcousticModel *self)
{
  size_t reach = CT_ACOUSTIC_STACK_REACH + CT_ACOUSTIC_OUTPUT_REACH;

  for (size_t i = 0; i < self->n_blocks; i++)
    reach += ct_acoustic_model_dilation (i);
  return reach;
}

static void
set_taps (CtAcousticModel *self)
{
  for (int frame = 0; frame < CT_ACOUSTIC_STACK_FRAMES; frame++)
    for (int h = 0; h < CT_ACOUSTIC_HARMONICS; h++)
      self->stack_taps[frame * CT_ACOUSTIC_HARMONICS + h] = (frame - CT_ACOUSTIC_STACK_REACH) * CT_ACOUSTIC_INPUT_ROW
                                                            + harmonic_offsets[h] - STACK_BINS / 2;
  self->octave_taps[0] = -CT_ACOUSTIC_OCTAVE * CHANNELS;
  for (size_t block = 0; block < CT_ACOUSTIC_MAX_BLOCKS; block++)
    for (int frame = 0; frame < BLOCK_FRAMES; frame++)
      self->block_taps[block][frame] = (frame - BLOCK_FRAMES / 2) * (ptrdiff_t) ct_acoustic_model_dilation (block)
                                           * CT_ACOUSTIC_ROW
                                       - CHANNELS;
  for (int frame = 0; frame < CT_ACOUSTIC_OUTPUT_FRAMES; frame++)
    self->output_taps[frame] = (frame - CT_ACOUSTIC_OUTPUT_REACH) * CT_ACOUSTIC_ROW - CHANNELS;
  for (int i = 0; i < CT_SIMD_MAX_STATE; i++)
    self->recall_taps[i] = i * CT_ACOUSTIC_LANES;
}

#define BLOCK_NAME "acoustic.block%zu"

/* How many blocks have weights, one too many at most. */
static size_t
count_blocks (const CtWeights *weights)
{
  size_t n = 0;

  for (size_t i = 0; i <= CT_ACOUSTIC_MAX_BLOCKS; i++)
    {
      char name[48];

      snprintf (name, sizeof name, BLOCK_NAME ".weight", i + 1);
      n += ct_weights_length (weights, name) > 0;
    }
  return n;
}

static bool
set_blocks (CtAcousticModel *self, const CtWeights *weights)
{
  const size_t dims[] = { BLOCK_FRAMES, BLOCK_SEMITONES, CHANNELS, CHANNELS };

  self->n_blocks = count_blocks (weights);
  if (self->n_blocks < 1 || self->n_blocks > CT_ACOUSTIC_MAX_BLOCKS)
    return false;
  for (size_t i = 0; i < self->n_blocks; i++)
    {
      char name[48];

      snprintf (name, sizeof name, BLOCK_NAME, i + 1);
      if (!ct_network_layer (weights, name, 4, dims, CHANNELS, self->block_taps[i], BLOCK_FRAMES, &self->blocks[i]))
        return false;
    }
  return true;
}

static bool
set_octave (CtAcousticModel *self, const CtWeights *weights, const char *name, CtConvolution *octave)
{
  return ct_network_layer (weights, name, 3, (size_t[]){ OCTAVE_SEMITONES, CHANNELS, CHANNELS }, CHANNELS,
                           self->octave_taps, 1, octave);
}

/* The second octave, if there is one. */
static bool
set_second_octave (CtAcousticModel *self, const CtWeights *weights)
{
  self->has_second_octave = ct_weights_length (weights, "acoustic.octave2.weight") > 0
                            || ct_weights_length (weights, "acoustic.octave2.bias") > 0;
  return !self->has_second_octave
         || (self->n_blocks >= CT_ACOUSTIC_SECOND_OCTAVE
             && set_octave (self, weights, "acoustic.octave2", &self->second_octave));
}

/* The recurrent layer, if there is one. */
static bool
set_recurrence (CtAcousticModel *self, const CtWeights *weights)
{
  self->recurs = ct_weights_length (weights, "acoustic.input.weight") > 0
                 || ct_weights_length (weights, "acoustic.state.weight") > 0
                 || ct_weights_length (weights, "acoustic.recall.weight") > 0;
  if (!self->recurs)
    return true;
  return ct_network_recurrence (weights, "acoustic.input", "acoustic.state", &self->recurrence)
         && ct_network_layer (weights, "acoustic.recall", 2, (size_t[]){ self->recurrence.n_state, CHANNELS }, CHANNELS,
                              self->recall_taps, self->recurrence.n_state, &self->recall);
}

/* The tables of weights follow the axes of MODEL.md, whose inner ones a tap reads as neighbouring floats. */
static bool
set_layers (CtAcousticModel *self, const CtWeights *weights)
{
  return ct_network_layer (weights, "acoustic.stack", 4,
                           (size_t[]){ CT_ACOUSTIC_STACK_FRAMES, CT_ACOUSTIC_HARMONICS, STACK_BINS, CHANNELS },
                           CHANNELS, self->stack_taps, CT_ACOUSTIC_STACK_TAPS, &self->stack)
         && set_octave (self, weights, "acoustic.octave", &self->octave) && set_blocks (self, weights)
         && set_second_octave (self, weights) && set_recurrence (self, weights)
         && ct_network_layer (weights, "acoustic.output", 4,
                              (size_t[]){ 2, CT_ACOUSTIC_OUTPUT_FRAMES, OUTPUT_SEMITONES, CHANNELS }, 2,
                              self->output_taps, CT_ACOUSTIC_OUTPUT_FRAMES, &self->output);
}

CtStatus
ct_acoustic_model_new (const CtWeights *weights, CtSimdLevel level, CtAcousticModel **out)
{
  CtAcousticModel *self;

  if (!ct_simd_level_supported (level))
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->kernels = ct_simd_kernels (level);
  set_taps (self);
  if (!set_layers (self, weights))
    {
      free (self);
      return CT_STATUS_BAD_WEIGHTS;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_acoustic_model_free (CtAcousticModel *self)
{
  free (self);
}

void
ct_acoustic_model_input (const CtSpectrogram *spectrogram, size_t frame, float *input)
{
  const uint16_t *levels = ct_spectrogram_frame (spectrogram, frame);
  float floor_db = (float) ct_spectrogram_mean_db (spectrogram) - 60.0f;

  if (ct_spectrogram_is_inaudible (spectrogram))
    {
      memset (input, 0, CT_CQT_BINS * sizeof *input);
      return;
    }
  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    {
      float over = ct_level_to_db (levels[bin]) - floor_db;

      input[bin] = over > 0.0f ? over * (1.0f / 40.0f) : 0.0f;
    }
}

static size_t
layer_macs (const CtConvolution *layer, size_t n_out)
{
  return layer->n_taps * layer->length * n_out;
}

size_t
ct_acoustic_model_macs (const CtAcousticModel *self)
{
  size_t macs = layer_macs (&self->stack, CHANNELS) + layer_macs (&self->octave, CHANNELS)
                + layer_macs (&self->output, 2);

  for (size_t i = 0; i < self->n_blocks; i++)
    macs += layer_macs (&self->blocks[i], CHANNELS);
  if (self->has_second_octave)
    macs += layer_macs (&self->second_octave, CHANNELS);
  if (self->recurs)
    macs += (CHANNELS + self->recurrence.n_state) * 3 * self->recurrence.n_state + layer_macs (&self->recall, CHANNELS);
  return CT_N_PITCHES * macs;
}
