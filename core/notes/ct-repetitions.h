/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Onsets of pitches that sound already: is a note struck again, or held while others begin? The acoustic model hears
 * half a second around an onset; here it is judged by what else the recording does. The network's hint counts, and how
 * often notes are struck again around it, at its own pitch and at others, and whether others begin whenever that
 * happens (core/training/MODEL.md). */
#ifndef CT_REPETITIONS_H
#define CT_REPETITIONS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What each of them is judged by. */
#define CT_N_REPETITION_FEATURES 12

/** Peaks of the onset posteriors where their pitch sounds already. */
typedef struct CtRepetitions CtRepetitions;

/** One of them. */
typedef struct
{
  size_t frame;                             /**< of the posteriors */
  int pitch;                                /**< semitones above CT_MIDI_LOW */
  float features[CT_N_REPETITION_FEATURES]; /**< in the order of MODEL.md */
} CtRepetition;

/** Finds them.
 *
 * @param posteriors  what the acoustic model hears, which must outlive them
 * @param[out] out    the onsets; free them with ct_repetitions_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_repetitions_new (const CtPosteriorgram *posteriors, CtRepetitions **out) CT_MUST_USE;

/** Frees them.
 *
 * @param self  the onsets, or NULL */
void ct_repetitions_free (CtRepetitions *self);

/** How many there are.
 *
 * @param self  the onsets
 * @return their number */
size_t ct_repetitions_n (const CtRepetitions *self);

/** Describes one.
 *
 * @param self      the onsets
 * @param i         which, in order of time
 * @param[out] out  the onset */
void ct_repetitions_get (const CtRepetitions *self, size_t i, CtRepetition *out);

/** Judges them, and writes the onset posteriors anew around each. Weights that cannot tell change nothing.
 *
 * @param weights     the weights
 * @param posteriors  what the acoustic model hears
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, then nothing has changed */
CtStatus ct_repetitions_judge (const CtWeights *weights, CtPosteriorgram *posteriors) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
