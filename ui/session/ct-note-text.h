/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/rhythm/ct-note-grid.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Descriptions of notes for users. Returned strings are freed with g_free(). */

/* A whole note in one line. */
char *ct_note_text_dup_description (CtSession *session, const CtEditNote *note);

/* The same as a screen reader speaks it. */
char *ct_note_text_dup_spoken_description (CtSession *session, const CtEditNote *note);

/* The short name of a grid, such as "1/8T"; not of an automatic one. */
char *ct_note_text_dup_grid (const CtNoteGrid *grid);

/* The selection: its only note, or how many notes; NULL: nothing is selected. */
char *ct_note_text_dup_selection (CtSession *session);

/* The same for a screen reader. */
char *ct_note_text_dup_spoken_selection (CtSession *session);

/* The same for a screen reader, which also says how sure the program is of a note that it heard. */
char *ct_note_text_dup_spoken (CtSession *session);

G_END_DECLS
