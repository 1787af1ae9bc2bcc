/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-encoder.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/network/ct-network-private.h"
#include "core/network/ct-simd-private.h"
#include "core/network/ct-wide-convolution-private.h"
#include "core/transform/ct-cqt.h"

#define HARMONICS CT_TIMBRE_HARMONICS
#define ROWS CT_TIMBRE_ROWS
#define BAND_OFFSET 132 /* bins from the fundamental to the first band above the harmonics */
#define BAND_BINS 6
#define BANDS 3          /* of a row */
#define LEAD_FRAMES 2    /* frames before the onset */
#define ATTACK_FRAMES 16 /* a slot each */
#define BODY_FRAMES 4    /* frames of every later slot */
#define RANGE_DB 60.0f
#define UNIT_DB 40.0f
#define CHANNELS CT_SIMD_CHANNELS
#define WIDE (2 * CHANNELS) /* channels of the last convolution */
#define MAX_HIDDEN 128      /* units between the pooled input and the embedding */
#define POOLED (2 * ROWS * WIDE)
#define SLOT(channels) ((ROWS + 2) * (channels)) /* a slot: its rows with one zero on either side */

static const int harmonic_offsets[HARMONICS] = { 0, 36, 57, 72, 84, 93, 101, 108, 114, 120, 125, 129 };

/* Distances in semitones of the pitches that share the cells of a row. */
typedef struct
{
  int n;
  int8_t distances[2 * CT_N_PITCHES];
} Sharers;

struct _CtTimbreEncoder
{
  const CtSimdKernels *kernels;
  Sharers sharers[ROWS];
  ptrdiff_t taps[2][3]; /* of a slot's row: [input or layer][slot] */
  CtConvolution conv1, conv2;
  CtWideConvolution conv3;
  size_t n_hidden;
  const float *dense1, *dense1_bias, *dense2, *dense2_bias;
};

struct _CtTimbreWork
{
  const CtTimbreEncoder *encoder;
  float input[(CT_TIMBRE_SLOTS + 2) * SLOT (CT_TIMBRE_CHANNELS)];
  float layer1[(CT_TIMBRE_SLOTS + 2) * SLOT (CHANNELS)];
  float layer2[(CT_TIMBRE_SLOTS / 2 + 2) * SLOT (CHANNELS)];
  float layer3[CT_TIMBRE_SLOTS / 4 * ROWS * WIDE];
};

/* Bins from the fundamental to the first of band @band of a row above the harmonics. */
static int
band_offset (int row, int band)
{
  return BAND_OFFSET + ((row - HARMONICS) * BANDS + band) * BAND_BINS;
}

static void
find_sharers (Sharers *sharers, int row)
{
  int first = row < HARMONICS ? harmonic_offsets[row] - 1 : band_offset (row, 0);
  int last = row < HARMONICS ? harmonic_offsets[row] + 1 : band_offset (row, BANDS) - 1;

  for (int d = -CT_N_PITCHES + 1; d < CT_N_PITCHES; d++)
    {
      bool shares = false;

      for (int h = 0; h < HARMONICS; h++)
        shares = shares || (first <= 3 * d + harmonic_offsets[h] && 3 * d + harmonic_offsets[h] <= last);
      if (shares && d != 0)
        sharers->distances[sharers->n++] = (int8_t) d;
    }
}

static CtStatus
set_layers (CtTimbreEncoder *self, const CtWeights *weights)
{
  size_t hidden = ct_weights_length (weights, "timbre.dense1.bias"), out = CT_EMBEDDING_SIZE;

  if (!ct_network_layer (weights, "timbre.conv1", 4, (size_t[]){ 3, 3, CT_TIMBRE_CHANNELS, CHANNELS }, CHANNELS,
                         self->taps[0], 3, &self->conv1)
      || !ct_network_layer (weights, "timbre.conv2", 4, (size_t[]){ 3, 3, CHANNELS, CHANNELS }, CHANNELS, self->taps[1],
                            3, &self->conv2)
      || hidden == 0 || hidden > MAX_HIDDEN)
    return CT_STATUS_BAD_WEIGHTS;
  self->n_hidden = hidden;
  self->dense1 = ct_weights_get (weights, "timbre.dense1.weight", 4, (size_t[]){ 2, ROWS, WIDE, hidden });
  self->dense1_bias = ct_weights_get (weights, "timbre.dense1.bias", 1, &hidden);
  self->dense2 = ct_weights_get (weights, "timbre.dense2.weight", 2, (size_t[]){ hidden, CT_EMBEDDING_SIZE });
  self->dense2_bias = ct_weights_get (weights, "timbre.dense2.bias", 1, &out);
  if (!self->dense1 || !self->dense1_bias || !self->dense2 || !self->dense2_bias)
    return CT_STATUS_BAD_WEIGHTS;
  return ct_wide_convolution_init (&self->conv3, weights, "timbre.conv3", 4, (size_t[]){ 3, 3, CHANNELS, WIDE }, WIDE,
                                   self->taps[1], 3);
}

