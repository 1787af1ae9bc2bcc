/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-acoustic-model.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/notes/ct-acoustic-model-private.h"
#include "core/transform/ct-cqt.h"

#define CHANNELS CT_SIMD_CHANNELS
#define HARMONICS 8
#define STACK_BINS 7
#define OCTAVE 12 /* semitones that the octave's convolution reaches up and down */
#define OUTPUT_FRAMES 9

/* a row of the input: zeros below and above the bins, as far as the stack reaches */
#define INPUT_BELOW 40
#define INPUT_ROW (INPUT_BELOW + CT_CQT_BINS + 72)
/* a row of a layer: zeros below and above the semitones */
#define LAYER_ROW ((CT_N_PITCHES + 2 * OCTAVE) * CHANNELS)

static const int harmonic_offsets[HARMONICS] = { -36, 0, 36, 57, 72, 84, 93, 101 };

/* frames that what is still to be computed after a layer reaches */
enum
{
  REACH_STACK = 17,
  REACH_BLOCK1 = 16,
  REACH_BLOCK2 = 13,
  REACH_BLOCK3 = 4,
};

struct _CtAcousticModel
{
  const CtSimdKernels *kernels;
  ptrdiff_t stack_taps[3 * HARMONICS], octave_taps[1], block_taps[3][3], output_taps[OUTPUT_FRAMES];
  CtConvolution stack, octave, blocks[3];
  CtProjection output;
};

struct _CtAcousticWork
{
  const CtAcousticModel *model;
  size_t max_frames;
  float *input;     /* [max_frames + 2 reach][INPUT_ROW] */
  float *layers[2]; /* [max_frames + 2 reach][LAYER_ROW] */
};

static void
set_taps (CtAcousticModel *self)
{
  for (int frame = 0; frame < 3; frame++)
    for (int h = 0; h < HARMONICS; h++)
      self->stack_taps[frame * HARMONICS + h] = (frame - 1) * INPUT_ROW + harmonic_offsets[h] - STACK_BINS / 2;
  self->octave_taps[0] = -OCTAVE * CHANNELS;
  for (int block = 0; block < 3; block++)
    {
      static const int dilations[3] = { 1, 3, 9 };

      for (int frame = 0; frame < 3; frame++)
        self->block_taps[block][frame] = (frame - 1) * dilations[block] * LAYER_ROW - CHANNELS;
    }
  for (int frame = 0; frame < OUTPUT_FRAMES; frame++)
    self->output_taps[frame] = (frame - OUTPUT_FRAMES / 2) * LAYER_ROW - CHANNELS;
}

