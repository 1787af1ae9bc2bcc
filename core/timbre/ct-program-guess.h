/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Guesses the General MIDI programs of tracks. */
#ifndef CT_PROGRAM_GUESS_H
#define CT_PROGRAM_GUESS_H

#include "core/base/ct-score.h"
#include "core/network/ct-weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Gives every track the program whose mean embedding, as the weights know it from training, is nearest to the track's
 * own mean embedding (weighted by confidence); 0 where none is near or the weights know none.
 *
 * @param weights        the weights
 * @param embeddings     [score->notes.n][CT_EMBEDDING_SIZE]
 * @param[in,out] score  its tracks' programs are set */
void ct_program_guess (const CtWeights *weights, const float *embeddings, CtScore *score);

#ifdef __cplusplus
}
#endif

#endif
