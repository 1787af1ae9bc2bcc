/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Isolates the tracks of a recording by soft masks. */
#ifndef CT_TRACK_ISOLATION_H
#define CT_TRACK_ISOLATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Isolates tracks: each gets a soft mask over the short-time Fourier transform, a Wiener filter made of the partials
 * of its notes. Their strengths are measured on the notes themselves where nothing masks them; where notes of several
 * tracks share a partial, each track gets the share that its other partials suggest. What no partial explains stays in
 * the rest, which is the recording minus its tracks: together they are the recording.
 *
 * The recording is cut into blocks. A block depends on the recording and on the notes in it and in the three blocks on
 * either side, on nothing else: neither on what was isolated before nor on the number of threads. So each can be made
 * on its own, its key says whether a copy is still valid, and a changed note affects only the blocks near it.
 *
 * One call at a time. */
typedef struct _CtTrackIsolation CtTrackIsolation;

/** Stems of a block at most; the notes of further tracks stay in the rest. */
#define CT_ISOLATION_MAX_STEMS 64

/** Identifies the contents of a block: equal keys, equal stems (of the same recording). */
typedef struct
{
  uint64_t words[2]; /**< a hash of 128 bits */
} CtStemKey;

/** The stems of one block, just made; samples are borrowed and valid until the next call. */
typedef struct
{
  size_t block;                               /**< number of the block, from 0 */
  size_t n_frames;                            /**< frames of the block; the last one may be shorter */
  size_t n_stems;                             /**< number of stems */
  int16_t tracks[CT_ISOLATION_MAX_STEMS];     /**< [n_stems] track of each stem; all other tracks are silent */
  const float *stems[CT_ISOLATION_MAX_STEMS]; /**< [n_stems][n_frames][channels] */
} CtIsolatedBlock;

/** Prepares the isolation. Decodes the recording to its end where its length is unknown.
 *
 * @param reader the recording, borrowed; must outlive the isolation
 * @param n_threads 0: one per processor
 * @param[out] out the isolation, owned by the caller; NULL on failure
 * @return CT_STATUS_NO_MEMORY, CT_STATUS_NO_THREAD, or why the recording cannot be read */
CtStatus ct_track_isolation_new (CtSoundReader *reader, size_t n_threads, CtTrackIsolation **out) CT_MUST_USE;

/** Frees an isolation.
 *
 * @param self the isolation; may be NULL */
void ct_track_isolation_free (CtTrackIsolation *self);

/** Length of the recording.
 *
 * @param self the isolation
 * @return frames */
int64_t ct_track_isolation_frames (const CtTrackIsolation *self);

/** Length of a block.
 *
 * @param self the isolation
 * @return frames of every block but the last */
size_t ct_track_isolation_block_frames (const CtTrackIsolation *self);

/** Number of blocks.
 *
 * @param self the isolation
 * @return number of blocks */
size_t ct_track_isolation_n_blocks (const CtTrackIsolation *self);

/** Number of blocks that are best made in one call.
 *
 * @param self the isolation
 * @return number of blocks, at least 1 */
size_t ct_track_isolation_batch (const CtTrackIsolation *self);

/** Sets the notes. Measurements that are still valid are kept.
 *
 * @param self the isolation
 * @param notes [@p n], copied, in any order; notes without a track are left out, uncertain ones are not
 * @param n number of notes
 * @return CT_STATUS_NO_MEMORY: there are no notes */
CtStatus ct_track_isolation_set_notes (CtTrackIsolation *self, const CtNote *notes, size_t n) CT_MUST_USE;

/** Identifies the contents of a block; renumbering tracks does not change it.
 *
 * @param self the isolation
 * @param block number of the block
 * @return the key */
CtStemKey ct_track_isolation_key (const CtTrackIsolation *self, size_t block);

/** Lists the tracks of a block's stems, in their order.
 *
 * @param self the isolation
 * @param block number of the block
 * @param[out] tracks [CT_ISOLATION_MAX_STEMS]
 * @return number of stems */
size_t ct_track_isolation_tracks (const CtTrackIsolation *self, size_t block, int16_t *tracks);

/** Isolates blocks in parallel.
 *
 * @param self the isolation
 * @param blocks [@p n] their numbers
 * @param n at most ct_track_isolation_batch()
 * @param cancelled set by any thread to cancel; may be NULL
 * @param[out] out [@p n]
 * @return CT_STATUS_CANCELLED, CT_STATUS_NO_MEMORY, or why the recording cannot be read */
CtStatus ct_track_isolation_make (CtTrackIsolation *self,
                                  const size_t *blocks,
                                  size_t n,
                                  const atomic_bool *cancelled,
                                  CtIsolatedBlock *out) CT_MUST_USE;

/** Measures the sound of a track on its longest notes.
 *
 * @param self the isolation
 * @param track number of the track
 * @param max_notes at most so many notes
 * @param cancelled set by any thread to cancel; may be NULL
 * @param[out] sound unchanged where too little could be measured
 * @param[out] measured whether enough could be measured
 * @return CT_STATUS_CANCELLED, CT_STATUS_NO_MEMORY, or why the recording cannot be read */
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
