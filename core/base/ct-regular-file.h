/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_REGULAR_FILE_H
#define CT_REGULAR_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/* Opens the regular file at @path for reading: never waits for a pipe's other end, and folders, pipes,
 * sockets and devices are CT_STATUS_NOT_A_FILE. The caller closes *@fd, which is -1 on failure. */
CtStatus ct_regular_file_open (const char *path, int *fd, int64_t *n_bytes) CT_MUST_USE;

/* Reads the whole regular file at @path into memory: a mapped one ends the process where somebody cuts it short
 * meanwhile. CT_STATUS_EMPTY, CT_STATUS_TOO_LARGE beyond @max bytes. The caller frees *@data ([*@size]) by free(). */
CtStatus ct_regular_file_read (const char *path, size_t max, uint8_t **data, size_t *size) CT_MUST_USE;

#endif