CtStatus
ct_timbre_encoder_new (const CtWeights *weights, CtSimdLevel level, CtTimbreEncoder **out)
{
  CtTimbreEncoder *self;
  CtStatus status;

  if (!ct_simd_level_supported (level))
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->kernels = ct_simd_kernels (level);
  for (int row = 0; row < ROWS; row++)
    find_sharers (&self->sharers[row], row);
  for (int slot = 0; slot < 3; slot++)
    {
      self->taps[0][slot] = (slot - 1) * SLOT (CT_TIMBRE_CHANNELS) - CT_TIMBRE_CHANNELS;
      self->taps[1][slot] = (slot - 1) * SLOT (CHANNELS) - CHANNELS;
    }
  status = set_layers (self, weights);
  if (status != CT_STATUS_OK)
    {
      ct_timbre_encoder_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_timbre_encoder_free (CtTimbreEncoder *self)
{
  if (!self)
    return;
  ct_wide_convolution_clear (&self->conv3);
  free (self);
}

CtStatus
ct_timbre_work_new (const CtTimbreEncoder *encoder, CtTimbreWork **out)
{
  CtTimbreWork *self = calloc (1, sizeof *self);

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->encoder = encoder;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_timbre_work_free (CtTimbreWork *self)
{
  free (self);
}

/* The note that is looked at. */
typedef struct
{
  const CtSpectrogram *spectrogram;
  const CtPosteriorgram *posteriors;
  int pitch; /* from CT_MIDI_LOW */
  int bin;   /* of the fundamental */
  float floor_db;
} View;

static float
level_at (const uint16_t *levels, int bin)
{
  return bin >= 0 && bin < CT_CQT_BINS ? ct_level_to_db (levels[bin]) : CT_LEVEL_MIN_DB;
}

/* The highest level of the note's harmonics in frames [first, end). */
static float
peak_db (const View *view, long first, long end)
{
  long n = (long) ct_spectrogram_n_frames (view->spectrogram);
  float peak = CT_LEVEL_MIN_DB;

  for (long frame = first < 0 ? 0 : first; frame < end && frame < n; frame++)
    {
      const uint16_t *levels = ct_spectrogram_frame (view->spectrogram, (size_t) frame);

      for (int h = 0; h < HARMONICS; h++)
        for (int side = -1; side <= 1; side++)
          peak = fmaxf (peak, level_at (levels, view->bin + harmonic_offsets[h] + side));
    }
  return peak;
}

/* The level of cell 0 to 2 of a row: a bin of a harmonic, or the highest one of a band. */
static float
cell_level (const uint16_t *levels, int fundamental, int row, int cell)
{
  uint16_t most = 0;

  if (row < HARMONICS)
    return level_at (levels, fundamental + harmonic_offsets[row] + cell - 1);
  for (int i = 0, bin = fundamental + band_offset (row, cell); i < BAND_BINS && bin + i < CT_CQT_BINS; i++)
    if (levels[bin + i] > most)
      most = levels[bin + i];
  return ct_level_to_db (most);
}

/* The largest frame posterior, in steps of 1/255, among the pitches that share the row's cells. */
static int
shared_posterior (const Sharers *sharers, const uint8_t *posteriors, int pitch)
{
  int most = 0;

  for (int i = 0; i < sharers->n; i++)
    {
      int other = pitch + sharers->distances[i];

      if (other >= 0 && other < CT_N_PITCHES && posteriors[other] > most)
        most = posteriors[other];
    }
  return most;
}

/* Adds what is seen in @frame, times @share, to a slot. */
static void
add_frame (const CtTimbreEncoder *self, const View *view, long frame, float share, int slot, float *input)
{
  const uint16_t *levels;
  const uint8_t *posteriors;

  if (frame < 0 || (size_t) frame >= ct_spectrogram_n_frames (view->spectrogram))
    return;
  levels = ct_spectrogram_frame (view->spectrogram, (size_t) frame);
  posteriors = view->posteriors->frame + (size_t) frame * CT_N_PITCHES;
  for (int row = 0; row < ROWS; row++)
    {
      float *cell = input + (row * CT_TIMBRE_SLOTS + slot) * CT_TIMBRE_CHANNELS;

      for (int i = 0; i < 3; i++)
        {
          float over = cell_level (levels, view->bin, row, i) - view->floor_db;

          cell[i] += over > 0.0f ? share * over / UNIT_DB : 0.0f;
        }
      cell[3] += share * (float) shared_posterior (&self->sharers[row], posteriors, view->pitch) / 255.0f;
      cell[4] += share * (float) posteriors[view->pitch] / 255.0f;
      cell[5] += share * (float) view->pitch / CT_N_PITCHES;
    }
}

void
ct_timbre_encoder_input (const CtTimbreEncoder *self,
                         const CtSpectrogram *spectrogram,
                         const CtPosteriorgram *posteriors,
                         size_t onset,
                         int midi,
                         float *input)
{
  View view = { spectrogram, posteriors, midi - CT_MIDI_LOW, 3 * (midi - CT_MIDI_LOW) + 1, 0.0f };
  long first = (long) onset - LEAD_FRAMES, body = first + ATTACK_FRAMES;

  memset (input, 0, CT_TIMBRE_INPUT_SIZE * sizeof *input);
  view.floor_db = peak_db (&view, first, body) - RANGE_DB;
  for (int slot = 0; slot < ATTACK_FRAMES; slot++)
    add_frame (self, &view, first + slot, 1.0f, slot, input);
  for (int i = 0; i < BODY_FRAMES * (CT_TIMBRE_SLOTS - ATTACK_FRAMES); i++)
    add_frame (self, &view, body + i, 1.0f / BODY_FRAMES, ATTACK_FRAMES + i / BODY_FRAMES, input);
}

/* Lays the input out as the layers are: slot by slot, rows between zeros. */
static void
lay_out (const float *input, float *rows)
{
  for (int row = 0; row < ROWS; row++)
    for (int slot = 0; slot < CT_TIMBRE_SLOTS; slot++)
      memcpy (rows + (slot + 1) * SLOT (CT_TIMBRE_CHANNELS) + (row + 1) * CT_TIMBRE_CHANNELS,
              input + (row * CT_TIMBRE_SLOTS + slot) * CT_TIMBRE_CHANNELS, CT_TIMBRE_CHANNELS * sizeof (float));
}

/* Means over the slots of either half. */
static void
pool (const float *layer, float *pooled)
{
  const int slots = CT_TIMBRE_SLOTS / 8, size = ROWS * WIDE;

  for (int half = 0; half < 2; half++)
    for (int i = 0; i < size; i++)
      {
        float sum = 0.0f;

        for (int slot = 0; slot < slots; slot++)
          sum += layer[(half * slots + slot) * size + i];
        pooled[half * size + i] = sum / slots;
      }
}

static void
embed (const CtTimbreEncoder *self, const float *pooled, float *embedding)
{
  float hidden[MAX_HIDDEN], square = 0.0f, scale;
  size_t n = self->n_hidden;

  memcpy (hidden, self->dense1_bias, n * sizeof *hidden);
  for (size_t i = 0; i < POOLED; i++)
    for (size_t o = 0; o < n; o++)
      hidden[o] += pooled[i] * self->dense1[i * n + o];
  memcpy (embedding, self->dense2_bias, CT_EMBEDDING_SIZE * sizeof *embedding);
  for (size_t i = 0; i < n; i++)
    for (size_t o = 0; o < CT_EMBEDDING_SIZE; o++)
      embedding[o] += fmaxf (hidden[i], 0.0f) * self->dense2[i * CT_EMBEDDING_SIZE + o];
  for (int o = 0; o < CT_EMBEDDING_SIZE; o++)
    square += embedding[o] * embedding[o];
  if (!(square > 1e-20f))
    {
      /* no direction at all: any unit vector will do */
      memset (embedding, 0, CT_EMBEDDING_SIZE * sizeof *embedding);
      embedding[0] = square = 1.0f;
    }
  scale = 1.0f / sqrtf (square);
  for (int o = 0; o < CT_EMBEDDING_SIZE; o++)
    embedding[o] *= scale;
}

void
ct_timbre_encoder_execute (CtTimbreWork *work, const float *input, float *embedding)
{
  const CtTimbreEncoder *self = work->encoder;
  float pooled[POOLED];

  lay_out (input, work->input);
  for (int slot = 0; slot < CT_TIMBRE_SLOTS; slot++)
    self->kernels->convolve (&self->conv1, work->input + (slot + 1) * SLOT (CT_TIMBRE_CHANNELS) + CT_TIMBRE_CHANNELS,
                             CT_TIMBRE_CHANNELS, NULL, work->layer1 + (slot + 1) * SLOT (CHANNELS) + CHANNELS, CHANNELS,
                             ROWS);
  for (int slot = 0; slot < CT_TIMBRE_SLOTS / 2; slot++)
    self->kernels->convolve (&self->conv2, work->layer1 + (2 * slot + 1) * SLOT (CHANNELS) + CHANNELS, CHANNELS, NULL,
                             work->layer2 + (slot + 1) * SLOT (CHANNELS) + CHANNELS, CHANNELS, ROWS);
  for (int slot = 0; slot < CT_TIMBRE_SLOTS / 4; slot++)
    ct_wide_convolution_execute (&self->conv3, self->kernels,
                                 work->layer2 + (2 * slot + 1) * SLOT (CHANNELS) + CHANNELS, CHANNELS, NULL,
                                 work->layer3 + slot * ROWS * WIDE, WIDE, ROWS);
  pool (work->layer3, pooled);
  embed (self, pooled, embedding);
}
