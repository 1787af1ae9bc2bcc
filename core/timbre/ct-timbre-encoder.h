/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The network that gives a note its timbre. */
#ifndef CT_TIMBRE_ENCODER_H
#define CT_TIMBRE_ENCODER_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Harmonics of a note that the network sees one by one, from the fundamental on. */
#define CT_TIMBRE_HARMONICS 12
/** What it sees in order of frequency: these harmonics, then the two octaves above them, half an octave in a row. */
#define CT_TIMBRE_ROWS (CT_TIMBRE_HARMONICS + 4)
/** Moments that it sees: 16 frames from 2 before the onset, then 16 means of 4 frames each. */
#define CT_TIMBRE_SLOTS 32
/** What it sees of a row at a moment: the levels of the bin below, on and above the harmonic, or the highest ones in
 * three bands of six bins; how much of it other notes share; whether the note sounds; its pitch. */
#define CT_TIMBRE_CHANNELS 6
/** The size of its input, [CT_TIMBRE_ROWS][CT_TIMBRE_SLOTS][CT_TIMBRE_CHANNELS]. */
#define CT_TIMBRE_INPUT_SIZE (CT_TIMBRE_ROWS * CT_TIMBRE_SLOTS * CT_TIMBRE_CHANNELS)

/** The network, specified in core/training/MODEL.md. What it sees depends on the transform, the posteriors and the
 * note's onset and pitch, never on where the note ends or on its neighbours. Immutable; threads may share it. */
typedef struct _CtTimbreEncoder CtTimbreEncoder;

/** The buffers of one thread. */
typedef struct _CtTimbreWork CtTimbreWork;

/** Makes the network.
 *
 * @param weights   its weights, which must outlive it
 * @param level     the instructions to use
 * @param[out] out  the network; free it with ct_timbre_encoder_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_WEIGHTS where a tensor is missing or has another shape; CT_STATUS_BAD_ARGUMENT
 *         where @p level cannot run here; CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_encoder_new (const CtWeights *weights, CtSimdLevel level, CtTimbreEncoder **out) CT_MUST_USE;

/** Frees the network.
 *
 * @param self  the network, or NULL */
void ct_timbre_encoder_free (CtTimbreEncoder *self);

/** Makes buffers.
 *
 * @param encoder   the network, which must outlive them
 * @param[out] out  the buffers; free them with ct_timbre_work_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_work_new (const CtTimbreEncoder *encoder, CtTimbreWork **out) CT_MUST_USE;

/** Frees buffers.
 *
 * @param self  the buffers, or NULL */
void ct_timbre_work_free (CtTimbreWork *self);

/** What the network sees of a note.
 *
 * @param self         the network
 * @param spectrogram  the levels of the recording
 * @param posteriors   what was heard in it
 * @param onset        the frame in which the note begins
 * @param midi         its pitch
 * @param[out] input   [CT_TIMBRE_INPUT_SIZE] */
void ct_timbre_encoder_input (const CtTimbreEncoder *self,
                              const CtSpectrogram *spectrogram,
                              const CtPosteriorgram *posteriors,
                              size_t onset,
                              int midi,
                              float *input);

/** Computes an embedding.
 *
 * @param work            the buffers
 * @param input           [CT_TIMBRE_INPUT_SIZE]
 * @param[out] embedding  [CT_EMBEDDING_SIZE], a unit vector, or zeros */
void ct_timbre_encoder_execute (CtTimbreWork *work, const float *input, float *embedding);

#ifdef __cplusplus
}
#endif

#endif
