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

/* What is heard at one place of the recording, at the recording's own rate, as stereo: the recording, its tracks, its
 * notes. Used by the feeder alone.
 *
 * The recording's side is g_rest * recording + sum over tracks of (g_track - g_rest) * stem: where all gains are the
 * same it is the recording itself, needs no stems, and the rest needs to be kept nowhere. */
typedef struct _CtMixer CtMixer;

#define CT_MIXER_NO_CROSS INT64_MIN

/* No piece is longer. */
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

/* What is played; both are borrowed and may be NULL. @rate_hz is the recording's, or whatever suits the notes. */
CtStatus
ct_mixer_set_sources (CtMixer *self, CtSoundReader *reader, CtStemMaker *maker, int rate_hz, bool stepped) CT_MUST_USE;

/* Takes over @notes ([@n], allocated, sorted by onset, no uncertain notes). */
void ct_mixer_take_notes (CtMixer *self, CtNote *notes, size_t n);

/* The mix to glide to; @at_once: without gliding. */
void ct_mixer_set_mix (CtMixer *self, const CtMix *mix, bool at_once);

/* The sound of @track's notes; used for those that start from now on. */
void ct_mixer_set_sound (CtMixer *self, size_t track, const CtNoteSound *sound);

/* The next piece does not begin where the last one ended: the notes that sound there begin anew. */
void ct_mixer_jump (CtMixer *self);

/* Fills @out ([@n][2], @n at most CT_MIXER_MAX_FRAMES) from @frame on. Where @cross_frame is not CT_MIXER_NO_CROSS, the
 * recording's side fades over to what lies there; @weights ([@n]) is the share of @frame's. */
CtStatus ct_mixer_render (CtMixer *self, int64_t frame, size_t n, int64_t cross_frame, const float *weights, float *out)
    CT_MUST_USE;

/* Whether a track could not be heard in the last piece because it is still being isolated. */
bool ct_mixer_is_waiting (const CtMixer *self);

#endif
