/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recording/ct-microphone.h"

#include <glib.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-status.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-worker.h"

#define MAX_DEVICES 64

typedef struct
{
  char *device;
  char *path;
  CtRecorder *recorder;
  GArray *devices;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  ct_recorder_discard (work->recorder);
  g_clear_pointer (&work->devices, g_array_unref);
  g_free (work->device);
  g_free (work->path);
  g_free (work);
}

static void
run (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data, Work *work, CtWorkerFunc func)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, work, work_free);
  ct_worker_run (task, func);
}

static gboolean
list_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  static gsize acquired;
  GArray *devices = g_array_new (FALSE, TRUE, sizeof (CtAudioDevice));
  gsize n;

  ((Work *) data)->devices = devices;

  if (g_once_init_enter (&acquired))
    g_once_init_leave (&acquired, ct_audio_devices_acquire () == CT_STATUS_OK ? 1 : 2);
  if (acquired == 1)
    {
      ct_audio_devices_rescan ();
      g_array_set_size (devices, MAX_DEVICES);
      n = ct_audio_devices_list (CT_AUDIO_INPUT, (CtAudioDevice *) (gpointer) devices->data, MAX_DEVICES);
      g_array_set_size (devices, MIN (n, MAX_DEVICES));
    }
  return TRUE;
}

void
ct_microphone_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  run (cancellable, callback, data, g_new0 (Work, 1), list_in_worker);
}

GArray *
ct_microphone_list_finish (GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&work->devices) : NULL;
}

static gboolean
open_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  CtRecorderOptions options = { .device = work->device };
  CtStatus status = ct_recorder_new (work->path, &options, &work->recorder);

  if (status != CT_STATUS_OK)
    ct_file_error_set_write_status (error, status, work->path);
  return status == CT_STATUS_OK;
}

void
ct_microphone_open_async (const char *device,
                          const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->device = g_strdup (device);
  work->path = g_strdup (path);
  run (cancellable, callback, data, work, open_in_worker);
}

CtRecorder *
ct_microphone_open_finish (GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&work->recorder) : NULL;
}

static gboolean
close_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  CtStatus status = ct_recorder_finish (g_steal_pointer (&work->recorder));

  if (status != CT_STATUS_OK)
    ct_file_error_set_write_status (error, status, work->path);
  return status == CT_STATUS_OK;
}

void
ct_microphone_close_async (CtRecorder *recorder, const char *path, GAsyncReadyCallback callback, gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->recorder = recorder;
  work->path = g_strdup (path);
  run (NULL, callback, data, work, close_in_worker);
}

gboolean
ct_microphone_close_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
