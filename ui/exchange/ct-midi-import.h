/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Reads the MIDI file @file in a worker, then adds its notes to @document on new tracks behind the others, as one step
 * that can be undone; the notes count as drawn by hand. Nothing is added where anything is wrong. */
void ct_midi_import_async (CtDocument *document,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* FALSE and @error (CT_FILE_ERROR); *@n_notes and *@n_tracks (may be NULL): what was added. */
gboolean
ct_midi_import_finish (CtDocument *document, GAsyncResult *result, guint *n_notes, guint *n_tracks, GError **error);

/* Whether the file at @path begins as a MIDI file does; never blocks on pipes. */
gboolean ct_midi_import_is_midi (const char *path);

G_END_DECLS
