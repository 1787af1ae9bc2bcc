/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Files without a name. */
#ifndef CT_SCRATCH_FILE_H
#define CT_SCRATCH_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** No scratch file grows beyond this: a day of sound. */
#define CT_SCRATCH_FILE_MAX_BYTES (INT64_C (64) << 30)

/** A file that only grows and is gone when it is closed. Zeros take no space on the disk. One thread at a time may
 * append; any may read what was appended before. */
typedef struct _CtScratchFile CtScratchFile;

/** Folders that a scratch file may be in, in order of preference: it goes to the first with room, else to the one with
 * the most. */
typedef struct
{
  const char *folders[2]; /**< NULL: where the system keeps temporary files (TMPDIR) */
} CtScratchPlaces;

/** Opens a new file.
 *
 * @param places     where; NULL: where the system keeps temporary files
 * @param need       how many bytes it may become; 0: not known
 * @param[out] out   the file; close it with ct_scratch_file_close()
 * @return CT_STATUS_OK, CT_STATUS_NO_MEMORY, or CT_STATUS_NO_SPACE where no folder takes it */
CtStatus ct_scratch_file_open (const CtScratchPlaces *places, int64_t need, CtScratchFile **out) CT_MUST_USE;

/** Closes a file, which ends it.
 *
 * @param self  the file, or NULL */
void ct_scratch_file_close (CtScratchFile *self);

/** Appends bytes.
 *
 * @param self  the file
 * @param data  [n] bytes
 * @param n     how many
 * @return CT_STATUS_OK, or CT_STATUS_NO_SPACE: no room is left */
CtStatus ct_scratch_file_append (CtScratchFile *self, const void *data, size_t n) CT_MUST_USE;

/** Replaces bytes that were appended, while nobody reads them.
 *
 * @param self  the file
 * @param data  [n] bytes
 * @param n     how many
 * @param at    where the first of them is
 * @return CT_STATUS_OK, or CT_STATUS_NO_SPACE: no room is left */
CtStatus ct_scratch_file_patch (CtScratchFile *self, const void *data, size_t n, int64_t at) CT_MUST_USE;

/** Reads bytes that were appended.
 *
 * @param self       the file
 * @param[out] data  [n] bytes
 * @param n          how many
 * @param at         where the first of them is
 * @return CT_STATUS_OK or CT_STATUS_READ_FAILED */
CtStatus ct_scratch_file_read (const CtScratchFile *self, void *data, size_t n, int64_t at) CT_MUST_USE;

/** Lets others read the file through its descriptor, up to its end.
 *
 * @param self  the file
 * @return its descriptor, borrowed; -1: no room is left */
int ct_scratch_file_share (CtScratchFile *self);

/** Where the system keeps temporary files.
 *
 * @return its path, borrowed: TMPDIR, or "/tmp" */
const char *ct_scratch_file_system_folder (void);

#ifdef __cplusplus
}
#endif

#endif
