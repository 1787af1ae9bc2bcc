/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-saver.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

#define CT_TYPE_SAVE_GUARD (ct_save_guard_get_type ())
G_DECLARE_FINAL_TYPE (CtSaveGuard, ct_save_guard, CT, SAVE_GUARD, GObject)

/* Keeps unsaved work from being lost: asks before a window is left, and keeps the desktop from ending its session
 * meanwhile. Belongs to @window, which must outlive it. */
CtSaveGuard *ct_save_guard_new (GtkWindow *window, CtWorkspace *workspace, CtSaver *saver);

/* @may_leave: the work is saved or discarded. */
typedef void (*CtLeaveFunc) (GtkWindow *window, gboolean may_leave, gpointer data);
/* Asks what to do with unsaved work, or calls @func at once if there is none. @func is called once,
 * unless the window is destroyed before there is an answer. */
void ct_save_guard_leave (CtSaveGuard *self, CtLeaveFunc func, gpointer data);

/* Whether the window may close without asking (again). */
gboolean ct_save_guard_may_close (CtSaveGuard *self);

G_END_DECLS
