/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* Finds a project's recording. The stored path is not trusted: only regular local files are read, never a device,
 * pipe or URI, and a file counts as the recording only if its size and SHA-256 match. */

typedef enum
{
  CT_RECORDING_FOUND,   /* at the stored path, and unchanged */
  CT_RECORDING_MOVED,   /* unchanged, but in another place: beside the project */
  CT_RECORDING_CHANGED, /* another file is at the path: ask whether to use it (the notes may not fit it) */
  CT_RECORDING_MISSING, /* ask where it is, then ct_recording_finder_check_async() */
} CtRecordingOutcome;

/* Looks for @wanted at its path or where it was last, then beside @project (may be NULL) and what links lead to from
 * there: by name, then among files of the same size. */
void ct_recording_finder_find_async (CtRecording *wanted,
                                     GFile *project,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);

/* Compares @chosen, the file that the user picked, with @wanted. The outcome is FOUND, MOVED (the same file in
 * another place) or CHANGED; an error if it is not a readable file. */
void ct_recording_finder_check_async (CtRecording *wanted,
                                      GFile *chosen,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

/* Finishes both: TRUE, the outcome, and in *@recording the one to give to the document: with the path where it was
 * found; for CHANGED with the path, size and hash of that file (duration, rate and channels are still those of
 * @wanted); for MISSING without a path. FALSE only if cancelled or, for check, if the file cannot be read. */
gboolean
ct_recording_finder_finish (GAsyncResult *result, CtRecordingOutcome *outcome, CtRecording **recording, GError **error);

/* @recording with the current size and hash of its file: a new reference, or NULL and @error. For workers. */
CtRecording *ct_recording_finder_hash (CtRecording *recording, GCancellable *cancellable, GError **error);

G_END_DECLS
