/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-note.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_ANALYSER (ct_analyser_get_type ())
G_DECLARE_FINAL_TYPE (CtAnalyser, ct_analyser, CT, ANALYSER, GObject)

/* Transcribes a recording into a document, in the background: first the levels grow, block by block; then notes and
 * tracks appear; then the candidates that only other settings would bring out get their timbres. Main thread only;
 * one call at a time.
 *
 * Holds no reference to the document: if that is finalised, the work ends. The shared engine processes one recording
 * after the other.
 *
 * Properties (read-only, notify): busy (boolean: also after the notes appeared, until nothing is left to do),
 * fraction (double from 0 to 1 of what the user waits for: 1 once the notes are there), activity (string: the
 * current activity, translated; NULL while idle). */
CtAnalyser *ct_analyser_new (CtDocument *document);

/* Opens the recording @file in the document, which must be new: its recording is set as soon as the file is known to
 * be readable, then levels, evidence and score follow (notes drawn meanwhile stay). Finishes when the score is
 * there; the document then counts as modified. On an error, including G_IO_ERROR_CANCELLED, the document is as empty
 * as before. Other errors are CT_FILE_ERROR: one line that names the file. */
void ct_analyser_open_async (CtAnalyser *self,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* The same for a part of it, of one of its sound streams (from 1; 0: the first in which anything can be heard). */
void ct_analyser_open_part_async (CtAnalyser *self,
                                  GFile *file,
                                  const CtTimeSpan *span,
                                  int stream,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean ct_analyser_open_finish (CtAnalyser *self, GAsyncResult *result, GError **error);

/* Connects @file with a document that already has a score: one opened from a project (if its evidence has
 * posteriors, only the transform is computed again) or imported. The score stays as it is. Whether it is the same
 * file is not checked here (see ct-recording-finder.h); one whose length differs from the evidence is shown, but
 * nothing is measured in it. The document's recording keeps its hash, if it has one. Finishes when all levels are
 * there; on an error the document is as before, without levels. */
void ct_analyser_attach_async (CtAnalyser *self,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean ct_analyser_attach_finish (CtAnalyser *self, GAsyncResult *result, GError **error);

/* Stops all work. Before the notes are there the pending call fails with G_IO_ERROR_CANCELLED; later, the notes stay
 * and only other settings know fewer candidates. */
void ct_analyser_cancel (CtAnalyser *self);

gboolean ct_analyser_get_busy (CtAnalyser *self);
double ct_analyser_get_fraction (CtAnalyser *self);
const char *ct_analyser_get_activity (CtAnalyser *self);

G_END_DECLS
