/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-status.h"

G_BEGIN_DECLS

/* Why a file could not be read or written: every message is one line for a person that names the file. */
#define CT_FILE_ERROR (ct_file_error_quark ())

typedef enum
{
  CT_FILE_ERROR_FAILED, /* the system refused; the message says why */
  CT_FILE_ERROR_NOT_FOUND,
  CT_FILE_ERROR_NOT_LOCAL,      /* no path of this computer */
  CT_FILE_ERROR_NOT_A_FILE,     /* a folder, pipe, socket or device */
  CT_FILE_ERROR_UNKNOWN_FORMAT, /* not what its reader reads */
  CT_FILE_ERROR_NEWER,          /* a project of a newer version of the program: neither read nor overwritten */
  CT_FILE_ERROR_DAMAGED,
  CT_FILE_ERROR_TOO_LARGE,
  CT_FILE_ERROR_CHANGED_ON_DISK, /* by someone else since it was opened or saved: ask before it is overwritten */
  CT_FILE_ERROR_IN_USE,          /* another window, here or in another process, has the project open */
  CT_FILE_ERROR_NOTHING_TO_DO,   /* nothing to be written or imported */
} CtFileError;

GQuark ct_file_error_quark (void);

/* A file's name as it may be shown: valid UTF-8, no control or bidirectional characters, and not long (its middle is
 * left out). @path: of the file, or a name; may be of any length and encoding. Free it with g_free(). */
char *ct_file_display_name (const char *path);

/* Sets @error: “name of @path”: @reason. */
void ct_file_error_set (GError **error, CtFileError code, const char *path, const char *reason);

/* The same for what core reported; CT_STATUS_CANCELLED becomes G_IO_ERROR_CANCELLED. */
void ct_file_error_set_status (GError **error, CtStatus status, const char *path);

/* The path of @file in this computer's file system, or NULL and @error. Free it with g_free(). */
char *ct_file_dup_local_path (GFile *file, GError **error);

G_END_DECLS
