/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A lock that one holder among all processes has, and that ends with its process however that ends: flock() on a file
 * of its own. Where the file system cannot lock, the file names the owner by process and its start time instead.
 * Another lock of the same file in the same process is refused like anybody else's. */
typedef struct _CtOwnerLock CtOwnerLock;

/* Takes the lock of @path, whose folder exists. NULL and *@busy where another holds it; NULL and not *@busy where there
 * can be no such file (no permission, no space). */
CtOwnerLock *ct_owner_lock_take (const char *path, gboolean *busy);

/* Removes the file and gives the lock up; @self may be NULL. */
void ct_owner_lock_free (CtOwnerLock *self);

/* $XDG_STATE_HOME/coloratura/@name, made where it is missing and readable by its owner alone; NULL where that cannot
 * be. */
char *ct_owner_lock_make_state_folder (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtOwnerLock, ct_owner_lock_free)

G_END_DECLS
