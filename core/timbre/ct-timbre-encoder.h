/* SPDX-License-Identifier: GPL-3.0-or-later */
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

/** The network that gives a note its timbre embedding; specified in core/training/MODEL.md. What it sees depends on the
 * note's onset and pitch, on transform and posteriors only, never on where the note ends or on its neighbours. */
typedef struct _CtTimbreEncoder CtTimbreEncoder;

/** The buffers of one thread. */
typedef struct _CtTimbreWork CtTimbreWork;

/* The input of a note, [CT_TIMBRE_HARMONICS][CT_TIMBRE_SLOTS][CT_TIMBRE_CHANNELS].
 * Slots: 16 frames from 2 before the onset, then 16 means of 4 frames each.
 * Channels: levels of the bin below, on and above the harmonic; how much of the cell other notes share; whether the
 * note itself sounds; its pitch. */
#define CT_TIMBRE_HARMONICS 12
#define CT_TIMBRE_SLOTS 32
#define CT_TIMBRE_CHANNELS 6
#define CT_TIMBRE_INPUT_SIZE (CT_TIMBRE_HARMONICS * CT_TIMBRE_SLOTS * CT_TIMBRE_CHANNELS)

/** Borrows @weights. Immutable; threads may share it. */
CtStatus ct_timbre_encoder_new (const CtWeights *weights, CtSimdLevel level, CtTimbreEncoder **out) CT_MUST_USE;
void ct_timbre_encoder_free (CtTimbreEncoder *self);

CtStatus ct_timbre_work_new (const CtTimbreEncoder *encoder, CtTimbreWork **out) CT_MUST_USE;
void ct_timbre_work_free (CtTimbreWork *self);

/** What the network sees of the note of pitch @midi that begins in frame @onset; @input is [CT_TIMBRE_INPUT_SIZE]. */
void ct_timbre_encoder_input (const CtTimbreEncoder *self,
                              const CtSpectrogram *spectrogram,
                              const CtPosteriorgram *posteriors,
                              size_t onset,
                              int midi,
                              float *input);

/** The embedding of an @input: a unit vector of CT_EMBEDDING_SIZE. */
void ct_timbre_encoder_execute (CtTimbreWork *work, const float *input, float *embedding);

#ifdef __cplusplus
}
#endif

#endif
