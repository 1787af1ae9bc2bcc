/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ACOUSTIC_MODEL_H
#define CT_ACOUSTIC_MODEL_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The network that hears onsets and sounding notes, whatever their timbre; specified in core/training/MODEL.md. */
typedef struct _CtAcousticModel CtAcousticModel;

/** The buffers of one thread. */
typedef struct _CtAcousticWork CtAcousticWork;

/** Frames before and after a frame that its posteriors depend on. */
#define CT_ACOUSTIC_REACH 18

/** Borrows @weights. Immutable; threads may share it. */
CtStatus ct_acoustic_model_new (const CtWeights *weights, CtSimdLevel level, CtAcousticModel **out) CT_MUST_USE;
void ct_acoustic_model_free (CtAcousticModel *self);

/** Buffers for blocks of at most @max_frames frames. */
CtStatus ct_acoustic_work_new (const CtAcousticModel *model, size_t max_frames, CtAcousticWork **out) CT_MUST_USE;
void ct_acoustic_work_free (CtAcousticWork *self);

/** What the network sees of @frame: (level - mean) in dB, from -60 dB up, in units of 40 dB; @input is [CT_CQT_BINS].
 */
void ct_acoustic_model_input (const CtSpectrogram *spectrogram, size_t frame, float *input);

/** Computes frames @first to @first + @n_frames - 1 of @posteriors. The size of the blocks changes nothing. */
void ct_acoustic_model_execute (CtAcousticWork *work,
                                const CtSpectrogram *spectrogram,
                                size_t first,
                                size_t n_frames,
                                CtPosteriorgram *posteriors);

/** Multiply-adds a frame. */
size_t ct_acoustic_model_macs (void);

#ifdef __cplusplus
}
#endif

#endif
