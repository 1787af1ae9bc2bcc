/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* How notes are told to people. All strings that are returned are freed with g_free(). */

/* All of a note in one line, as a screen reader says it. */
char *ct_note_text_dup_description (CtDocument *document, const CtEditNote *note);

/* What is selected: the note, or how many; NULL: nothing. */
char *ct_note_text_dup_selection (CtSession *session);

G_END_DECLS
