/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PROJECT_DOCUMENT_H
#define PROJECT_DOCUMENT_H

#include <gio/gio.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"

/* A small document of which nothing is as a new one has it: a recording (without a file), evidence of @n_frames frames
 * with candidates, tracks with odd names, notes of every kind, deleted notes, options, a tempo map; nothing to undo. */
CtDocument *project_document_new (gsize n_frames);

/* A session of it with everything set. */
CtSession *project_document_new_session (CtDocument *document);

/* The file of a project of four frames, with a view; free it with g_bytes_unref(). */
GBytes *project_document_new_bytes (void);

/* Fails the test where the projects differ in anything. */
void project_document_assert_same (const CtProject *a, const CtProject *b);

/* Fails the test where the recordings differ in anything but the path. */
void project_document_assert_same_recording (const CtRecording *a, const CtRecording *b);

/* For callbacks of asynchronous functions: keeps the result in *@data (GAsyncResult *). */
void project_document_keep_result (GObject *source, GAsyncResult *result, gpointer data);

/* Runs the main context until a callback has kept the result; free it with g_object_unref(). */
GAsyncResult *project_document_wait (GAsyncResult **result);

/* A new folder; remove it with project_document_remove_folder(). */
char *project_document_new_folder (void);
void project_document_remove_folder (const char *path);

#endif
