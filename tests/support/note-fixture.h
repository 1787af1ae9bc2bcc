/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTE_FIXTURE_H
#define NOTE_FIXTURE_H

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"

#define NOTE_FIXTURE_NOTES 20

/* For g_test_add(): the document of note_document_new(). */
typedef struct
{
  CtDocument *document;
  CtEditScore *before;
  guint64 ids[NOTE_FIXTURE_NOTES]; /* in the order of the score as it is at first */
} NoteFixture;

void note_fixture_set_up (NoteFixture *fixture, gconstpointer data);
void note_fixture_tear_down (NoteFixture *fixture, gconstpointer data);

/* The note that was number @i at first, or NULL. */
const CtEditNote *note_fixture_note (NoteFixture *fixture, guint i);
gboolean note_fixture_can_undo (NoteFixture *fixture);
/* The name of the last step. */
const char *note_fixture_step_name (NoteFixture *fixture);
/* Undoes @n_steps, which must bring back the first score, and does them again. Once for each fixture. */
void note_fixture_assert_undo (NoteFixture *fixture, guint n_steps);
/* Locks the track at @place, in a step. */
void note_fixture_lock (NoteFixture *fixture, guint place);

#endif
