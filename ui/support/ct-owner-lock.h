/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A lock that only one holder among all processes has, released when its process ends, however it ends: flock() on a
 * file of its own. Where the file system cannot lock, the file names the owner by its process id and start time
 * instead. A second lock of the same file in the same process is refused, too. */
typedef struct _CtOwnerLock CtOwnerLock;

/* Takes the lock on @path, whose folder exists. NULL with *@busy set if another holder has it; NULL with *@busy
 * unset if the file cannot be created (no permission, no space). */
CtOwnerLock *ct_owner_lock_take (const char *path, gboolean *busy);

/* Removes the file and releases the lock; @self may be NULL. */
void ct_owner_lock_free (CtOwnerLock *self);

/* $XDG_STATE_HOME/coloratura/@name, created if necessary and readable by its owner only; NULL if it cannot be
 * created. */
char *ct_owner_lock_make_state_folder (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtOwnerLock, ct_owner_lock_free)

G_END_DECLS
