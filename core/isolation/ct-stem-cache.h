/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Caches the stems of isolated blocks in memory and on disk. */
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

/** A cache of isolated blocks as 16-bit samples: the most recent in memory, all of them as files in a folder, one per
 * block, named after the contents of the recording and the block. So a copy is never out of date: when notes change,
 * other names are looked up; when the change is undone, the old ones are found again.
 *
 * A file appears complete (it is written aside, then renamed), is read completely into memory, and is used only if its
 * contents are consistent and its checksum is right; else the block is isolated again. Files are not mapped into
 * memory: one that another program truncates would crash this one. Several processes may share a folder; when it
 * exceeds its limit, the least recently used files are deleted. Any thread, except the audio callback. */
typedef struct _CtStemCache CtStemCache;

/** The default limit of a folder, in bytes. */
#define CT_STEM_CACHE_BYTES (UINT64_C (2) << 30)

/** The stems of one block. Immutable and reference-counted: valid until ct_stem_block_unref(), whatever happens to the
 * cache. */
typedef struct
{
  CtStemKey key;                        /**< identifies the contents */
  uint32_t n_frames;                    /**< frames of each stem */
  uint32_t channels;                    /**< 1 or 2 */
  uint32_t n_stems;                     /**< number of stems */
  float scales[CT_ISOLATION_MAX_STEMS]; /**< [n_stems] from an integer sample to a float */
  int16_t samples[];                    /**< [n_stems][n_frames][channels] */
} CtStemBlock;

/** Makes a cache. A folder that cannot be used is no error here.
 *
 * @param folder created if missing; copied. NULL: in memory only
 * @param max_bytes limit of the folder; 0: CT_STEM_CACHE_BYTES
 * @param recording identifies the recording
 * @param[out] out the cache, owned by the caller; NULL on failure
 * @return CT_STATUS_NO_MEMORY on failure */
CtStatus
ct_stem_cache_new (const char *folder, uint64_t max_bytes, const CtStemKey *recording, CtStemCache **out) CT_MUST_USE;

/** Frees a cache; its files stay.
 *
 * @param self the cache; may be NULL */
void ct_stem_cache_free (CtStemCache *self);

/** Looks a block up in memory, without reading any file.
 *
 * @param self the cache
 * @param key of the block
 * @return the block, to be released with ct_stem_block_unref(); NULL: it is not in memory */
CtStemBlock *ct_stem_cache_peek (CtStemCache *self, const CtStemKey *key);

/** Looks a block up in memory, then on disk.
 *
 * @param self the cache
 * @param key of the block
 * @return the block, to be released with ct_stem_block_unref(); NULL: it is not cached */
CtStemBlock *ct_stem_cache_get (CtStemCache *self, const CtStemKey *key);

/** Checks for a block without reading it: the file may turn out to be damaged.
 *
 * @param self the cache
 * @param key of the block
 * @return whether it is in memory, or a file has its name */
bool ct_stem_cache_has (CtStemCache *self, const CtStemKey *key);

/** Stores a copy of a block.
 *
 * @param self the cache
 * @param key of the block
 * @param isolated its stems
 * @param channels 1 or 2
 * @return CT_STATUS_NO_MEMORY: not stored; any other error: stored in memory, for a while, but not written */
CtStatus ct_stem_cache_put (CtStemCache *self, const CtStemKey *key, const CtIsolatedBlock *isolated, size_t channels)
    CT_MUST_USE;

/** Releases a block.
 *
 * @param block from ct_stem_cache_peek() or ct_stem_cache_get() */
void ct_stem_block_unref (CtStemBlock *block);

/** How much is kept in memory, so that no more is isolated ahead than stays there.
 *
 * @param self the cache
 * @return bytes */
uint64_t ct_stem_cache_memory_bytes (const CtStemCache *self);

/** Tells how much the recording needs now. No more than twice that stays in the folder of it: what is needed, and as
 * much of what was needed before, so that edits can be undone without isolating again.
 *
 * @param self the cache
 * @param bytes of blocks; 0: not known, as in the beginning */
void ct_stem_cache_set_need (CtStemCache *self, uint64_t bytes);

/** How much the folder may contain.
 *
 * @param self the cache
 * @return bytes; 0 without a folder */
uint64_t ct_stem_cache_folder_bytes (const CtStemCache *self);

#ifdef __cplusplus
}
#endif

#endif
