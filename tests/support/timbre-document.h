/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TIMBRE_DOCUMENT_H
#define TIMBRE_DOCUMENT_H

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/fake-timbres.h"
#include "ui/document/ct-document.h"

/* A document with the notes of @timbres as they were heard, each on the track of its timbre as their .timbres has it
 * (or all on the first one where @together), with their evidence and nothing to undo. */
CtDocument *timbre_document_new (const FakeTimbres *timbres, int n_tracks, gboolean together);

/* The demo recording as the engine hears it with default options, with its evidence and nothing to undo. */
CtDocument *timbre_document_new_demo (void);

/* Fails the test where the scores differ in anything a person can see or a project keeps. */
void timbre_document_assert_same (const CtEditScore *a, const CtEditScore *b);

/* Undoes @n_steps, compares with @before, which has none, and does them again. Frees @before. */
void timbre_document_assert_undo (CtDocument *document, CtEditScore *before, guint n_steps);

#endif
