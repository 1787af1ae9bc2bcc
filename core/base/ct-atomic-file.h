/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_ATOMIC_FILE_H
#define CT_ATOMIC_FILE_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A file that appears whole or not at all: what is written goes to a temporary file beside the target, which is
 * synchronised and renamed over the target at last. Whatever fails, an older file stays as it was.
 *
 * A link is followed, and the file it leads to replaced. A new file gets the permissions that the umask leaves, a
 * replaced one keeps its own. Pipes and devices ("/dev/stdout") cannot be replaced and are written to directly; a named
 * pipe that nobody reads is refused rather than waited for. One thread at a time may use a file. */
typedef struct _CtAtomicFile CtAtomicFile;

/** CT_STATUS_NOT_A_FILE for a folder, CT_STATUS_NO_PERMISSION also where an older file is read-only. On success the
 * caller owns *@out and ends it with commit or abandon. */
CtStatus ct_atomic_file_open (const char *path, CtAtomicFile **out) CT_MUST_USE;

/** Appends @size bytes, unbuffered. What fails here is kept and reported by ct_atomic_file_commit(). */
void ct_atomic_file_write (CtAtomicFile *self, const void *data, size_t size);

/** Puts the file in place and frees @self, on failure as ct_atomic_file_abandon() does. */
CtStatus ct_atomic_file_commit (CtAtomicFile *self) CT_MUST_USE;

/** Removes what was written and frees @self, which may be NULL. */
void ct_atomic_file_abandon (CtAtomicFile *self);

/** All of it at once: opens @path, writes @size bytes and commits them. */
CtStatus ct_atomic_file_save (const char *path, const void *data, size_t size) CT_MUST_USE;

/** Removes what processes that were killed while they wrote a file left in the folder of @path: temporary files of an
 * hour ago or longer, since no writing takes as long. */
void ct_atomic_file_clean (const char *path);

#ifdef __cplusplus
}
#endif

#endif
