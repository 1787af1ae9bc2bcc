/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Keeps a copy of a document that is being changed, under g_get_user_state_dir()/coloratura/autosave, so that nothing
 * is lost when the program or the machine dies: written by a worker a few seconds after a change, whole or not at all.
 * While the document has nothing unsaved there is no copy.
 *
 * Every document has a folder of its own there, locked as long as its process lives. Folders that nobody holds are what
 * a crash left: the next start lists them. */

#define CT_TYPE_AUTOSAVE (ct_autosave_get_type ())
G_DECLARE_FINAL_TYPE (CtAutosave, ct_autosave, CT, AUTOSAVE, GObject)

/* Watches @document (and, of @session, which may be NULL, how it is looked at) from now on. Keep it as long as the
 * window has the document. Main thread. When it is finalised without ct_autosave_close(), the copy stays, as after a
 * crash. */
CtAutosave *ct_autosave_new (CtDocument *document, CtSession *session);

/* The document is closed on purpose: saved, or its changes given up. Removes the copy and stops watching. */
void ct_autosave_close (CtAutosave *self);

/* How long after a change it is written; 3000 unless a test is in a hurry. */
void ct_autosave_set_delay_ms (CtAutosave *self, guint delay_ms);

/* Writes now what is not yet written, and waits for it: for when the session of the desktop ends, and tests. */
void ct_autosave_flush (CtAutosave *self);

/* NULL, or why the last copy could not be written. Property "error" (boxed GError) notifies: show it once. */
const GError *ct_autosave_get_error (CtAutosave *self);

/* ---- after a crash ---- */

/* Work that a crash left. While it exists it is locked: no other instance lists it. */
#define CT_TYPE_RECOVERABLE (ct_recoverable_get_type ())
G_DECLARE_FINAL_TYPE (CtRecoverable, ct_recoverable, CT, RECOVERABLE, GObject)

/* What can be recovered, newest first: a list of CtRecoverable, empty as a rule. In a worker; what
 * cannot be read is left where it is and not listed. */
void ct_autosave_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Transfer full, elements too. */
GPtrArray *ct_autosave_list_finish (GAsyncResult *result, GError **error);

/* For display: the document's title; when it was written; the project that it is a copy of, or NULL. */
const char *ct_recoverable_get_title (CtRecoverable *self);
GDateTime *ct_recoverable_dup_time (CtRecoverable *self);
GFile *ct_recoverable_dup_original (CtRecoverable *self);

/* Loads it into @document, a new one: modified, with the file of the original where nobody else has that open. The copy
 * stays until the document that came of it is closed or saved: give @self to ct_autosave_new_recovered(). Returns what
 * was read, for ct_project_show() and ct_recording_finder_find_async(); borrowed. */
const CtProject *ct_recoverable_recover (CtRecoverable *self, CtDocument *document);
/* As ct_autosave_new(), going on in the folder of what was recovered. Takes the lock over. */
CtAutosave *ct_autosave_new_recovered (CtRecoverable *recovered, CtDocument *document, CtSession *session);

/* Removes it for good. */
void ct_recoverable_discard (CtRecoverable *self);

G_END_DECLS
