/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-document.h"

G_BEGIN_DECLS

#define CT_TYPE_ANALYSER (ct_analyser_get_type ())
G_DECLARE_FINAL_TYPE (CtAnalyser, ct_analyser, CT, ANALYSER, GObject)

/* Lets a document hear a recording, in the background: first its levels grow, block by block; then there are
 * notes and tracks; then whatever else a slider could bring out is given its timbre. Main thread only; one
 * call at a time.
 *
 * Holds no reference to the document: where it goes, the work ends. The shared engine does one recording
 * after the other.
 *
 * Properties (read only, notify): busy (boolean: also after the notes are there, until nothing is left to
 * do), fraction (double from 0 to 1, of what keeps a person waiting: 1 once the notes are there), activity
 * (string: what is being done, in words, translated; NULL while idle). */
CtAnalyser *ct_analyser_new (CtDocument *document);

/* Opens the recording @file into the document, which must be new: its recording is set as soon as the file is
 * known to be sound, then its levels, evidence and score come (what was drawn meanwhile stays). Ends
 * when the score is there; the document then counts as modified. On an error, G_IO_ERROR_CANCELLED too, the document is
 * as empty as it was. Other errors are of CT_FILE_ERROR: one line that names the file. */
void ct_analyser_open_async (CtAnalyser *self,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean ct_analyser_open_finish (CtAnalyser *self, GAsyncResult *result, GError **error);

/* Connects @file with a document that has a score already: one opened from a project (where its evidence
 * holds posteriors, only the transform is computed again), or imported. The score stays as it is. Whether it
 * is the same file is not asked here (ct-recording-finder.h); one of another length than the evidence can be
 * seen, but nothing is measured in it. The document's recording keeps its hash, where it has one. Ends when
 * all levels are there; on an error the document is as it was, without levels. */
void ct_analyser_attach_async (CtAnalyser *self,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean ct_analyser_attach_finish (CtAnalyser *self, GAsyncResult *result, GError **error);

/* Ends whatever is going on. Before the notes are there the call under way fails with G_IO_ERROR_CANCELLED;
 * after it, the notes stay and only sliders know less. */
void ct_analyser_cancel (CtAnalyser *self);

gboolean ct_analyser_get_busy (CtAnalyser *self);
double ct_analyser_get_fraction (CtAnalyser *self);
const char *ct_analyser_get_activity (CtAnalyser *self);

G_END_DECLS
