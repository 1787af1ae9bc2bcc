/* SPDX-License-Identifier: GPL-3.0-or-later */
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

/** Isolates a recording's tracks in the background: what the playhead comes to first, then all the rest (as much as the
 * cache can hold), again and again as notes change; and measures the tracks' sounds. */
typedef struct _CtStemMaker CtStemMaker;

typedef struct
{
  const char *cache_folder; /**< copied; NULL: in memory only */
  uint64_t cache_bytes;     /**< 0: CT_STEM_CACHE_BYTES */
  size_t n_threads;         /**< 0: as many as there are processors */
  bool stepped;             /**< no thread: ct_stem_maker_step() does everything */
} CtStemMakerOptions;

/** Borrows @reader, which must outlive it. Returns at once: what takes time happens in the background. The caller owns
 * *@out. */
CtStatus ct_stem_maker_new (CtSoundReader *reader, const CtStemMakerOptions *options, CtStemMaker **out) CT_MUST_USE;
void ct_stem_maker_free (CtStemMaker *self);

/** The notes, copied. Cancels what is under way. */
CtStatus ct_stem_maker_set_notes (CtStemMaker *self, const CtNote *notes, size_t n, size_t n_tracks) CT_MUST_USE;

/** Where the playhead is. Any thread but the audio callback. */
void ct_stem_maker_set_focus (CtStemMaker *self, int64_t frame);

/** The stems at @frame of the recording, if they are in memory; never waits for a disk. *@first becomes the block's
 * first frame and @stem_of ([@n_tracks], filled with -1 where a track is silent) says which stem is whose. NULL: they
 * are not ready; *@silent is then true where no track sounds there at all. The caller gives it back with
 * ct_stem_block_unref(). */
CtStemBlock *
ct_stem_maker_peek (CtStemMaker *self, int64_t frame, int64_t *first, int16_t *stem_of, size_t n_tracks, bool *silent);

/** Share of the blocks to be made that is ready, 0 to 1. Any thread. */
double ct_stem_maker_progress (const CtStemMaker *self);

/** Why isolating failed; CT_STATUS_OK: it did not. Any thread. */
CtStatus ct_stem_maker_status (const CtStemMaker *self);
/** Why blocks could not be written, once. Any thread. */
CtStatus ct_stem_maker_take_cache_status (CtStemMaker *self);

/** The sound of @track; false: not measured (yet). *@version changes whenever it is measured again. */
bool ct_stem_maker_sound (CtStemMaker *self, size_t track, CtNoteSound *sound, unsigned *version);

/** Only where it is stepped: makes the block at @frame ready, and the sounds. */
void ct_stem_maker_step (CtStemMaker *self, int64_t frame);

#ifdef __cplusplus
}
#endif

#endif
