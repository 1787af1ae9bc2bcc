/* SPDX-License-Identifier: GPL-3.0-or-later */
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

/** The lowest onset or frame threshold that a person can choose. */
#define CT_LOWEST_THRESHOLD 0.05f

/** A note is known again by its pitch and an onset at most this many frames from where it was heard: 70 ms.
 */
#define CT_ORIGIN_FRAMES 6

/** Finds every note that any choice of thresholds, lengths, pitches and extra steps brings out, once: each
 * pitch and onset, which is all that an embedding depends on. The notes of @shipped (the defaults, say) are
 * among them with exactly their onsets, others may stand for several a few frames apart. Appends to
 * @candidates, sorted by ct_notes_sort(). @spectrogram as for ct_note_decoder_decode(). */
CtStatus ct_candidates_find (const CtPosteriorgram *posteriors,
                             const CtSpectrogram *spectrogram,
                             const CtNoteDecoderOptions *shipped,
                             double start_s,
                             CtNotes *candidates) CT_MUST_USE;

/** The frame that the onset at @onset_s lies in, counted from @start_s. */
int ct_candidates_frame (double onset_s, double start_s);

/** Which of @candidates ([n], sorted) has pitch @midi and the onset nearest to @frame, at most
 * CT_ORIGIN_FRAMES away; -1: none has. */
ptrdiff_t ct_candidates_nearest (const CtNote *candidates, size_t n, double start_s, int frame, int midi);

#ifdef __cplusplus
}
#endif

#endif
