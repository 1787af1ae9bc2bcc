/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SPECTROGRAM_H
#define CT_SPECTROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The power of the constant-Q transform of a whole recording, 16 bits a cell, kept in blocks of frames so that it
 * grows without being copied. A level of value v stands for v / 256 - 200 dB (0 dB: a sine of full scale). */
typedef struct _CtSpectrogram CtSpectrogram;

#define CT_SPECTROGRAM_BLOCK_FRAMES 512
#define CT_LEVEL_STEPS_PER_DB 256
#define CT_LEVEL_MIN_DB -200

CtStatus ct_spectrogram_new (CtSpectrogram **out) CT_MUST_USE;
void ct_spectrogram_free (CtSpectrogram *self);

/** Makes room for block number @block and those before it. */
CtStatus ct_spectrogram_reserve (CtSpectrogram *self, size_t block) CT_MUST_USE;

/** Stores frames of block number @block from @transform ([n_frames][CT_CQT_BINS][2]); room must have been reserved.
 * Several threads may store different blocks at once, while none reserves. */
void ct_spectrogram_store (CtSpectrogram *self, size_t block, const float *transform, size_t n_frames);

/** Says how many frames there are in all, once every block is stored, and sums up their energy. */
void ct_spectrogram_finish (CtSpectrogram *self, size_t n_frames);

size_t ct_spectrogram_n_frames (const CtSpectrogram *self);

/** The levels of @frame: [CT_CQT_BINS]. */
const uint16_t *ct_spectrogram_frame (const CtSpectrogram *self, size_t frame);

/** Mean power of all cells in dB; CT_LEVEL_MIN_DB for digital silence. The one statistic of the whole recording that
 * enters the networks. */
double ct_spectrogram_mean_db (const CtSpectrogram *self);

/** A level in dB. */
static inline float
ct_level_to_db (uint16_t level)
{
  return (float) level / CT_LEVEL_STEPS_PER_DB + CT_LEVEL_MIN_DB;
}

#ifdef __cplusplus
}
#endif

#endif
