/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Works on @data, the task's, in another thread. FALSE and @error where it failed; results are left in @data. */
typedef gboolean (*CtWorkerFunc) (gpointer data, GCancellable *cancellable, GError **error);

/* Runs @func in a thread with the data of @task, which then returns TRUE or the error. Unlike g_task_run_in_thread()
 * the thread never holds @task, so that its source object, a document or session, is never finalised there. */
void ct_worker_run (GTask *task, CtWorkerFunc func);

G_END_DECLS
