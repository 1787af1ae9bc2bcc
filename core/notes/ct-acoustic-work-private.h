/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ACOUSTIC_WORK_PRIVATE_H
#define CT_ACOUSTIC_WORK_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-state-private.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

/* The buffers of one thread, which takes a block of frames through the network in three steps. What comes out does not
 * depend on the size of the blocks. */
typedef struct _CtAcousticWork CtAcousticWork;

/* For blocks of at most @max_frames. @model must outlive it. */
CtStatus ct_acoustic_work_new (const CtAcousticModel *model, size_t max_frames, CtAcousticWork **out) CT_MUST_USE;
void ct_acoustic_work_free (CtAcousticWork *self);

/* First step, which looks at the frames around the block only: blocks may take it in any order. */
void ct_acoustic_work_convolve (CtAcousticWork *self, const CtSpectrogram *spectrogram, size_t first, size_t n_frames);

/* As that for a whole recording of @n_frames, from the network's @input ([n_frames][CT_CQT_BINS]): golden vectors and
 * benchmarks need no recording. */
void ct_acoustic_work_convolve_input (CtAcousticWork *self, const float *input, size_t n_frames);

/* Second step: the recurrent layer. Every block of the recording takes it once, in order of time, with one @state. */
void ct_acoustic_work_recur (CtAcousticWork *self, CtAcousticState *state);

/* Third step, again in any order: the block's frames of @posteriors. */
void ct_acoustic_work_output (const CtAcousticWork *self, CtPosteriorgram *posteriors);

#endif
