/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/audio/ct-recorder.h"

G_BEGIN_DECLS

/* What opening, ending and listing do outside the main thread, which they would stop for some 100 ms. Errors are of
 * CT_FILE_ERROR or G_IO_ERROR_CANCELLED, one line each. */

/* The input devices: an array of CtAudioDevice, empty where there are none. Looks for devices anew where nobody uses
 * any. While the process lives one reference of PortAudio is kept. */
void ct_microphone_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GArray *ct_microphone_list_finish (GAsyncResult *result, GError **error);

/* Begins to record the device called @device (NULL: the default) into the new file @path. When it was cancelled
 * meanwhile, no file is left. */
void ct_microphone_open_async (const char *device,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
CtRecorder *ct_microphone_open_finish (GAsyncResult *result, GError **error);

/* Completes the file of @recorder, which is taken. */
void ct_microphone_close_async (CtRecorder *recorder, const char *path, GAsyncReadyCallback callback, gpointer data);
gboolean ct_microphone_close_finish (GAsyncResult *result, GError **error);

G_END_DECLS
