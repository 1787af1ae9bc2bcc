/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Reads the MIDI file @file in a worker, then adds its notes to @document on new tracks after the others, as one
 * step, and its tempo map to one without; the notes count as drawn. What is on channel 10 are drum hits, as far as they
 * are of drums of General MIDI and there is room for their groups. Nothing is added if there is any error. */
void ct_midi_import_async (CtDocument *document,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* FALSE and @error (CT_FILE_ERROR). *@n_notes and *@n_tracks (may be NULL): how many were added, hits counted as notes.
 */
gboolean
ct_midi_import_finish (CtDocument *document, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error);

/* Whether the file at @path starts like a MIDI file; never blocks on pipes. */
gboolean ct_midi_import_is_midi (const char *path);

G_END_DECLS
