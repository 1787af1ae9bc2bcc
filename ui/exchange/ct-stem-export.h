/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-score.h"
#include "core/isolation/ct-stem-files.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* Isolates the tracks of @score from @recording and writes a file for each, and one for the rest, into a new folder
 * inside @parent called @name, or @name and a number: no file is ever replaced, and none is left on failure. For
 * workers: takes seconds. @permille (may be NULL) is the progress, set atomically (g_atomic_int_get()). @gain (may be
 * NULL) is what all samples were multiplied by, at most 1, so that none is clipped. Returns the path of the folder, or
 * NULL and @error (CT_FILE_ERROR). */
char *ct_stem_export_write (const CtScore *score,
                            const CtRecording *recording,
                            const char *parent,
                            const char *name,
                            CtStemFormat format,
                            GCancellable *cancellable,
                            int *permille,
                            float *gain,
                            GError **error);

G_END_DECLS
