/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/percussion/ct-hit-network.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/network/ct-wide-convolution-private.h"
#include "core/percussion/ct-percussive-bands.h"

#define INPUTS CT_HIT_INPUTS
#define FIRST_TAPS 7 /* frames that the first layer sees at once */
#define TAPS 3
#define BLOCKS 4                                   /* with dilations 1, 2, 4, ... */
#define REACH (FIRST_TAPS / 2 + (1 << BLOCKS) - 1) /* frames that an output depends on, before and after */
#define EDGE (1 << (BLOCKS - 1))                   /* frames that the last block sees before and after */
#define BLOCK_FRAMES 1024
#define MAX_FRAMES (BLOCK_FRAMES + 2 * REACH)

/* Levels this far below the mean of the recording are 0, and one this far above that is 1. */
#define FLOOR_DB 30.0f
#define SCALE_DB 30.0f
#define MAX_LEVEL 3.0f
/* Pitches whose onsets are summed. */
#define ONSET_PITCHES 6
#define ONSETS (CT_N_PITCHES / ONSET_PITCHES)
/* Notes that sound, in the lower and in the upper half, at this weight. */
#define SOUNDING_PITCHES (CT_N_PITCHES / 2)
#define SOUNDING_SHARE 0.25f

struct _CtHitNetwork
{
  const CtSimdKernels *kernels;
  size_t width; /* channels: what the weights say */
  CtWideConvolution first, blocks[BLOCKS];
  CtProjection output;
  ptrdiff_t block_taps[BLOCKS][TAPS];
};

/* The buffers of a run; zeros lie before and behind all that it sees. */
typedef struct
{
  float *memory;
  float *input;     /* [MAX_FRAMES][INPUTS] */
  float *layers[2]; /* [MAX_FRAMES][width], one goes in and the other comes out */
  float *output;    /* [MAX_FRAMES][CT_N_HIT_KINDS] */
} Run;

/* What is computed for a block: frames first to end, and as many around it as they depend on. */
typedef struct
{
  size_t first, end;      /* of the block */
  ptrdiff_t start;        /* frame of the first position; below 0 before the recording */
  size_t n;               /* positions */
  size_t inside, outside; /* positions: from the first in the recording to the first after it */
} Span;

static const ptrdiff_t no_tap = 0;
static const ptrdiff_t first_tap = -(FIRST_TAPS / 2) * INPUTS;

static CtStatus
find_layers (CtHitNetwork *self, const CtWeights *weights)
{
  size_t width = self->width;
  CtStatus status = ct_wide_convolution_init (&self->first, weights, "hits.first", 3,
                                              (size_t[]){ FIRST_TAPS, INPUTS, width }, width, &first_tap, 1);

  for (int i = 0; status == CT_STATUS_OK && i < BLOCKS; i++)
    {
      char name[32];

      for (int tap = 0; tap < TAPS; tap++)
        self->block_taps[i][tap] = (ptrdiff_t) (tap - TAPS / 2) * (1 << i) * (ptrdiff_t) width;
      snprintf (name, sizeof name, "hits.block%d", i + 1);
      status = ct_wide_convolution_init (&self->blocks[i], weights, name, 3, (size_t[]){ TAPS, width, width }, width,
                                         self->block_taps[i], TAPS);
    }
  if (status == CT_STATUS_OK
      && !ct_network_layer (weights, "hits.output", 2, (size_t[]){ CT_N_HIT_KINDS, width }, CT_N_HIT_KINDS, &no_tap, 1,
                            &self->output))
    status = CT_STATUS_BAD_WEIGHTS;
  return status;
}

