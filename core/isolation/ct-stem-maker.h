/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Isolates the tracks of a recording in the background. */
#ifndef CT_STEM_MAKER_H
#define CT_STEM_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-note-sound.h"
#include "core/isolation/ct-stem-cache.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Isolates the blocks ahead of the playhead first, then all others (as many as fit into the cache), again whenever
 * notes change; and measures the sounds of the tracks. */
typedef struct _CtStemMaker CtStemMaker;

/** How to make stems. */
typedef struct
{
  const char *cache_folder; /**< copied; NULL: in memory only */
  uint64_t cache_bytes;     /**< limit of the folder; 0: CT_STEM_CACHE_BYTES */
  size_t n_threads;         /**< 0: one per processor */
  bool stepped;             /**< no thread: ct_stem_maker_step() does everything */
} CtStemMakerOptions;

/** Starts to make stems. Returns at once: what takes time happens in the background.
 *
 * @param reader the recording, borrowed; must outlive the maker
 * @param options how
 * @param[out] out the maker, owned by the caller; NULL on failure
 * @return CT_STATUS_NO_MEMORY or CT_STATUS_NO_THREAD on failure; stepped, also why the recording cannot be read */
CtStatus ct_stem_maker_new (CtSoundReader *reader, const CtStemMakerOptions *options, CtStemMaker **out) CT_MUST_USE;

/** Cancels what is under way and frees the maker.
 *
 * @param self the maker; may be NULL */
void ct_stem_maker_free (CtStemMaker *self);

/** Sets the notes and cancels what is under way.
 *
 * @param self the maker
 * @param notes [@p n], copied
 * @param n number of notes
 * @param n_tracks number of tracks
 * @return CT_STATUS_NO_MEMORY: the notes are those before */
CtStatus ct_stem_maker_set_notes (CtStemMaker *self, const CtNote *notes, size_t n, size_t n_tracks) CT_MUST_USE;

/** Any thread except the audio callback: says where the playhead is.
 *
 * @param self the maker
 * @param frame of the recording */
void ct_stem_maker_set_focus (CtStemMaker *self, int64_t frame);

/** Looks up the stems at a place in memory; never waits for a disk.
 *
 * @param self the maker
 * @param frame of the recording
 * @param[out] first the first frame of the block
 * @param[out] stem_of [@p n_tracks]: which stem of the block is the track's; -1 where the track is silent
 * @param n_tracks number of tracks
 * @param[out] silent whether no track sounds there at all; only where NULL is returned
 * @return the block, to be released with ct_stem_block_unref(); NULL: silent, or not ready */
CtStemBlock *
ct_stem_maker_peek (CtStemMaker *self, int64_t frame, int64_t *first, int16_t *stem_of, size_t n_tracks, bool *silent);

/** Any thread: how much is isolated.
 *
 * @param self the maker
 * @return 0 to 1 */
double ct_stem_maker_progress (const CtStemMaker *self);

/** Any thread: whether isolating failed.
 *
 * @param self the maker
 * @return why; CT_STATUS_OK: it did not */
CtStatus ct_stem_maker_status (const CtStemMaker *self);

/** Any thread: takes the last error of writing the cache.
 *
 * @param self the maker
 * @return why, once; CT_STATUS_OK: none since the last call */
CtStatus ct_stem_maker_take_cache_status (CtStemMaker *self);

/** Any thread except the audio callback: the measured sound of a track.
 *
 * @param self the maker
 * @param track number of the track
 * @param[out] sound its sound; unchanged where it is not measured
 * @param[out] version changes whenever the sound is measured again; unchanged where it is not measured
 * @return false: not measured (yet) */
bool ct_stem_maker_sound (CtStemMaker *self, size_t track, CtNoteSound *sound, unsigned *version);

/** For a stepped maker: isolates the block at a frame and measures the sounds.
 *
 * @param self the maker
 * @param frame of the recording */
void ct_stem_maker_step (CtStemMaker *self, int64_t frame);

#ifdef __cplusplus
}
#endif

#endif
