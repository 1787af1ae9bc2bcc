/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/project/ct-project.h"

G_BEGIN_DECLS

/* The folder with the backup of one document: "score", a project without evidence, small and written often, and
 * "evidence-N", one with nothing else, large and written once. Threads may share it; atomic reference count. */
typedef struct _CtAutosaveFolder CtAutosaveFolder;

/* Creates and locks an empty one; NULL if that is impossible. */
CtAutosaveFolder *ct_autosave_folder_new (void);

/* Opens what a crash left in the folder @name and reads it into *@project; NULL if another process has it, there is
 * nothing to recover (an empty folder is then removed), or it cannot be read: it is then moved to
 * ct_autosave_folder_dup_aside(), which *@is_aside tells, unless a newer version wrote it. */
CtAutosaveFolder *ct_autosave_folder_open (const char *name, CtProject **project, gboolean *is_aside);

CtAutosaveFolder *ct_autosave_folder_ref (CtAutosaveFolder *self);
/* The last reference releases the lock; the files stay. */
void ct_autosave_folder_unref (CtAutosaveFolder *self);

/* The folder of all of them, and the one of those that could not be read; NULL if it cannot be created. */
char *ct_autosave_folder_dup_parent (void);
char *ct_autosave_folder_dup_aside (void);

/* Writes @project as state @number of its document, unless a later one was written or forgotten. Blocks; for
 * workers. The evidence of @project goes to a file of its own. */
gboolean ct_autosave_folder_write (CtAutosaveFolder *self, CtProject *project, guint64 number, GError **error);

/* Removes the score, and prevents states up to @number from being written. */
void ct_autosave_folder_forget (CtAutosaveFolder *self, guint64 number);

/* Removes everything for good; waits for a write in progress. */
void ct_autosave_folder_remove (CtAutosaveFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtAutosaveFolder, ct_autosave_folder_unref)

G_END_DECLS
