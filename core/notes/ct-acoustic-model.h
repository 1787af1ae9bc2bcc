/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The network that hears onsets and sounding notes. */
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

/** How many frames before and after a frame its posteriors depend on. */
#define CT_ACOUSTIC_REACH 18

/** The network, whatever the timbre; specified in core/training/MODEL.md. Immutable; threads may share it. */
typedef struct _CtAcousticModel CtAcousticModel;

/** The buffers of one thread. */
typedef struct _CtAcousticWork CtAcousticWork;

/** Makes the network.
 *
 * @param weights   its weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_acoustic_model_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where a tensor is missing or has another shape; CT_STATUS_NO_MEMORY */
CtStatus ct_acoustic_model_new (const CtWeights *weights, CtSimdLevel level, CtAcousticModel **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_acoustic_model_free (CtAcousticModel *self);

/** Makes buffers.
 *
 * @param model       the network, which must outlive them
 * @param max_frames  the most frames of a block
 * @param[out] out    the buffers; free them with ct_acoustic_work_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_acoustic_work_new (const CtAcousticModel *model, size_t max_frames, CtAcousticWork **out) CT_MUST_USE;

/** Frees buffers.
 *
 * @param self  the buffers, or NULL */
void ct_acoustic_work_free (CtAcousticWork *self);

/** What the network sees of a frame: its levels relative to the recording's mean, from -60 dB up, in units of 40 dB.
 *
 * @param spectrogram  the levels
 * @param frame        the frame
 * @param[out] input   [CT_CQT_BINS] */
void ct_acoustic_model_input (const CtSpectrogram *spectrogram, size_t frame, float *input);

/** Computes posteriors. They do not depend on the size of the blocks.
 *
 * @param work                the buffers
 * @param spectrogram         the levels of the recording
 * @param first               the first frame
 * @param n_frames            how many
 * @param[in,out] posteriors  where the frames go */
void ct_acoustic_model_execute (CtAcousticWork *work,
                                const CtSpectrogram *spectrogram,
                                size_t first,
                                size_t n_frames,
                                CtPosteriorgram *posteriors);

/** Counts operations.
 *
 * @return multiply-adds a frame */
size_t ct_acoustic_model_macs (void);

#ifdef __cplusplus
}
#endif

#endif