CtStatus
ct_hit_network_new (const CtWeights *weights, CtSimdLevel level, CtHitNetwork **out)
{
  CtHitNetwork *self;
  CtStatus status;

  if (!ct_simd_level_supported (level))
    return CT_STATUS_BAD_ARGUMENT;
  if (!ct_weights_length (weights, "hits.first.weight"))
    {
      *out = NULL;
      return CT_STATUS_OK;
    }
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->kernels = ct_simd_kernels (level);
  self->width = ct_weights_length (weights, "hits.first.bias");
  status = find_layers (self, weights);
  if (status != CT_STATUS_OK)
    {
      ct_hit_network_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_hit_network_free (CtHitNetwork *self)
{
  if (!self)
    return;
  ct_wide_convolution_clear (&self->first);
  for (int i = 0; i < BLOCKS; i++)
    ct_wide_convolution_clear (&self->blocks[i]);
  free (self);
}

static float
scaled (uint16_t level, float floor_db)
{
  return fminf (fmaxf ((ct_level_to_db (level) - floor_db) / SCALE_DB, 0.0f), MAX_LEVEL);
}

void
ct_hit_network_input (const CtSpectrogram *spectrogram, const CtPosteriorgram *posteriors, size_t frame, float *out)
{
  float floor_db = (float) ct_spectrogram_mean_db (spectrogram) - FLOOR_DB;
  const uint8_t *onset = posteriors->onset + frame * CT_N_PITCHES, *sounding = posteriors->frame + frame * CT_N_PITCHES;
  CtPercussiveBands bands;

  ct_percussive_bands_take (ct_spectrogram_frame (spectrogram, frame), &bands);
  for (size_t band = 0; band < CT_PERCUSSIVE_BANDS; band++)
    {
      out[band] = scaled (bands.noise[band], floor_db);
      out[CT_PERCUSSIVE_BANDS + band] = scaled (bands.peak[band], floor_db);
    }
  out += 2 * CT_PERCUSSIVE_BANDS;
  for (size_t part = 0; part < ONSETS; part++)
    {
      unsigned sum = 0;

      for (size_t pitch = part * ONSET_PITCHES; pitch < (part + 1) * ONSET_PITCHES; pitch++)
        sum += onset[pitch];
      out[part] = sqrtf ((float) sum / 255.0f);
    }
  for (size_t half = 0; half < 2; half++)
    {
      unsigned sum = 0;

      for (size_t pitch = half * SOUNDING_PITCHES; pitch < (half + 1) * SOUNDING_PITCHES; pitch++)
        sum += sounding[pitch];
      out[ONSETS + half] = SOUNDING_SHARE * (float) sum / 255.0f;
    }
}

static CtStatus
run_init (Run *self, size_t width)
{
  size_t input = (MAX_FRAMES + FIRST_TAPS) * INPUTS, layer = (MAX_FRAMES + 2 * EDGE) * width;

  self->memory = calloc (input + 2 * layer + MAX_FRAMES * CT_N_HIT_KINDS, sizeof *self->memory);
  if (!self->memory)
    return CT_STATUS_NO_MEMORY;
  self->input = self->memory - first_tap;
  self->layers[0] = self->memory + input + EDGE * width;
  self->layers[1] = self->layers[0] + layer;
  self->output = self->memory + input + 2 * layer;
  return CT_STATUS_OK;
}

static Span
span_at (size_t first, size_t n_frames)
{
  size_t end = first + BLOCK_FRAMES < n_frames ? first + BLOCK_FRAMES : n_frames;
  Span span = { .first = first, .end = end, .start = (ptrdiff_t) first - REACH, .n = end - first + 2 * REACH };

  span.inside = span.start < 0 ? (size_t) -span.start : 0;
  span.outside = span.inside + (n_frames - (size_t) (span.start + (ptrdiff_t) span.inside));
  span.outside = span.outside < span.n ? span.outside : span.n;
  return span;
}

/* What lies outside the recording is 0 to every layer, however the blocks lie. */
static void
clear_outside (const Span *span, float *layer, size_t width)
{
  memset (layer, 0, span->inside * width * sizeof *layer);
  memset (layer + span->outside * width, 0, (span->n - span->outside) * width * sizeof *layer);
}

static void
run_block (const CtHitNetwork *self, const Span *span, const Run *run)
{
  size_t width = self->width;

  ct_wide_convolution_execute (&self->first, self->kernels, run->input, INPUTS, NULL, run->layers[0], width, span->n);
  clear_outside (span, run->layers[0], width);
  for (int i = 0; i < BLOCKS; i++)
    {
      const float *in = run->layers[i % 2];
      float *out = run->layers[(i + 1) % 2];

      ct_wide_convolution_execute (&self->blocks[i], self->kernels, in, width, in, out, width, span->n);
      clear_outside (span, out, width);
    }
  self->kernels->project2 (&self->output, run->layers[BLOCKS % 2], width, run->output, span->n);
}

CtStatus
ct_hit_network_run (const CtHitNetwork *self,
                    const CtSpectrogram *spectrogram,
                    const CtPosteriorgram *posteriors,
                    CtHitActivation *out)
{
  size_t n = ct_spectrogram_n_frames (spectrogram);
  CtHitActivation made = { .n_frames = n };
  Run run;
  CtStatus status = run_init (&run, self->width);

  made.strikes[0] = malloc ((CT_N_HIT_KINDS * n + 1) * sizeof (float));
  if (status == CT_STATUS_OK && !made.strikes[0])
    status = CT_STATUS_NO_MEMORY;
  for (size_t kind = 1; status == CT_STATUS_OK && kind < CT_N_HIT_KINDS; kind++)
    made.strikes[kind] = made.strikes[kind - 1] + n;
  for (size_t first = 0; status == CT_STATUS_OK && first < n; first += BLOCK_FRAMES)
    {
      Span span = span_at (first, n);

      clear_outside (&span, run.input, INPUTS);
      for (size_t i = span.inside; i < span.outside; i++)
        ct_hit_network_input (spectrogram, posteriors, (size_t) (span.start + (ptrdiff_t) i), run.input + i * INPUTS);
      run_block (self, &span, &run);
      for (size_t i = 0; i < span.end - span.first; i++)
        for (size_t kind = 0; kind < CT_N_HIT_KINDS; kind++)
          made.strikes[kind][span.first + i] = 1 / (1 + expf (-run.output[(REACH + i) * CT_N_HIT_KINDS + kind]));
    }
  free (run.memory);
  if (status == CT_STATUS_OK)
    *out = made;
  else
    free (made.strikes[0]);
  return status;
}

void
ct_hit_activation_clear (CtHitActivation *self)
{
  free (self->strikes[0]);
  *self = (CtHitActivation){ 0 };
}
