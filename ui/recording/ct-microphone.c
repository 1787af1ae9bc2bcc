/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recording/ct-microphone.h"

#include <glib.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-status.h"
#include "ui/support/ct-file-error.h"

#define MAX_DEVICES 64

typedef struct
{
  char *device;
  char *path;
  CtRecorder *recorder;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  ct_recorder_discard (work->recorder);
  g_free (work->device);
  g_free (work->path);
  g_free (work);
}

static void
run_task (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data, Work *work, GTaskThreadFunc func)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, func);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, func);
}

static void
list (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static gsize acquired;
  g_autoptr (GArray) devices = g_array_new (FALSE, TRUE, sizeof (CtAudioDevice));
  gsize n;

  if (g_once_init_enter (&acquired))
    g_once_init_leave (&acquired, ct_audio_devices_acquire () == CT_STATUS_OK ? 1 : 2);
  if (acquired == 1)
    {
      ct_audio_devices_rescan ();
      g_array_set_size (devices, MAX_DEVICES);
      n = ct_audio_devices_list (CT_AUDIO_INPUT, (CtAudioDevice *) (gpointer) devices->data, MAX_DEVICES);
      g_array_set_size (devices, MIN (n, MAX_DEVICES));
    }
  g_task_return_pointer (task, g_steal_pointer (&devices), (GDestroyNotify) g_array_unref);
}

void
ct_microphone_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  run_task (cancellable, callback, data, g_new0 (Work, 1), list);
}

GArray *
ct_microphone_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
open_device (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  CtRecorderOptions options = { .device = work->device };
  CtRecorder *recorder;
  CtStatus status = ct_recorder_new (work->path, &options, &recorder);
  GError *error = NULL;

  if (status == CT_STATUS_OK)
    g_task_return_pointer (task, recorder, (GDestroyNotify) ct_recorder_discard);
  else
    {
      ct_file_error_set_status (&error, status, work->path);
      g_task_return_error (task, error);
    }
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
  run_task (cancellable, callback, data, work, open_device);
}

CtRecorder *
ct_microphone_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
close_device (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  CtStatus status = ct_recorder_finish (g_steal_pointer (&work->recorder));
  GError *error = NULL;

  if (status == CT_STATUS_OK)
    g_task_return_boolean (task, TRUE);
  else
    {
      ct_file_error_set_status (&error, status, work->path);
      g_task_return_error (task, error);
    }
}

void
ct_microphone_close_async (CtRecorder *recorder, const char *path, GAsyncReadyCallback callback, gpointer data)
{
  Work *work = g_new0 (Work, 1);

  work->recorder = recorder;
  work->path = g_strdup (path);
  run_task (NULL, callback, data, work, close_device);
}

gboolean
ct_microphone_close_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
