/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIXER_PRIVATE_H
#define CT_MIXER_PRIVATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-player.h"

/* Mixes recording, tracks and notes to stereo, at the recording's sample rate. Used by the feeder alone.
 *
 * Without the notes the mix is g_rest * recording + sum over tracks of (g_track - g_rest) * stem: with equal gains it
 * is the recording itself and needs no stems, and the rest is never stored. */
typedef struct _CtMixer CtMixer;

#define CT_MIXER_NO_CROSS INT64_MIN

/* The longest piece. */
#define CT_MIXER_MAX_FRAMES 256

typedef struct
{
  CtPlayerTrack tracks[CT_PLAYER_MAX_TRACKS]; /* [n_tracks] */
  size_t n_tracks;
  float volumes[CT_PLAYER_N_BUSES];
  float fade;
} CtMix;

CtStatus ct_mixer_new (CtMixer **out) CT_MUST_USE;
void ct_mixer_free (CtMixer *self);

/* Sets what is played. Both are borrowed and may be NULL; @rate_hz is the recording's, without one that of the notes.
 */
CtStatus
ct_mixer_set_sources (CtMixer *self, CtSoundReader *reader, CtStemMaker *maker, int rate_hz, bool stepped) CT_MUST_USE;

/* Takes ownership of @notes ([@n], allocated, sorted by onset, no uncertain notes). */
void ct_mixer_take_notes (CtMixer *self, CtNote *notes, size_t n);

/* Takes ownership of @hits ([@n], allocated, sorted by time). */
void ct_mixer_take_hits (CtMixer *self, CtPlayerHit *hits, size_t n);

/* Glides to a mix; @at_once: jumps to it. */
void ct_mixer_set_mix (CtMixer *self, const CtMix *mix, bool at_once);

/* Sets the sound of @track for notes that start from now on. */
void ct_mixer_set_sound (CtMixer *self, size_t track, const CtNoteSound *sound);

/* The next piece does not follow the last one: notes that sound there are started in the middle. */
void ct_mixer_jump (CtMixer *self);

/* Fills @out ([@n][2], @n at most CT_MIXER_MAX_FRAMES) from @frame on. Unless @cross_frame is CT_MIXER_NO_CROSS, the
 * recording crossfades to that place; @weights ([@n]) are the shares of @frame. */
CtStatus ct_mixer_render (CtMixer *self, int64_t frame, size_t n, int64_t cross_frame, const float *weights, float *out)
    CT_MUST_USE;

/* Whether a track is missing from the last piece because it is still being isolated. */
bool ct_mixer_is_waiting (const CtMixer *self);

#endif