/* The tables of weights follow the axes of MODEL.md, whose inner ones a tap reads as neighbouring floats. */
static bool
set_layers (CtAcousticModel *self, const CtWeights *weights)
{
  static const char *const names[3] = { "acoustic.block1", "acoustic.block2", "acoustic.block3" };
  bool ok = ct_network_layer (weights, "acoustic.stack", 4, (size_t[]){ 3, HARMONICS, STACK_BINS, CHANNELS }, CHANNELS,
                              self->stack_taps, 3 * HARMONICS, &self->stack)
            && ct_network_layer (weights, "acoustic.octave", 3, (size_t[]){ 2 * OCTAVE + 1, CHANNELS, CHANNELS },
                                 CHANNELS, self->octave_taps, 1, &self->octave)
            && ct_network_layer (weights, "acoustic.output", 4, (size_t[]){ 2, OUTPUT_FRAMES, 3, CHANNELS }, 2,
                                 self->output_taps, OUTPUT_FRAMES, &self->output);

  for (int i = 0; ok && i < 3; i++)
    ok = ct_network_layer (weights, names[i], 4, (size_t[]){ 3, 3, CHANNELS, CHANNELS }, CHANNELS, self->block_taps[i],
                           3, &self->blocks[i]);
  return ok;
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

CtStatus
ct_acoustic_work_new (const CtAcousticModel *model, size_t max_frames, CtAcousticWork **out)
{
  CtAcousticWork *self = calloc (1, sizeof *self);
  size_t rows = max_frames + 2 * CT_ACOUSTIC_REACH;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->model = model;
  self->max_frames = max_frames;
  self->input = calloc (rows, INPUT_ROW * sizeof (float));
  self->layers[0] = calloc (rows, LAYER_ROW * sizeof (float));
  self->layers[1] = calloc (rows, LAYER_ROW * sizeof (float));
  if (!self->input || !self->layers[0] || !self->layers[1])
    {
      ct_acoustic_work_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_acoustic_work_free (CtAcousticWork *self)
{
  if (!self)
    return;
  free (self->input);
  free (self->layers[0]);
  free (self->layers[1]);
  free (self);
}

void
ct_acoustic_model_input (const CtSpectrogram *spectrogram, size_t frame, float *input)
{
  const uint16_t *levels = ct_spectrogram_frame (spectrogram, frame);
  float floor_db = (float) ct_spectrogram_mean_db (spectrogram) - 60.0f;

  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    {
      float over = ct_level_to_db (levels[bin]) - floor_db;

      input[bin] = over > 0.0f ? over * (1.0f / 40.0f) : 0.0f;
    }
}

/* Rows of a block: row CT_ACOUSTIC_REACH is frame `first`; only rows of frames [0, n_frames) exist, others are zero. */
typedef struct
{
  long first;
  size_t n_frames; /* of the recording */
  size_t n;        /* of the block */
} Block;

static bool
row_exists (const Block *block, size_t row)
{
  long frame = block->first + (long) row - CT_ACOUSTIC_REACH;

  return frame >= 0 && (size_t) frame < block->n_frames;
}

static void
fill_input (CtAcousticWork *work, const Block *block, const CtSpectrogram *spectrogram)
{
  for (size_t row = 0; row < block->n + 2 * CT_ACOUSTIC_REACH; row++)
    {
      float *bins = work->input + row * INPUT_ROW + INPUT_BELOW;

      if (row_exists (block, row))
        ct_acoustic_model_input (spectrogram, (size_t) (block->first + (long) row - CT_ACOUSTIC_REACH), bins);
      else
        memset (bins, 0, CT_CQT_BINS * sizeof *bins);
    }
}

/* Computes a layer over the block and @reach rows on either side of it, from @in into @out. */
static void
run_layer (const CtAcousticWork *work,
           const Block *block,
           const CtConvolution *layer,
           int reach,
           const float *in,
           bool is_stack,
           float *out)
{
  for (size_t row = CT_ACOUSTIC_REACH - reach; row < CT_ACOUSTIC_REACH + block->n + reach; row++)
    {
      float *to = out + row * LAYER_ROW + OCTAVE * CHANNELS;
      const float *from = is_stack ? in + row * INPUT_ROW + INPUT_BELOW + 1 : in + row * LAYER_ROW + OCTAVE * CHANNELS;

      if (row_exists (block, row))
        work->model->kernels->convolve (layer, from, is_stack ? 3 : CHANNELS, is_stack ? NULL : from, to, CHANNELS,
                                        CT_N_PITCHES);
      else
        memset (to, 0, CT_N_PITCHES * CHANNELS * sizeof *to);
    }
}

static uint8_t
posterior (float logit)
{
  return (uint8_t) lrintf (255.0f / (1.0f + expf (-logit)));
}

static void
run_output (const CtAcousticWork *work, const Block *block, const float *in, CtPosteriorgram *posteriors)
{
  float logits[CT_N_PITCHES][2];

  for (size_t i = 0; i < block->n; i++)
    {
      size_t at = (size_t) (block->first + (long) i) * CT_N_PITCHES;

      work->model->kernels->project2 (&work->model->output,
                                      in + (CT_ACOUSTIC_REACH + i) * LAYER_ROW + OCTAVE * CHANNELS, CHANNELS, logits[0],
                                      CT_N_PITCHES);
      for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
        {
          posteriors->onset[at + pitch] = posterior (logits[pitch][0]);
          posteriors->frame[at + pitch] = posterior (logits[pitch][1]);
        }
    }
}

/* The forward pass, from the block's input on. */
static void
run_network (CtAcousticWork *work, const Block *block, CtPosteriorgram *posteriors)
{
  const CtAcousticModel *model = work->model;
  float *a = work->layers[0], *b = work->layers[1];

  run_layer (work, block, &model->stack, REACH_STACK, work->input, true, a);
  run_layer (work, block, &model->octave, REACH_STACK, a, false, b);
  run_layer (work, block, &model->blocks[0], REACH_BLOCK1, b, false, a);
  run_layer (work, block, &model->blocks[1], REACH_BLOCK2, a, false, b);
  run_layer (work, block, &model->blocks[2], REACH_BLOCK3, b, false, a);
  run_output (work, block, a, posteriors);
}

void
ct_acoustic_model_execute (CtAcousticWork *work,
                           const CtSpectrogram *spectrogram,
                           size_t first,
                           size_t n_frames,
                           CtPosteriorgram *posteriors)
{
  const Block block = { (long) first, ct_spectrogram_n_frames (spectrogram), n_frames };

  fill_input (work, &block, spectrogram);
  run_network (work, &block, posteriors);
}

void
ct_acoustic_model_execute_input (CtAcousticWork *work, const float *input, size_t n_frames, CtPosteriorgram *posteriors)
{
  const Block block = { 0, n_frames, n_frames };

  memset (work->input, 0, (n_frames + 2 * CT_ACOUSTIC_REACH) * INPUT_ROW * sizeof (float));
  for (size_t frame = 0; frame < n_frames; frame++)
    memcpy (work->input + (frame + CT_ACOUSTIC_REACH) * INPUT_ROW + INPUT_BELOW, input + frame * CT_CQT_BINS,
            CT_CQT_BINS * sizeof (float));
  run_network (work, &block, posteriors);
}

size_t
ct_acoustic_model_macs (void)
{
  return CT_N_PITCHES
         * (3 * HARMONICS * STACK_BINS * CHANNELS + (2 * OCTAVE + 1) * CHANNELS * CHANNELS + 3 * 9 * CHANNELS * CHANNELS
            + 2 * OUTPUT_FRAMES * 3 * CHANNELS);
}
