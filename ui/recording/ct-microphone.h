/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/audio/ct-recorder.h"

G_BEGIN_DECLS

/* Opens, finishes and lists microphones outside the main thread, which they would block for some 100 ms. Errors are
 * CT_FILE_ERROR or G_IO_ERROR_CANCELLED, with a message of one line. */

/* Lists the input devices: an array of CtAudioDevice, possibly empty. Searches again where none is in use. Keeps a
 * reference to PortAudio until the process ends. */
void ct_microphone_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GArray *ct_microphone_list_finish (GAsyncResult *result, GError **error);

/* Begins to record from @device (NULL: the default) into the new file @path. If it is cancelled no file is left. */
void ct_microphone_open_async (const char *device,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
CtRecorder *ct_microphone_open_finish (GAsyncResult *result, GError **error);

/* Completes the file and frees @recorder. */
void ct_microphone_close_async (CtRecorder *recorder, const char *path, GAsyncReadyCallback callback, gpointer data);
gboolean ct_microphone_close_finish (GAsyncResult *result, GError **error);

G_END_DECLS
