/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Files without a name. */
#ifndef CT_SCRATCH_FILE_H
#define CT_SCRATCH_FILE_H

#ifdef __cplusplus
extern "C" {
#endif

/** Opens a new file that is gone when it is closed.
 *
 * @param folder  where; NULL: where the system keeps temporary files
 * @return its descriptor, for reading and writing; -1 with errno set */
int ct_scratch_file_open (const char *folder);

#ifdef __cplusplus
}
#endif

#endif
