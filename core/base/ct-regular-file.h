/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Reading files that may be anything. */
#ifndef CT_REGULAR_FILE_H
#define CT_REGULAR_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

/** Opens a regular file for reading. Never waits for the other end of a pipe.
 *
 * @param path          the file
 * @param[out] fd       its descriptor, which the caller closes; -1 on failure
 * @param[out] n_bytes  its size
 * @return CT_STATUS_OK; CT_STATUS_NOT_A_FILE for folders, pipes, sockets and devices; or what else failed */
CtStatus ct_regular_file_open (const char *path, int *fd, int64_t *n_bytes) CT_MUST_USE;

/** Reads a whole regular file into memory. It is not mapped: a mapped file that is cut short kills the process.
 *
 * @param path       the file
 * @param max        the most bytes to accept
 * @param[out] data  [*size] bytes; the caller frees them with free()
 * @param[out] size  how many
 * @return CT_STATUS_OK; CT_STATUS_EMPTY; CT_STATUS_TOO_LARGE beyond @p max bytes; or what else failed */
CtStatus ct_regular_file_read (const char *path, size_t max, uint8_t **data, size_t *size) CT_MUST_USE;

#endif
