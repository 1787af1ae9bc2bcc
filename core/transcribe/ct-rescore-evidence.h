/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What was heard in a recording: where notes and tracks can be found again from. */
#ifndef CT_RESCORE_EVIDENCE_H
#define CT_RESCORE_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/network/ct-weights.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/timbre/ct-memory-network.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-colours.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What was heard, whatever the options. All of it is borrowed. */
typedef struct
{
  const CtPosteriorgram *posteriors; /**< of the recording, or of the part that was analysed */
  /** Of the same frames; NULL: the recording is missing, and notes keep their velocities. */
  const CtSpectrogram *spectrogram;
  double start_s;                /**< where in the recording frame 0 lies */
  const CtNote *candidates;      /**< [n_candidates], by onset, then pitch (ct-candidates.h) */
  const float *embeddings;       /**< [n_candidates][CT_EMBEDDING_SIZE] */
  size_t n_candidates;           /**< how many there are */
  const CtMemoryNetwork *memory; /**< what parts the timbres; NULL: embeddings are compared as they are */
  /** By which programs are guessed and timbres recognised (NULL: they are not), and beats heard. */
  const CtWeights *weights;
  const CtKnownTimbres *known; /**< what tracks are recognised by; NULL: they are not */
  uint64_t encoder;            /**< whose embeddings these are, for that */
  CtTrackColours colours;      /**< of new tracks */
} CtRescoreEvidence;

/** The candidate that a note was found as.
 *
 * @param self  the evidence
 * @param note  a note of the score
 * @return the index of the candidate, or -1: the note was drawn or imported, or no candidate is near enough */
ptrdiff_t ct_rescore_evidence_candidate (const CtRescoreEvidence *self, const CtEditNote *note);

/** The timbre that a note was heard with.
 *
 * @param self  the evidence
 * @param note  a note of the score
 * @return [CT_EMBEDDING_SIZE], valid as long as @p self; NULL where the note has no candidate */
const float *ct_rescore_evidence_embedding (const CtRescoreEvidence *self, const CtEditNote *note);

#ifdef __cplusplus
}
#endif

#endif
