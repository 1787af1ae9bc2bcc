/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* Where a project's recording is now. Its path is not trusted: regular files of this computer only, never a device,
 * pipe or URI, and the contents are compared by size and SHA-256 before they are taken for it. */

typedef enum
{
  CT_RECORDING_FOUND,   /* where the project says, and the same */
  CT_RECORDING_MOVED,   /* the same, elsewhere: beside the project */
  CT_RECORDING_CHANGED, /* a file is there that is not the same: ask whether to use it (notes may not fit it) */
  CT_RECORDING_MISSING, /* ask where it is, then ct_recording_finder_check_async() */
} CtRecordingOutcome;

/* Looks for @wanted at its path, then beside @project (may be NULL): by name, then among files of the same size. */
void ct_recording_finder_find_async (CtRecording *wanted,
                                     GFile *project,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);

/* Compares @chosen, the file that a person named, with @wanted. FOUND, MOVED (the same elsewhere) or CHANGED; an error
 * where it is no file that can be read. */
void ct_recording_finder_check_async (CtRecording *wanted,
                                      GFile *chosen,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

/* Of both: TRUE, the outcome, and in *@recording the one to give to the document: with the path where it was found; for
 * CHANGED with the path, size and hash of the file that is there (duration, rate and channels are still those of
 * @wanted); for MISSING without a path. FALSE only when cancelled, or for check where the file cannot be read. */
gboolean
ct_recording_finder_finish (GAsyncResult *result, CtRecordingOutcome *outcome, CtRecording **recording, GError **error);

/* The recording at @path with the size and hash of its file now: a new reference, in a worker. NULL and @error. */
CtRecording *ct_recording_finder_hash (CtRecording *recording, GCancellable *cancellable, GError **error);

G_END_DECLS
