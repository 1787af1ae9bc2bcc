/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-note.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* What was heard of the notes of a score. */

/* The embedding that @note was heard with, [CT_EMBEDDING_SIZE]; NULL where it was drawn or imported, or where there is
 * no
 * @evidence. Valid as long as @evidence. */
const float *ct_heard_embedding (const CtEvidence *evidence, const CtEditNote *note);

/* @note as the engine's stages take it, on no track. */
CtNote ct_heard_note (const CtEditNote *note);

/* For every note that has no timbre of its own the one that has and lies nearest in time and pitch, a semitone counting
 * as 0.2 s. @notes ([n]) are in order of onset; heard[i] says which have a timbre. Writes nearest[i]: i itself for a
 * note that has one, -1 where none has. */
void ct_heard_nearest (const CtNote *notes, const gboolean *heard, gsize n, gssize *nearest);

G_END_DECLS
