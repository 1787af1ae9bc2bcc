/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ACOUSTIC_MODEL_PRIVATE_H
#define CT_ACOUSTIC_MODEL_PRIVATE_H

#include <stddef.h>

#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-posteriorgram.h"

/* As ct_acoustic_model_execute() over a whole recording of @n_frames (at most the work's), from the network's @input
 * ([n_frames][CT_CQT_BINS]): golden vectors and benchmarks need no recording. */
void ct_acoustic_model_execute_input (CtAcousticWork *work,
                                      const float *input,
                                      size_t n_frames,
                                      CtPosteriorgram *posteriors);

#endif
