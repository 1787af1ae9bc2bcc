/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Opening and saving of project files. All errors are of CT_FILE_ERROR or G_IO_ERROR_CANCELLED, one line each. */

#define CT_PROJECT_SUFFIX ".coloratura"

/* ---- one window a project ---- */

/* Makes @document the one that has the project @file open, here and among all processes of this user, until it is given
 * up, claims another or is finalised. FALSE and CT_FILE_ERROR_IN_USE where another has it. To be called before a
 * project is opened; saving does it by itself. */
gboolean ct_project_file_claim (CtDocument *document, GFile *file, GError **error);
void ct_project_file_give_up (CtDocument *document);

/* ---- opening ---- */

/* Reads and opens: claims @file for @document, reads it, and when it was read loads it into @document
 * (ct_project_load()), which is then unmodified and has @file. On failure @document is as before. _finish() returns
 * what was read, for ct_project_show() and ct_recording_finder_find_async(); free it with ct_project_free(). */
void ct_project_file_open_async (CtDocument *document,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
CtProject *ct_project_file_open_finish (CtDocument *document, GAsyncResult *result, GError **error);

/* Whether the file at @path begins as a project does (of any version); never blocks on pipes. */
gboolean ct_project_file_is_project (const char *path);

/* ---- saving ---- */

typedef enum
{
  CT_PROJECT_SAVE_NONE = 0,
  CT_PROJECT_SAVE_OVERWRITE = 1 << 0, /* also what someone else changed since it was opened */
} CtProjectSaveFlags;

/* Writes what @document is now to @file: whole or not at all, in a worker. On success the document has @file and, where
 * it did not change meanwhile, is unmodified. @session may be NULL.
 *
 * CT_FILE_ERROR_CHANGED_ON_DISK: ask, and call again with CT_PROJECT_SAVE_OVERWRITE. Saving over a file whose replacing
 * the file chooser has confirmed (another than the document's own) needs no flag. A project of a newer version is never
 * overwritten. */
void ct_project_file_save_async (CtDocument *document,
                                 CtSession *session,
                                 GFile *file,
                                 CtProjectSaveFlags flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean ct_project_file_save_finish (CtDocument *document, GAsyncResult *result, GError **error);

/* ---- what both are made of: they block, and are for workers ---- */

CtProject *ct_project_file_read (const char *path, GError **error);
gboolean ct_project_file_write (const CtProject *project, const char *path, GError **error);

G_END_DECLS
