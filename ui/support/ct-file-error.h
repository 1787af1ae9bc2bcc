/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-status.h"

G_BEGIN_DECLS

/* Why a file could not be read or written. Every message is one line for the user that names the file. */
#define CT_FILE_ERROR (ct_file_error_quark ())

typedef enum
{
  CT_FILE_ERROR_FAILED, /* the system refused; the message says why */
  CT_FILE_ERROR_NOT_FOUND,
  CT_FILE_ERROR_NOT_LOCAL,      /* not on a local file system */
  CT_FILE_ERROR_NOT_A_FILE,     /* a folder, pipe, socket or device */
  CT_FILE_ERROR_UNKNOWN_FORMAT, /* not a format that its reader knows */
  CT_FILE_ERROR_NEWER,          /* a project from a newer version of the program: neither read nor overwritten */
  CT_FILE_ERROR_DAMAGED,
  CT_FILE_ERROR_TOO_LARGE,
  CT_FILE_ERROR_CHANGED_ON_DISK, /* by another program since it was opened or saved: ask before overwriting it */
  CT_FILE_ERROR_IN_USE,          /* the project is open in another window, of this process or another */
  CT_FILE_ERROR_NOTHING_TO_DO,   /* nothing to write or import */
} CtFileError;

GQuark ct_file_error_quark (void);

/* A file's name, safe to show: valid UTF-8 without control or bidirectional formatting characters, and shortened in
 * the middle if it is long. @path: a path or a name, of any length and encoding. Free with g_free(). */
char *ct_file_display_name (const char *path);

/* Sets @error: “name of @path”: @reason. */
void ct_file_error_set (GError **error, CtFileError code, const char *path, const char *reason);

/* The same for a status of core; CT_STATUS_CANCELLED becomes G_IO_ERROR_CANCELLED. */
void ct_file_error_set_status (GError **error, CtStatus status, const char *path);

/* The same for what was to be written: a file that is not there then has no folder. */
void ct_file_error_set_write_status (GError **error, CtStatus status, const char *path);

/* The local path of @file, or NULL and @error. Free with g_free(). */
char *ct_file_dup_local_path (GFile *file, GError **error);

G_END_DECLS
