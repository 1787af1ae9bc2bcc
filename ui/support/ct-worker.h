/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Does the work on @data, the data of the task, in another thread. Returns FALSE and sets @error on failure; results
 * stay in @data. */
typedef gboolean (*CtWorkerFunc) (gpointer data, GCancellable *cancellable, GError **error);

/* Runs @func in a thread with the data of @task, which then returns TRUE or the error. Unlike with
 * g_task_run_in_thread(), the thread never holds a reference to @task: neither its source object (a document, a
 * widget) nor its data is ever freed in the thread. */
void ct_worker_run (GTask *task, CtWorkerFunc func);

G_END_DECLS
