/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOTE_DOCUMENT_H
#define NOTE_DOCUMENT_H

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"

/* A document of two tracks with @n_notes notes as if they were heard, half a second each with a rest of the same
 * length between them, on pitches from 60 to 71 in turn, on one track and the other in turn; every tenth is an
 * uncertain note. There is nothing to undo. */
CtDocument *note_document_new (guint n_notes);

/* The id of the note at @place in the order of the score. */
guint64 note_document_id (CtDocument *document, guint place);

#endif
