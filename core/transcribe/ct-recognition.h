/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Tracks that are recognised as timbres known from other recordings. */
#ifndef CT_RECOGNITION_H
#define CT_RECOGNITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Computes the embeddings of a score's notes.
 *
 * @param transcriber      the transcriber
 * @param analysis         what was heard, with levels and posteriors
 * @param score            the score
 * @param[out] embeddings  [score->notes.n][CT_EMBEDDING_SIZE]; free them with free()
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED or CT_STATUS_NO_MEMORY */
CtStatus ct_recognition_encode (CtTranscriber *transcriber,
                                const CtAnalysis *analysis,
                                const CtScore *score,
                                float **embeddings) CT_MUST_USE;

/** Marks a song, so that it counts once however often it is learned.
 *
 * @param embeddings  [n][CT_EMBEDDING_SIZE], of its notes
 * @param n           how many
 * @return a hash, not 0 */
uint64_t ct_recognition_mark (const float *embeddings, size_t n);

/** Gives the tracks that are recognised the names, colours and programs that are known.
 *
 * @param known          what is known
 * @param weights        by which timbres are compared
 * @param encoder        whose embeddings they are
 * @param embeddings     [score->notes.n][CT_EMBEDDING_SIZE]
 * @param[in,out] score  the score, its notes on their tracks
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_recognition_apply (const CtKnownTimbres *known,
                               const CtWeights *weights,
                               uint64_t encoder,
                               const float *embeddings,
                               CtScore *score) CT_MUST_USE;

/** Whether a hand has named a track.
 *
 * @param self  a track
 * @return false, too, for a name that it was recognised by */
bool ct_edit_track_is_named (const CtEditTrack *self);

/** Gives a track what is known of a timbre: its name and, where no hand has chosen them, colour and program.
 *
 * @param self    a track without a name of its own
 * @param timbre  the timbre */
void ct_edit_track_recognise (CtEditTrack *self, const CtKnownTimbre *timbre);

/** Gives a recognised track back what it was before. Others stay as they are.
 *
 * @param self  a track */
void ct_edit_track_unrecognise (CtEditTrack *self);

#ifdef __cplusplus
}
#endif

#endif
