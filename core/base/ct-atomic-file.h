/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Files that appear whole or not at all. */
#ifndef CT_ATOMIC_FILE_H
#define CT_ATOMIC_FILE_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A file that is written to a temporary file beside its target, which is then synchronised and renamed over the
 * target. Whatever fails, an older file stays as it was.
 *
 * A symbolic link is followed, and the file it points to replaced, or made. A new file gets the permissions that the
 * umask leaves; a replaced one keeps its own. Pipes and devices ("/dev/stdout") cannot be replaced and are written to
 * directly; a named pipe without a reader is refused rather than waited for. The name "-" is standard output, wherever
 * that leads: "./-" is a file of this name. One thread at a time may use a file. */
typedef struct _CtAtomicFile CtAtomicFile;

/** Opens a file for writing.
 *
 * @param path      where the file will appear, or "-"
 * @param[out] out  the file, which the caller ends with ct_atomic_file_commit() or ct_atomic_file_abandon()
 * @return CT_STATUS_OK; CT_STATUS_NOT_A_FILE for a folder; CT_STATUS_NO_PERMISSION, also where an older file is
 * read-only; or what else failed */
CtStatus ct_atomic_file_open (const char *path, CtAtomicFile **out) CT_MUST_USE;

/** Appends bytes, some of which wait in memory for what follows. An error is kept and reported by
 * ct_atomic_file_commit().
 *
 * @param self  the file
 * @param data  [size] bytes
 * @param size  how many */
void ct_atomic_file_write (CtAtomicFile *self, const void *data, size_t size);

/** Puts the file in place and frees @p self. On failure it is abandoned.
 *
 * @param self  the file
 * @return CT_STATUS_OK or the first error since the file was opened */
CtStatus ct_atomic_file_commit (CtAtomicFile *self) CT_MUST_USE;

/** Removes what was written and frees @p self.
 *
 * @param self  the file, or NULL */
void ct_atomic_file_abandon (CtAtomicFile *self);

/** Opens, writes and commits a file in one call.
 *
 * @param path  where the file will appear
 * @param data  [size] bytes
 * @param size  how many
 * @return CT_STATUS_OK or what failed */
CtStatus ct_atomic_file_save (const char *path, const void *data, size_t size) CT_MUST_USE;

/** Removes the temporary files that killed processes left beside a file, as ct_temporary_file_clean().
 *
 * @param path  the target of the files; nothing is done for "-" */
void ct_atomic_file_clean (const char *path);

#ifdef __cplusplus
}
#endif

#endif
