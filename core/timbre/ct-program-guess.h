/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PROGRAM_GUESS_H
#define CT_PROGRAM_GUESS_H

#include "core/base/ct-score.h"
#include "core/network/ct-weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Gives every track of @score the General MIDI program whose mean embedding, as @weights know it from training, lies
 * nearest to the track's own (weighted by confidence); 0 where none is near or the weights know none. @embeddings is
 * [score->notes.n][CT_EMBEDDING_SIZE]. */
void ct_program_guess (const CtWeights *weights, const float *embeddings, CtScore *score);

#ifdef __cplusplus
}
#endif

#endif
