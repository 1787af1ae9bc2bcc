/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Backs up a document while it is edited, under g_get_user_state_dir()/coloratura/autosave, so that nothing is lost
 * if the program or the machine crashes: written by a worker a few seconds after a change, completely or not at all.
 * A document without unsaved changes has no backup.
 *
 * Every document has its own folder there, locked while its process lives. Unlocked folders are left over from a
 * crash: the next start lists them. */

#define CT_TYPE_AUTOSAVE (ct_autosave_get_type ())
G_DECLARE_FINAL_TYPE (CtAutosave, ct_autosave, CT, AUTOSAVE, GObject)

/* Watches @document from now on (and the view of @session, which may be NULL). Keep it as long as the window has the
 * document. Main thread. If it is finalised without ct_autosave_close(), the backup stays, as after a crash. */
CtAutosave *ct_autosave_new (CtDocument *document, CtSession *session);

/* The document is closed on purpose: saved, or its changes discarded. Removes the backup and stops watching. */
void ct_autosave_close (CtAutosave *self);

/* The program is asked to end, as at the end of the desktop session: writes unsaved changes, waits for them and stops
 * watching. They can be recovered like those of a crash, but ct_recoverable_get_crashed() is FALSE. */
void ct_autosave_leave (CtAutosave *self);

/* The delay between a change and the backup; 3000 except in tests. */
void ct_autosave_set_delay_ms (CtAutosave *self, guint delay_ms);

/* Writes pending changes now and waits for them: when the desktop session is about to end, and for tests. */
void ct_autosave_flush (CtAutosave *self);

/* Why the last backup could not be written, or NULL. Property "error" (boxed GError) notifies: show it once. */
const GError *ct_autosave_get_error (CtAutosave *self);

/* ---- after a crash, or the end of the session ---- */

/* Unsaved work that was found. While the object exists it is locked: no other instance lists it. */
#define CT_TYPE_RECOVERABLE (ct_recoverable_get_type ())
G_DECLARE_FINAL_TYPE (CtRecoverable, ct_recoverable, CT, RECOVERABLE, GObject)

/* Lists what can be recovered, newest first (CtRecoverable); usually nothing. In a worker. Backups that cannot be read
 * are kept in a folder of their own, where they are not looked for again. */
void ct_autosave_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Transfer full, including elements. */
GPtrArray *ct_autosave_list_finish (GAsyncResult *result, GError **error);
/* That folder, if some were put there now, else NULL. Borrowed; the user wants to know. */
const char *ct_autosave_list_get_aside (GAsyncResult *result);

/* For display: the title of the document; the time of the backup; the project that it belongs to, or NULL. */
const char *ct_recoverable_get_title (CtRecoverable *self);
GDateTime *ct_recoverable_dup_time (CtRecoverable *self);
GFile *ct_recoverable_dup_original (CtRecoverable *self);
/* Whether the program crashed; else it was asked to end (ct_autosave_leave()). */
gboolean ct_recoverable_get_crashed (CtRecoverable *self);

/* Loads it into @document, a new one, which is then modified and has the original file, unless that is open
 * elsewhere. The backup stays until the document is closed or saved: pass @self to ct_autosave_new_recovered().
 * Returns what was read, for ct_project_show() and ct_recording_finder_find_async(); borrowed. */
const CtProject *ct_recoverable_recover (CtRecoverable *self, CtDocument *document);
/* Like ct_autosave_new(), but continues in the folder of @recovered and takes over its lock. */
CtAutosave *ct_autosave_new_recovered (CtRecoverable *recovered, CtDocument *document, CtSession *session);

/* Removes the backup for good. */
void ct_recoverable_discard (CtRecoverable *self);

G_END_DECLS
