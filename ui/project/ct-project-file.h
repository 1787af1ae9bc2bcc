/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Opening and saving project files. Errors are CT_FILE_ERROR or G_IO_ERROR_CANCELLED, one line each. */

#define CT_PROJECT_SUFFIX ".coloratura"

/* ---- one window a project ---- */

/* Claims the project @file for @document, against all windows and processes of this user, until it is given up,
 * another one is claimed or the document is finalised. FALSE and CT_FILE_ERROR_IN_USE if another document has it.
 * Call it before opening a project; saving does it by itself. */
gboolean ct_project_file_claim (CtDocument *document, GFile *file, GError **error);
void ct_project_file_give_up (CtDocument *document);

/* ---- opening ---- */

/* Claims @file for @document, reads it and loads it (ct_project_load()); the document is then unmodified and has
 * @file. On failure @document is as before. _finish() returns what was read, for ct_project_show() and
 * ct_recording_finder_find_async(); free with ct_project_free(). */
void ct_project_file_open_async (CtDocument *document,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
CtProject *ct_project_file_open_finish (CtDocument *document, GAsyncResult *result, GError **error);

/* Whether the file at @path starts like a project (of any version); never blocks on pipes. */
gboolean ct_project_file_is_project (const char *path);

/* ---- saving ---- */

typedef enum
{
  CT_PROJECT_SAVE_NONE = 0,
  CT_PROJECT_SAVE_OVERWRITE = 1 << 0, /* even a file that another program changed since it was opened */
} CtProjectSaveFlags;

/* Writes the current state of @document to @file in a worker, completely or not at all. On success the document has
 * @file and is unmodified, unless it changed meanwhile. @session may be NULL.
 *
 * On CT_FILE_ERROR_CHANGED_ON_DISK ask, and call again with CT_PROJECT_SAVE_OVERWRITE. Replacing a file other than
 * the document's own, which the file chooser has confirmed, needs no flag. A project from a newer version is never
 * overwritten. */
void ct_project_file_save_async (CtDocument *document,
                                 CtSession *session,
                                 GFile *file,
                                 CtProjectSaveFlags flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean ct_project_file_save_finish (CtDocument *document, GAsyncResult *result, GError **error);

/* ---- blocking, for workers ---- */

CtProject *ct_project_file_read (const char *path, GError **error);
gboolean ct_project_file_write (const CtProject *project, const char *path, GError **error);

G_END_DECLS
