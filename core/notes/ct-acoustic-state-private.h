/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ACOUSTIC_STATE_PRIVATE_H
#define CT_ACOUSTIC_STATE_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-acoustic-model.h"

/* What the recurrent layer keeps of a recording from its first frame on. */
typedef struct _CtAcousticState CtAcousticState;

/* @model must outlive it. */
CtStatus ct_acoustic_state_new (const CtAcousticModel *model, CtAcousticState **out) CT_MUST_USE;
void ct_acoustic_state_free (CtAcousticState *self);

/* Runs the layer over the recording's next block of @n frames, in place. Of the rows of the layer before, @rows begins
 * with the first of CT_ACOUSTIC_OUTPUT_REACH rows before the block and ends with as many after it; the block and what
 * follows it hold @n_real rows of the recording, and zeros. */
void ct_acoustic_state_execute (CtAcousticState *self, float *rows, size_t n, size_t n_real);

#endif
