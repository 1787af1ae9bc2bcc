/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transform/ct-spectrogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-blocks.h"
#include "core/transform/ct-cqt.h"

/* A sine of -90 dB full scale has twice as much, since several bins hear it. */
#define INAUDIBLE_POWER 1e-9
/* Five minutes; of longer recordings the rest lies in a file. */
#define BYTES_IN_MEMORY 16000000

typedef struct
{
  uint16_t levels[CT_SPECTROGRAM_BLOCK_FRAMES][CT_CQT_BINS];
  double energy[CT_SPECTROGRAM_BLOCK_FRAMES]; /* sums of power over the bins */
} Block;

struct _CtSpectrogram
{
  CtBlocks *blocks; /* of Block */
  size_t n_frames;
  double mean_db;
  double loudest; /* sum of power over the bins of a frame */
};

CtStatus
ct_spectrogram_new (CtSpectrogram **out)
{
  CtSpectrogram *self = calloc (1, sizeof *self);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  status = ct_blocks_new (sizeof (Block), BYTES_IN_MEMORY, &self->blocks);
  if (status != CT_STATUS_OK)
    {
      free (self);
      return status;
    }
  self->mean_db = CT_LEVEL_MIN_DB;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_spectrogram_free (CtSpectrogram *self)
{
  if (!self)
    return;
  ct_blocks_free (self->blocks);
  free (self);
}

CtStatus
ct_spectrogram_reserve (CtSpectrogram *self, size_t block)
{
  /* zeroed: frames that are never stored are silent */
  return ct_blocks_reserve (self->blocks, block);
}

/* Level of a power: its exponent is read from the float's bits, the logarithm of the mantissa in [0.71, 1.41)
 * is a polynomial (Chebyshev interpolation, within 0.0001 dB). It clamps integers, not floats, so that
 * compilers vectorise the loop around it without being told that no comparison traps. */
static inline uint16_t
level_of_power (float power)
{
  const int32_t bits_lowest
      = 0x0da24260; /* 1e-30 and 1e30: beyond what a level can say, well inside the normal floats */
  const int32_t bits_highest = 0x7149f2ca; /* NaN is above this or, with its sign set, below the other */
  const int32_t bits_root_half = 0x3f3504f3;
  const float steps_per_octave = 3.01029996f * CT_LEVEL_STEPS_PER_DB;
  const float zero = 0.5f - (float) CT_LEVEL_MIN_DB * CT_LEVEL_STEPS_PER_DB;
  int32_t bits, exponent, rest, level;
  float t, log2_mantissa;

  memcpy (&bits, &power, sizeof bits);
  bits = bits > bits_lowest ? bits : bits_lowest;
  bits = bits < bits_highest ? bits : bits_highest;
  exponent = (bits - bits_root_half) >> 23;
  rest = bits - exponent * (1 << 23);
  memcpy (&t, &rest, sizeof t);
  t -= 1.0f;
  log2_mantissa = t * (1.44264046f + t * (-0.720629216f + t * (0.485737843f + t * (-0.389675224f + t * 0.250287847f))));
  level = (int32_t) (((float) exponent + log2_mantissa) * steps_per_octave + zero);
  level = level > 0 ? level : 0;
  return (uint16_t) (level < 65535 ? level : 65535);
}

/* In float over eight lanes, so that the sum vectorises and is the same for every compiler, then in double. */
static double
sum_power (const float *power)
{
  float lanes[8] = { 0 };
  double sum = 0;

  for (int bin = 0; bin < CT_CQT_BINS; bin += 8)
    for (int lane = 0; lane < 8; lane++)
      lanes[lane] += power[bin + lane];
  for (int lane = 0; lane < 8; lane++)
    sum += (double) lanes[lane];
  return sum;
}

static double
store_frame (const float *restrict transform, uint16_t *restrict levels)
{
  float power[CT_CQT_BINS];

  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    power[bin] = transform[2 * bin] * transform[2 * bin] + transform[2 * bin + 1] * transform[2 * bin + 1];
  for (int bin = 0; bin < CT_CQT_BINS; bin++)
    levels[bin] = level_of_power (power[bin]);
  return sum_power (power);
}

void
ct_spectrogram_store (CtSpectrogram *self, size_t block, const float *transform, size_t n_frames)
{
  Block *to = ct_blocks_at (self->blocks, block);

  for (size_t i = 0; i < n_frames; i++)
    to->energy[i] = store_frame (transform + 2 * CT_CQT_BINS * i, to->levels[i]);
}

void
ct_spectrogram_finish (CtSpectrogram *self, size_t n_frames)
{
  double sum = 0, loudest = 0, mean;

  /* frame by frame: the sum does not depend on which thread stored what */
  for (size_t i = 0; i < n_frames; i++)
    {
      const Block *block = ct_blocks_at (self->blocks, i / CT_SPECTROGRAM_BLOCK_FRAMES);
      double energy = block->energy[i % CT_SPECTROGRAM_BLOCK_FRAMES];

      sum += energy;
      loudest = fmax (loudest, energy);
    }
  self->n_frames = n_frames;
  self->loudest = loudest;
  mean = n_frames ? sum / ((double) n_frames * CT_CQT_BINS) : 0;
  self->mean_db = mean > 1e-20 ? 10 * log10 (mean) : CT_LEVEL_MIN_DB;
}

size_t
ct_spectrogram_n_frames (const CtSpectrogram *self)
{
  return self->n_frames;
}

const uint16_t *
ct_spectrogram_frame (const CtSpectrogram *self, size_t frame)
{
  const Block *block = ct_blocks_at (self->blocks, frame / CT_SPECTROGRAM_BLOCK_FRAMES);

  return block->levels[frame % CT_SPECTROGRAM_BLOCK_FRAMES];
}

bool
ct_spectrogram_is_inaudible (const CtSpectrogram *self)
{
  return self->loudest < INAUDIBLE_POWER;
}

double
ct_spectrogram_mean_db (const CtSpectrogram *self)
{
  return self->mean_db;
}
