/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-worker.h"

#include <glib-object.h>

typedef struct
{
  CtWorkerFunc func;
  gpointer data; /* of the task, which outlives the thread */
} Work;

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;

  if (work->func (work->data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ct_worker_run (GTask *task, CtWorkerFunc func)
{
  g_autoptr (GTask) inner = g_task_new (NULL, g_task_get_cancellable (task), done, g_object_ref (task));
  Work *work = g_new0 (Work, 1);

  *work = (Work){ func, g_task_get_task_data (task) };
  g_task_set_task_data (inner, work, g_free);
  g_task_set_check_cancellable (inner, g_task_get_check_cancellable (task));
  g_task_run_in_thread (inner, run);
}
