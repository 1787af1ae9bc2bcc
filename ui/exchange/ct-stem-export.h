/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-score.h"
#include "core/isolation/ct-stem-files.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* Isolates the tracks of @score out of @recording and writes a file for each, and one for the rest, into a new folder
 * called
 * @name, or that and a number, inside of the folder @parent: no file is ever replaced, and on failure none is left. For
 * a worker: takes seconds. @permille (may be NULL) is set as it goes on, atomically (g_atomic_int_get()). Returns the
 * path of the folder, or NULL and @error (CT_FILE_ERROR). */
char *ct_stem_export_write (const CtScore *score,
                            const CtRecording *recording,
                            const char *parent,
                            const char *name,
                            CtStemFormat format,
                            GCancellable *cancellable,
                            int *permille,
                            GError **error);

G_END_DECLS
