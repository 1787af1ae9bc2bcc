/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-score.h"
#include "core/isolation/ct-stem-files.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

/* Where stems go, and how. All of it is borrowed. */
typedef struct
{
  const char *parent; /* the folder that theirs is made in */
  const char *name;   /* what theirs is called */
  CtStemFormat format;
  int *permille; /* the progress, set atomically (g_atomic_int_get()); or NULL */
  float *gain;   /* set to what all samples were multiplied by, at most 1, so that none is clipped; or NULL */
} CtStemExportOptions;

/* Isolates the tracks of @score from @recording and writes a file for each, and one for the rest, into a new
 * folder, called as the options say, or that and a number: no file is ever replaced, and none is left on failure. For
 * workers: takes seconds. Returns the path of the folder, to be freed, or NULL and @error (CT_FILE_ERROR, or
 * G_IO_ERROR_CANCELLED). */
char *ct_stem_export_write (const CtScore *score,
                            const CtRecording *recording,
                            const CtStemExportOptions *options,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
