/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"

G_BEGIN_DECLS

/* How a note changes between two scores. Uncertain notes do not count as part of a score: a note that becomes
 * certain is added, one that becomes uncertain is removed, and an uncertain note that stays uncertain does not
 * change. */
typedef enum
{
  CT_NOTE_DIFF_NONE,
  CT_NOTE_DIFF_ADDED,
  CT_NOTE_DIFF_REMOVED,
  CT_NOTE_DIFF_MOVED,   /* to another track, whatever else changes */
  CT_NOTE_DIFF_CHANGED, /* in time, pitch or velocity */
} CtNoteDiffKind;

#define CT_N_NOTE_DIFF_KINDS (CT_NOTE_DIFF_CHANGED + 1)

/* A note that changes, as it is marked: as it was where it is removed, else as it becomes. */
typedef struct
{
  CtEditNote note;
  CtNoteDiffKind kind;
} CtNoteMark;

/* The notes in which two scores differ. Keeps no reference to the scores. */
typedef struct _CtNoteDiff CtNoteDiff;

CtNoteDiff *ct_note_diff_new (const CtEditScore *before, const CtEditScore *after);
void ct_note_diff_free (CtNoteDiff *self);
/* The change of note @id of either score. */
CtNoteDiffKind ct_note_diff_get (const CtNoteDiff *self, guint64 id);
/* All notes that change, [*n]: these are marked, and these are counted. Borrowed. */
const CtNoteMark *ct_note_diff_get_marks (const CtNoteDiff *self, guint *n);
/* The number of notes with this change; 0 for CT_NOTE_DIFF_NONE. */
guint ct_note_diff_count (const CtNoteDiff *self, CtNoteDiffKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtNoteDiff, ct_note_diff_free)

G_END_DECLS
