/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_REGULAR_FILE_H
#define CT_REGULAR_FILE_H

#include <stdint.h>

#include "ct-status.h"

/* Opens the regular file at @path for reading: never waits for a pipe's other end, and folders, pipes,
 * sockets and devices are CT_STATUS_NOT_A_FILE. The caller closes *@fd, which is -1 on failure. */
CtStatus ct_regular_file_open (const char *path, int *fd, int64_t *n_bytes) CT_MUST_USE;

#endif
