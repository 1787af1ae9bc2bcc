/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ACOUSTIC_DEFINITION_H
#define ACOUSTIC_DEFINITION_H

#include <glib.h>

#include "core/network/ct-weights.h"

/* What an acoustic model of @n_blocks that holds @n_state numbers makes of @input ([n_frames][CT_CQT_BINS]) by its
 * definition in core/training/MODEL.md, slowly and in double precision: onset and frame, [n_frames][CT_N_PITCHES][2].
 * The caller frees it. */
float *
acoustic_definition (const CtWeights *weights, gsize n_blocks, gsize n_state, const float *input, gsize n_frames);

#endif
