/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

/* How the notes of one score differ from those of another that may take its place. */
typedef struct _CtNoteDiff CtNoteDiff;

CtNoteDiff *ct_note_diff_new (const CtEditScore *before, const CtEditScore *after);
void ct_note_diff_free (CtNoteDiff *self);
/* Whether note @id is new after, or differs in pitch, time, track or in being an uncertain note. */
gboolean ct_note_diff_has (const CtNoteDiff *self, guint64 id);
/* Whether note @id of the score before is gone after. */
gboolean ct_note_diff_lacks (const CtNoteDiff *self, guint64 id);

G_END_DECLS
