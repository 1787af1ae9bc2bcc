/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Large arrays that grow. */
#ifndef CT_BLOCKS_H
#define CT_BLOCKS_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Blocks of bytes, all of one size, that never move. The first ones lie in memory; those beyond a limit lie in files
 * without a name, of which only what was used last stays in memory. Where there is no room for such a file, they lie in
 * memory too. */
typedef struct _CtBlocks CtBlocks;

/** Makes an empty array.
 *
 * @param block_bytes      the size of a block
 * @param bytes_in_memory  how much of it lies in memory before a file is made; of what is in files, half as
 *                         much stays in memory
 * @param[out] out         the array; free it with ct_blocks_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_blocks_new (size_t block_bytes, size_t bytes_in_memory, CtBlocks **out) CT_MUST_USE;

/** Frees an array.
 *
 * @param self  the array, or NULL */
void ct_blocks_free (CtBlocks *self);

/** Makes room for a block and all before it, filled with zeros.
 *
 * @param self   the array
 * @param block  the number of the block
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_blocks_reserve (CtBlocks *self, size_t block) CT_MUST_USE;

/** A block for which room was made. Any thread may ask, and use what it gets, while none makes room.
 *
 * @param self   the array
 * @param block  the number of the block
 * @return its bytes, aligned for any type, valid as long as @p self */
void *ct_blocks_at (CtBlocks *self, size_t block);

#ifdef __cplusplus
}
#endif

#endif
