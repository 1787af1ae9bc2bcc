/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/project/ct-project.h"

G_BEGIN_DECLS

/* The folder that holds the copy of one document: "score", a project without evidence, small and written often, and
 * "evidence-N", one with nothing else, large and written once. Threads may share it; counted atomically. */
typedef struct _CtAutosaveFolder CtAutosaveFolder;

/* A new, empty, locked one; NULL where there can be none. */
CtAutosaveFolder *ct_autosave_folder_new (void);

/* What a crash left in the folder @name; NULL where somebody has it, or there is nothing to be had (an empty one is
 * then removed).
 * *@project is what the copy holds. */
CtAutosaveFolder *ct_autosave_folder_open (const char *name, CtProject **project);

CtAutosaveFolder *ct_autosave_folder_ref (CtAutosaveFolder *self);
/* With the last reference the lock is given up; the files stay. */
void ct_autosave_folder_unref (CtAutosaveFolder *self);

/* Where they all are; NULL where that cannot be. */
char *ct_autosave_folder_dup_parent (void);

/* Writes @project as number @number of the states of its document, unless a later one was written or forgotten. Blocks;
 * for workers. @evidence of the project is taken out of the score's file. */
gboolean ct_autosave_folder_write (CtAutosaveFolder *self, CtProject *project, guint64 number, GError **error);

/* Removes the score, and keeps that of states up to @number from being written. */
void ct_autosave_folder_forget (CtAutosaveFolder *self, guint64 number);

/* Removes all of it for good; waits for who writes. */
void ct_autosave_folder_remove (CtAutosaveFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtAutosaveFolder, ct_autosave_folder_unref)

G_END_DECLS
