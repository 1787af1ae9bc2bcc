/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STEM_CACHE_H
#define CT_STEM_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/isolation/ct-track-isolation.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Isolated blocks, as 16-bit samples: the latest in memory, all of them in files under a folder, one for each block,
 * that is named after the recording's and the block's contents. So a copy is never out of date: when notes change,
 * other names are looked for, and when the change is undone, the old ones are found again.
 *
 * A file appears whole (written aside, then renamed), is read whole into memory and believed only if everything in it
 * fits and its checksum is right; else the block is made again. Files are not mapped into memory, because one that
 * another program cuts short would end this one in the middle of playing. Several processes may use one folder; when it
 * holds more than its bound, the files that were not used for longest go. Any thread, but the audio callback. */
typedef struct _CtStemCache CtStemCache;

#define CT_STEM_CACHE_BYTES (UINT64_C (2) << 30)

/** Immutable and counted: valid until its ct_stem_block_unref(), whatever the cache does. */
typedef struct
{
  CtStemKey key;
  uint32_t n_frames, channels, n_stems;
  float scales[CT_ISOLATION_MAX_STEMS]; /**< from a sample to a float, for each stem */
  int16_t samples[];                    /**< [n_stems][n_frames][channels] */
} CtStemBlock;

/** @folder: made if missing; NULL: in memory only. @max_bytes: what the folder may hold, 0: CT_STEM_CACHE_BYTES.
 * @recording: what tells the recording from others. A folder that cannot be used is no error here. */
CtStatus
ct_stem_cache_new (const char *folder, uint64_t max_bytes, const CtStemKey *recording, CtStemCache **out) CT_MUST_USE;
void ct_stem_cache_free (CtStemCache *self);

/** The block of @key if it is in memory: reads no file. NULL: it is not. */
CtStemBlock *ct_stem_cache_peek (CtStemCache *self, const CtStemKey *key);

/** The same, from a file where it is in one. */
CtStemBlock *ct_stem_cache_get (CtStemCache *self, const CtStemKey *key);

/** Whether ct_stem_cache_get() would look at something: in memory, or a file of that name. */
bool ct_stem_cache_has (CtStemCache *self, const CtStemKey *key);

/** Keeps a copy of @isolated. CT_STATUS_NO_MEMORY: it is not kept. Any other error: it is kept in memory, for a while,
 * but could not be written. */
CtStatus ct_stem_cache_put (CtStemCache *self, const CtStemKey *key, const CtIsolatedBlock *isolated, size_t channels)
    CT_MUST_USE;

void ct_stem_block_unref (CtStemBlock *block);

/** What the memory may hold, so that nobody makes more ahead than stays there. */
uint64_t ct_stem_cache_memory_bytes (const CtStemCache *self);
/** What the folder may hold; 0 without one. */
uint64_t ct_stem_cache_folder_bytes (const CtStemCache *self);

#ifdef __cplusplus
}
#endif

#endif
