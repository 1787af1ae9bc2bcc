/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * From posteriors to notes. */
#ifndef CT_NOTE_DECODER_H
#define CT_NOTE_DECODER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How notes are decoded, after R. Bittner et al. 2022: peaks of the onset posterior above a threshold, the latest
 * first, each lasting until its frame posterior stays below the frame threshold. */
typedef struct
{
  float onset_threshold; /**< in (0, 1) */
  float frame_threshold; /**< in (0, 1) */
  /** Peaks between this and the onset threshold become uncertain notes; at the onset threshold or above it: none do. */
  float uncertain_threshold;
  /** How readily a note that still sounds is struck again, -1 to 1. 0: by the onset threshold, as any other; towards -1
   * by a higher one, and at -1 never; towards 1 by a lower one, at 1 by the uncertain threshold. */
  float repetition;
  float min_length_s;       /**< shorter notes are dropped; a confident note may be half as short */
  int tolerance_frames;     /**< a note ends after this many frames below the frame threshold */
  int midi_low;             /**< the lowest pitch */
  int midi_high;            /**< the highest pitch, inclusive */
  bool notes_without_onset; /**< the strongest frames left become notes, too; else they become uncertain notes */
  bool early_start;         /**< a note begins where its partials begin to rise, before the onset's peak */
} CtNoteDecoderOptions;

/** Sets the defaults, which are the same for all music.
 *
 * @param[out] self  the options */
void ct_note_decoder_options_init (CtNoteDecoderOptions *self);

/** Checks options.
 *
 * @param self  the options
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where a value is out of range or not finite */
CtStatus ct_note_decoder_options_check (const CtNoteDecoderOptions *self) CT_MUST_USE;

/** Decodes posteriors.
 *
 * @param posteriors     what was heard
 * @param spectrogram    the levels of the same frames, for velocities and early starts; NULL: velocities come from the
 *                       confidence
 * @param options        how
 * @param start_s        where in the recording frame 0 lies; frame i lies i * 256 / 22050 s later
 * @param[in,out] notes  the notes are appended, sorted by ct_note_compare()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_note_decoder_decode (const CtPosteriorgram *posteriors,
                                 const CtSpectrogram *spectrogram,
                                 const CtNoteDecoderOptions *options,
                                 double start_s,
                                 CtNotes *notes) CT_MUST_USE;

/** Measures the pitch of a note, frame by frame, with a parabola through the levels of the three bins around it.
 *
 * @param spectrogram  the levels
 * @param note         the note
 * @param start_s      where in the recording frame 0 lies
 * @param[out] cents   [max], relative to the MIDI note; NAN where it cannot be measured
 * @param max          the most frames
 * @return how many were written */
size_t
ct_note_decoder_bend (const CtSpectrogram *spectrogram, const CtNote *note, double start_s, float *cents, size_t max);

#ifdef __cplusplus
}
#endif

#endif
