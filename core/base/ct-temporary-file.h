/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Files that are being written, and what killed processes left of them. */
#ifndef CT_TEMPORARY_FILE_H
#define CT_TEMPORARY_FILE_H

#ifdef __cplusplus
extern "C" {
#endif

/** Size of the name of a temporary file, with its terminating zero. */
#define CT_TEMPORARY_NAME_SIZE 64

/** Creates a hidden file and locks it. The lock, which ends with its descriptor, tells the others that somebody still
 * writes it.
 *
 * @param folder     a descriptor of its folder
 * @param[out] name  [CT_TEMPORARY_NAME_SIZE] its name in the folder; "" on failure
 * @return its descriptor, for reading and writing; -1 with errno set */
int ct_temporary_file_open (int folder, char *name);

/** Removes the temporary files of this user that nobody writes any more. Where the file system has no locks, these are
 * the ones an hour old.
 *
 * @param folder  a descriptor of their folder; it stays open */
void ct_temporary_file_clean (int folder);

#ifdef __cplusplus
}
#endif

#endif
