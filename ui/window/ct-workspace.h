/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-note.h"
#include "ui/analysis/ct-analyser.h"
#include "ui/analysis/ct-beat-finder.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_WORKSPACE (ct_workspace_get_type ())
G_DECLARE_FINAL_TYPE (CtWorkspace, ct_workspace, CT, WORKSPACE, GObject)

/* The document a window is working on, with what works for it: its session, analyser, beat finder and automatic copy,
 * and the file it is being opened from. Has no widget.
 *
 * Properties (notify): session (CtSession; NULL on the start page, as are the following), and read only document,
 * analyser, beat-finder, autosave; opening (GFile, until the document has its score).
 * Signals: "opened" (GFile) when the document is complete; "failed" (string) says why it could not be opened, unless it
 * is a recording that memory cannot hold: "too-long" (GFile, string);
 * "changed" when any of the above, or a property of the document, its history or its analyser, did. */
CtWorkspace *ct_workspace_new (void);

CtSession *ct_workspace_get_session (CtWorkspace *self);
CtDocument *ct_workspace_get_document (CtWorkspace *self);
CtAnalyser *ct_workspace_get_analyser (CtWorkspace *self);
CtAutosave *ct_workspace_get_autosave (CtWorkspace *self);
/* Cancelled as soon as the document is replaced: for whatever runs on its behalf. */
GCancellable *ct_workspace_get_cancellable (CtWorkspace *self);
GFile *ct_workspace_get_opening (CtWorkspace *self);
/* Whether there is a document and nothing of it is still to come. */
gboolean ct_workspace_get_ready (CtWorkspace *self);

/* Replaces the document without asking; what worked for the previous one ends. */
void ct_workspace_set_session (CtWorkspace *self, CtSession *session);
/* The same with @autosave (taken) that already watches @session's document. */
void ct_workspace_take_session (CtWorkspace *self, CtSession *session, CtAutosave *autosave);

/* Opens @file, which is the local @path: a project, a MIDI file or a recording. */
void ct_workspace_open (CtWorkspace *self, GFile *file, const char *path);
/* The same for a recording of which only a part is wanted, or one of its sound streams (from 1; 0: the first in which
 * anything can be heard). */
void ct_workspace_open_part (CtWorkspace *self, GFile *file, const CtTimeSpan *span, int stream);
/* The sound stream that was wanted of the recording that was opened last. */
int ct_workspace_get_stream (CtWorkspace *self);
/* Whether it shows @file or is opening it, whatever links lead there. */
gboolean ct_workspace_shows (CtWorkspace *self, GFile *file);

G_END_DECLS
