/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Every note that some choice of options brings out. */
#ifndef CT_CANDIDATES_H
#define CT_CANDIDATES_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The lowest onset or frame threshold that the user can choose. */
#define CT_LOWEST_THRESHOLD 0.05f

/** A note is recognised by its pitch and an onset at most this many frames (70 ms) from where it was heard. */
#define CT_ORIGIN_FRAMES 6

/** Finds every note that any choice of thresholds, lengths, pitches and extra steps brings out, each pitch and onset
 * once: an embedding depends on nothing else. The notes of @p shipped are among them with exactly their onsets; others
 * may stand for several a few frames apart.
 *
 * @param posteriors          what was heard
 * @param spectrogram         as for ct_note_decoder_decode()
 * @param shipped             the options whose notes must be among them, such as the defaults
 * @param start_s             where in the recording frame 0 lies
 * @param[in,out] candidates  the notes are appended, sorted by ct_note_compare()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT, CT_STATUS_NO_MEMORY, with nothing appended */
CtStatus ct_candidates_find (const CtPosteriorgram *posteriors,
                             const CtSpectrogram *spectrogram,
                             const CtNoteDecoderOptions *shipped,
                             double start_s,
                             CtNotes *candidates) CT_MUST_USE;

/** The frame that an onset lies in.
 *
 * @param onset_s  the onset
 * @param start_s  where in the recording frame 0 lies
 * @return the number of the frame */
int ct_candidates_frame (double onset_s, double start_s);

/** Finds the candidate nearest to where a note was heard.
 *
 * @param candidates  [n], sorted
 * @param n           how many
 * @param start_s     where in the recording frame 0 lies
 * @param frame       the frame of the note's onset
 * @param midi        its pitch
 * @return the index of the candidate of that pitch with the nearest onset, at most CT_ORIGIN_FRAMES away; or -1 */
ptrdiff_t ct_candidates_nearest (const CtNote *candidates, size_t n, double start_s, int frame, int midi);

#ifdef __cplusplus
}
#endif

#endif
