/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ACOUSTIC_DEFINITION_H
#define ACOUSTIC_DEFINITION_H

#include <glib.h>

#include "core/network/ct-weights.h"
#include "tests/support/acoustic-weights.h"

/* What an acoustic model of @shape makes of @input ([n_frames][CT_CQT_BINS]) by its definition in
 * core/training/MODEL.md, slowly and in double precision: onset and frame, [n_frames][CT_N_PITCHES][2]. The caller
 * frees it. */
float *acoustic_definition (const CtWeights *weights, AcousticShape shape, const float *input, gsize n_frames);

#endif
