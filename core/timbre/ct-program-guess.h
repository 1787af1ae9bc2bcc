/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Guesses the General MIDI programs of tracks. */
#ifndef CT_PROGRAM_GUESS_H
#define CT_PROGRAM_GUESS_H

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Guesses a program for every track from how its notes sound, where they lie and how they rise and decay, by what the
 * weights know of the makers' instruments in training (core/training/MODEL.md). A track's name follows: the program's
 * where that is sure (and it is an instrument, no synthesizer's sound), else its family's where that is, else its
 * number. A guess is shown; nothing depends on it.
 *
 * @param weights        the weights; those that know no programs name tracks by number
 * @param embeddings     [score->notes.n][CT_EMBEDDING_SIZE]
 * @param spectrogram    of the recording; NULL: nothing is guessed
 * @param start_s        where in the recording its frame 0 lies
 * @param[in,out] score  its tracks' programs, namings and names are set
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_program_guess (const CtWeights *weights,
                           const float *embeddings,
                           const CtSpectrogram *spectrogram,
                           double start_s,
                           CtScore *score) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
