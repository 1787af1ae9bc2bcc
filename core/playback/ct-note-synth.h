/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A polyphonic additive synthesiser for notes whose sound was measured. */
#ifndef CT_NOTE_SYNTH_H
#define CT_NOTE_SYNTH_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A synthesiser. Only ct_note_synth_new() allocates; all else is safe in an audio callback. One thread at a time may
 * use it. */
typedef struct _CtNoteSynth CtNoteSynth;

/** Lanes into which voices are mixed, each with a volume of its own: one per track and one to spare. */
#define CT_NOTE_SYNTH_LANES 65

/** Identifies the note that a release is meant for; 0 is none. */
typedef uint64_t CtVoiceId;

/** A note to be sounded. */
typedef struct
{
  CtVoiceId id;             /**< identifies it when it is released */
  int lane;                 /**< the lane it is mixed into */
  const CtNoteSound *sound; /**< its sound, copied */
  int midi;                 /**< pitch, 0 to 127 */
  int velocity;             /**< 1 to 127 */
  double length_s;          /**< until it is released; INFINITY: by ct_note_synth_release() only */
  double age_s;             /**< how much of it has passed already; above 0, it fades in within 5 ms */
  size_t delay_frames;      /**< into the next render at which it starts */
} CtSynthNote;

/** Makes a synthesiser.
 *
 * @param rate_hz sample rate, at least 4,000
 * @param n_voices notes that sound at once; one more takes the place of the softest
 * @param[out] out the synthesiser, owned by the caller; NULL on failure
 * @return CT_STATUS_NO_MEMORY on failure */
CtStatus ct_note_synth_new (int rate_hz, size_t n_voices, CtNoteSynth **out) CT_MUST_USE;

/** Frees a synthesiser.
 *
 * @param self the synthesiser; may be NULL */
void ct_note_synth_free (CtNoteSynth *self);

/** Sets the volume of a lane, reached at the end of the next ct_note_synth_render(); 1 at first.
 *
 * @param self the synthesiser
 * @param lane 0 to CT_NOTE_SYNTH_LANES - 1
 * @param left amplitude factor of the left channel
 * @param right the same of the right channel */
void ct_note_synth_set_lane (CtNoteSynth *self, int lane, float left, float right);

/** Starts a note.
 *
 * @param self the synthesiser
 * @param note the note */
void ct_note_synth_start (CtNoteSynth *self, const CtSynthNote *note);

/** Releases a note, which dies away as its sound does.
 *
 * @param self the synthesiser
 * @param id the note */
void ct_note_synth_release (CtNoteSynth *self, CtVoiceId id);

/** Releases all notes.
 *
 * @param self the synthesiser */
void ct_note_synth_release_all (CtNoteSynth *self);

/** Fades all notes out within 5 ms.
 *
 * @param self the synthesiser */
void ct_note_synth_silence (CtNoteSynth *self);

/** Renders.
 *
 * @param self the synthesiser
 * @param[in,out] out [@p n][2], to which the notes are added
 * @param n frames */
void ct_note_synth_render (CtNoteSynth *self, float *out, size_t n);

/** Counts voices.
 *
 * @param self the synthesiser
 * @return notes that sound */
size_t ct_note_synth_n_voices (const CtNoteSynth *self);

#ifdef __cplusplus
}
#endif

#endif
