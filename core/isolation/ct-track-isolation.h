/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRACK_ISOLATION_H
#define CT_TRACK_ISOLATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <atomic>
using std::atomic_bool;
#else
#include <stdatomic.h>
#endif

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Isolates tracks out of a recording: each gets a soft mask over the short-time Fourier transform, a Wiener filter
 * made of its notes' partials, whose strengths are measured on the notes themselves where nothing hides them; where
 * notes of several tracks share a partial, each track gets what its other partials let expect. What no partial explains
 * stays in the rest, which is the recording minus its tracks: together they are the recording.
 *
 * The recording is cut into blocks. A block depends on the recording and on the notes that sound in it and in the three
 * blocks on either side, on nothing else: neither on what was made before nor on the number of threads. So each can be
 * made alone, its key says whether a copy is still valid, and a changed note touches only what is near it.
 *
 * One call at a time. */
typedef struct _CtTrackIsolation CtTrackIsolation;

/** A block's stems have at most this many tracks; the notes of others stay in the rest. */
#define CT_ISOLATION_MAX_STEMS 64

/** Tells the contents of blocks apart: equal keys, equal stems (of the same recording). */
typedef struct
{
  uint64_t words[2];
} CtStemKey;

/** One block's stems as they are made; samples are borrowed and valid until the next call. */
typedef struct
{
  size_t block;
  size_t n_frames; /**< frames in the block; fewer than usual in the last */
  size_t n_stems;
  int16_t tracks[CT_ISOLATION_MAX_STEMS];     /**< [n_stems] whose they are; all others are silent */
  const float *stems[CT_ISOLATION_MAX_STEMS]; /**< [n_stems][n_frames][channels] */
} CtIsolatedBlock;

/** Borrows @reader, which must outlive it. Reads the recording to its end where its length is not known. @n_threads 0:
 * as many as there are processors. The caller owns *@out. */
CtStatus ct_track_isolation_new (CtSoundReader *reader, size_t n_threads, CtTrackIsolation **out) CT_MUST_USE;
void ct_track_isolation_free (CtTrackIsolation *self);

/** Frames of the recording, of a block (but the last), and how many blocks there are. */
int64_t ct_track_isolation_frames (const CtTrackIsolation *self);
size_t ct_track_isolation_block_frames (const CtTrackIsolation *self);
size_t ct_track_isolation_n_blocks (const CtTrackIsolation *self);
/** How many blocks are best made in one call. */
size_t ct_track_isolation_batch (const CtTrackIsolation *self);

/** The notes, copied, in any order; uncertain notes and notes without a track are left out. What was measured is kept
 * where it still holds. On failure there are no notes. */
CtStatus ct_track_isolation_set_notes (CtTrackIsolation *self, const CtNote *notes, size_t n) CT_MUST_USE;

/** The key of @block. It does not change where tracks are only renumbered. */
CtStemKey ct_track_isolation_key (const CtTrackIsolation *self, size_t block);

/** Whose stems @block holds, in their order; @tracks is [CT_ISOLATION_MAX_STEMS]. Returns how many. */
size_t ct_track_isolation_tracks (const CtTrackIsolation *self, size_t block, int16_t *tracks);

/** Makes @n blocks (at most ct_track_isolation_batch()), in parallel, into @out ([@n]). */
CtStatus ct_track_isolation_make (CtTrackIsolation *self,
                                  const size_t *blocks,
                                  size_t n,
                                  const atomic_bool *cancelled,
                                  CtIsolatedBlock *out) CT_MUST_USE;

/** Measures the sound of @track on at most @max_notes of its notes, those that last longest. False in *@measured, and
 * *@sound unchanged, where there is too little to be measured. */
CtStatus ct_track_isolation_measure_sound (CtTrackIsolation *self,
                                           int track,
                                           size_t max_notes,
                                           const atomic_bool *cancelled,
                                           CtNoteSound *sound,
                                           bool *measured) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
