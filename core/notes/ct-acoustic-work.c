/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-acoustic-work-private.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/network/ct-simd-private.h"
#include "core/notes/ct-acoustic-model-private.h"
#include "core/transform/ct-cqt.h"

#define CHANNELS CT_ACOUSTIC_CHANNELS

struct _CtAcousticWork
{
  const CtAcousticModel *model;
  size_t reach; /* of the model */

  /* the block; row `reach` of the buffers is its first frame, and rows of frames that the recording lacks are zeros */
  size_t first, n_frames, n_total;
  float *input;     /* [max_frames + 2 reach][CT_ACOUSTIC_INPUT_ROW] */
  float *layers[2]; /* [max_frames + 2 reach][CT_ACOUSTIC_ROW]: the layer computed last, and one before or after it */
};

CtStatus
ct_acoustic_work_new (const CtAcousticModel *model, size_t max_frames, CtAcousticWork **out)
{
  CtAcousticWork *self = calloc (1, sizeof *self);
  size_t rows;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->model = model;
  self->reach = ct_acoustic_model_reach (model);
  rows = max_frames + 2 * self->reach;
  self->input = calloc (rows, CT_ACOUSTIC_INPUT_ROW * sizeof (float));
  self->layers[0] = calloc (rows, CT_ACOUSTIC_ROW * sizeof (float));
  self->layers[1] = calloc (rows, CT_ACOUSTIC_ROW * sizeof (float));
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

/* Whether the recording has the frame of @row. */
static bool
row_exists (const CtAcousticWork *self, size_t row)
{
  return self->first + row >= self->reach && self->first + row < self->n_total + self->reach;
}

/* The frame of @row, which exists. */
static size_t
frame_of (const CtAcousticWork *self, size_t row)
{
  return self->first + row - self->reach;
}

/* Computes @layer over the block and @reach rows on either side of it, from the layer before or, the first one, from
 * the input. */
static void
run_layer (CtAcousticWork *self, const CtConvolution *layer, size_t reach, bool is_first)
{
  const float *in = is_first ? self->input + CT_ACOUSTIC_INPUT_BELOW + 1 : self->layers[0] + CT_ACOUSTIC_ROW_FIRST;
  size_t in_row = is_first ? CT_ACOUSTIC_INPUT_ROW : CT_ACOUSTIC_ROW;
  float *out = self->layers[1];

  for (size_t row = self->reach - reach; row < self->reach + self->n_frames + reach; row++)
    {
      const float *from = in + row * in_row;
      float *to = out + row * CT_ACOUSTIC_ROW + CT_ACOUSTIC_ROW_FIRST;

      if (row_exists (self, row))
        self->model->kernels->convolve (layer, from, is_first ? 3 : CHANNELS, is_first ? NULL : from, to, CHANNELS,
                                        CT_N_PITCHES);
      else
        memset (to, 0, CT_N_PITCHES * CHANNELS * sizeof *to);
    }
  self->layers[1] = self->layers[0];
  self->layers[0] = out;
}

/* Each layer as far on either side as those after it look. */
static void
run_layers (CtAcousticWork *self)
{
  const CtAcousticModel *model = self->model;
  size_t reach = self->reach - CT_ACOUSTIC_STACK_REACH;

  run_layer (self, &model->stack, reach, true);
  run_layer (self, &model->octave, reach, false);
  for (size_t i = 0; i < model->n_blocks; i++)
    {
      reach -= ct_acoustic_model_dilation (i);
      run_layer (self, &model->blocks[i], reach, false);
      if (i + 1 == CT_ACOUSTIC_SECOND_OCTAVE && model->has_second_octave)
        run_layer (self, &model->second_octave, reach, false);
    }
}

void
ct_acoustic_work_convolve (CtAcousticWork *self, const CtSpectrogram *spectrogram, size_t first, size_t n_frames)
{
  self->first = first;
  self->n_frames = n_frames;
  self->n_total = ct_spectrogram_n_frames (spectrogram);
  for (size_t row = 0; row < n_frames + 2 * self->reach; row++)
    {
      float *bins = self->input + row * CT_ACOUSTIC_INPUT_ROW + CT_ACOUSTIC_INPUT_BELOW;

      if (row_exists (self, row))
        ct_acoustic_model_input (spectrogram, frame_of (self, row), bins);
      else
        memset (bins, 0, CT_CQT_BINS * sizeof *bins);
    }
  run_layers (self);
}

void
ct_acoustic_work_convolve_input (CtAcousticWork *self, const float *input, size_t n_frames)
{
  self->first = 0;
  self->n_frames = self->n_total = n_frames;
  memset (self->input, 0, (n_frames + 2 * self->reach) * CT_ACOUSTIC_INPUT_ROW * sizeof (float));
  for (size_t frame = 0; frame < n_frames; frame++)
    memcpy (self->input + (frame + self->reach) * CT_ACOUSTIC_INPUT_ROW + CT_ACOUSTIC_INPUT_BELOW,
            input + frame * CT_CQT_BINS, CT_CQT_BINS * sizeof (float));
  run_layers (self);
}

void
ct_acoustic_work_recur (CtAcousticWork *self, CtAcousticState *state)
{
  size_t n_left = self->n_total - self->first, n_rows = self->n_frames + CT_ACOUSTIC_OUTPUT_REACH;

  ct_acoustic_state_execute (state, self->layers[0] + (self->reach - CT_ACOUSTIC_OUTPUT_REACH) * CT_ACOUSTIC_ROW,
                             self->n_frames, n_rows < n_left ? n_rows : n_left);
}

static uint8_t
posterior (float logit)
{
  return (uint8_t) lrintf (255.0f / (1.0f + expf (-logit)));
}

void
ct_acoustic_work_output (const CtAcousticWork *self, CtPosteriorgram *posteriors)
{
  float logits[CT_N_PITCHES][2];

  for (size_t row = self->reach; row < self->reach + self->n_frames; row++)
    {
      size_t at = frame_of (self, row) * CT_N_PITCHES;

      self->model->kernels->project2 (&self->model->output,
                                      self->layers[0] + row * CT_ACOUSTIC_ROW + CT_ACOUSTIC_ROW_FIRST, CHANNELS,
                                      logits[0], CT_N_PITCHES);
      for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
        {
          posteriors->onset[at + pitch] = posterior (logits[pitch][0]);
          posteriors->frame[at + pitch] = posterior (logits[pitch][1]);
        }
    }
}
