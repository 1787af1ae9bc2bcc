/* SPDX-License-Identifier: GPL-3.0-or-later */
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

/** From posteriors to notes, as in R. Bittner et al. 2022: peaks of the onset posterior above a threshold, latest
 * first, each lasting until its frame posterior stays below the frame threshold. */
typedef struct
{
  float onset_threshold;     /**< in (0, 1) */
  float frame_threshold;     /**< in (0, 1) */
  float uncertain_threshold; /**< peaks between this and the onset threshold become uncertain notes; at or above it: no
                                uncertain notes */
  float min_length_s;        /**< shorter notes go; a confident note may be half as short */
  int tolerance_frames;      /**< a note ends after this many frames below the frame threshold */
  int midi_low;
  int midi_high;            /**< inclusive */
  bool notes_without_onset; /**< the strongest frames left become notes, too; else they become uncertain notes */
  bool early_start;         /**< a note begins where its partials begin to rise, before the onset's peak */
} CtNoteDecoderOptions;

/** The shipped defaults: one for all music. */
void ct_note_decoder_options_init (CtNoteDecoderOptions *self);

/** CT_STATUS_BAD_ARGUMENT where a value is out of its range or not finite. */
CtStatus ct_note_decoder_options_check (const CtNoteDecoderOptions *self) CT_MUST_USE;

/** Decodes the frames of @posteriors. @spectrogram (same frames) gives velocities and early starts; it may be NULL:
 * velocities then come from the confidence. Appends to @notes, in the order of ct_notes_sort(); the onset of frame i is
 * i * 256 / 22050 s plus @start_s. */
CtStatus ct_note_decoder_decode (const CtPosteriorgram *posteriors,
                                 const CtSpectrogram *spectrogram,
                                 const CtNoteDecoderOptions *options,
                                 double start_s,
                                 CtNotes *notes) CT_MUST_USE;

/** The pitch of @note in cents relative to its MIDI note, one value a frame of its length, from the three bins around
 * the note (parabola through their levels); NAN where the note cannot be measured. Writes at most @max values into
 * @cents and returns how many. */
size_t
ct_note_decoder_bend (const CtSpectrogram *spectrogram, const CtNote *note, double start_s, float *cents, size_t max);

#ifdef __cplusplus
}
#endif

#endif
