/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_SYNTH_H
#define CT_NOTE_SYNTH_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A polyphonic additive synthesiser. Only ct_note_synth_new() allocates; all else is fit for an audio callback. One
 * thread at a time may use it. */
typedef struct _CtNoteSynth CtNoteSynth;

/** Voices are mixed in lanes, whose volumes glide: one for each track. */
#define CT_NOTE_SYNTH_LANES 65

/** Says which note a release is meant for; 0 is nobody's. */
typedef uint64_t CtVoiceId;

/** @rate_hz from 4,000 on; at most @n_voices sound at once: a further one takes the place of the softest. */
CtStatus ct_note_synth_new (int rate_hz, size_t n_voices, CtNoteSynth **out) CT_MUST_USE;
void ct_note_synth_free (CtNoteSynth *self);

/** The factors of amplitude of @lane, reached over the next ct_note_synth_render(); 1 at first. */
void ct_note_synth_set_lane (CtNoteSynth *self, int lane, float left, float right);

/** Starts a note @delay frames into the next render. @length_s: after which it is released by itself, INFINITY: never.
 * @age_s: how far it is into its sound already, 0 for its beginning; it then fades in within 5 ms. */
void ct_note_synth_start (CtNoteSynth *self,
                          CtVoiceId id,
                          int lane,
                          const CtNoteSound *sound,
                          int midi,
                          int velocity,
                          double length_s,
                          double age_s,
                          size_t delay);

/** Releases the voices with @id, or all, as a player lets go of them. */
void ct_note_synth_release (CtNoteSynth *self, CtVoiceId id);
void ct_note_synth_release_all (CtNoteSynth *self);

/** Ends all at once, within 5 ms. */
void ct_note_synth_silence (CtNoteSynth *self);

/** Adds @n frames to @out ([@n][2]). */
void ct_note_synth_render (CtNoteSynth *self, float *out, size_t n);

/** How many voices sound. */
size_t ct_note_synth_n_voices (const CtNoteSynth *self);

#ifdef __cplusplus
}
#endif

#endif
