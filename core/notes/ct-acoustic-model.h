/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The network that hears onsets and sounding notes. */
#ifndef CT_ACOUSTIC_MODEL_H
#define CT_ACOUSTIC_MODEL_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The network, whatever the timbre; specified in core/training/MODEL.md. Immutable; threads may share it.
 * ct_acoustic_stream_run() runs it over a recording. */
typedef struct _CtAcousticModel CtAcousticModel;

/** Makes the network. How many blocks it has, whether it recurs and how much it then keeps is what the weights say.
 *
 * @param weights   its weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_acoustic_model_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where a tensor is missing or has another shape; CT_STATUS_BAD_ARGUMENT
 *         where the level is not supported; CT_STATUS_NO_MEMORY */
CtStatus ct_acoustic_model_new (const CtWeights *weights, CtSimdLevel level, CtAcousticModel **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_acoustic_model_free (CtAcousticModel *self);

/** What the network sees of a frame: its levels relative to the recording's mean, from -60 dB up, in units of 40 dB.
 *
 * @param spectrogram  the levels
 * @param frame        the frame
 * @param[out] input   [CT_CQT_BINS] */
void ct_acoustic_model_input (const CtSpectrogram *spectrogram, size_t frame, float *input);

/** Counts operations.
 *
 * @param self  the network
 * @return multiply-adds a frame */
size_t ct_acoustic_model_macs (const CtAcousticModel *self);

#ifdef __cplusplus
}
#endif

#endif
