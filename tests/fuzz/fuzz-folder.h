/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_FOLDER_H
#define FUZZ_FOLDER_H

#include <stddef.h>

/* A folder of the target's own, in memory where there is a place for that: made at the first call, removed with its
 * files when the process ends. */
const char *fuzz_folder (void);

/* Puts a file there in place of an older one of that name. */
void fuzz_folder_write (const char *name, const void *data, size_t size);

/* Reads the file @name; the caller frees it. It ends in a zero that does not count. */
char *fuzz_folder_read (const char *name, size_t *size);

/* Removes all files. */
void fuzz_folder_empty (void);

#endif
