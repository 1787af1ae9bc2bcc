/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-percussion.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-history.h"

G_BEGIN_DECLS

/* One note before and after a step; an id of 0 means that there was none. */
typedef struct
{
  CtEditNote before;
  CtEditNote after;
} CtNoteChange;

/* The changes of one step. Arrays that did not change are NULL. */
typedef struct
{
  char *name;
  char *key;                                            /* NULL: later steps never join it */
  gint64 time_us;                                       /* when it was begun, or last joined; monotonic */
  GArray *notes;                                        /* CtNoteChange */
  GArray *tracks_before, *tracks_after;                 /* CtEditTrack */
  GArray *deleted_before, *deleted_after;               /* CtDeletedNote */
  CtTranscriberOptions *options_before, *options_after; /* g_malloc */
  CtEditTempo *tempo_before, *tempo_after;              /* ct_tempo_state_new() */
  CtHarmony *harmony_before, *harmony_after;            /* ct_harmony_state_new() */
  CtPercussion *percussion_before, *percussion_after;   /* ct_percussion_state_new() */
} CtStep;

CtStep *ct_step_new (const char *name, const char *key);
void ct_step_free (CtStep *self);
/* Forgets all changes. */
void ct_step_clear (CtStep *self);

/* A copy to keep. */
CtEditTempo *ct_tempo_state_new (const CtEditTempo *tempo);
void ct_tempo_state_free (CtEditTempo *self);
CtHarmony *ct_harmony_state_new (const CtHarmony *harmony);
void ct_harmony_state_free (CtHarmony *self);
CtPercussion *ct_percussion_state_new (const CtPercussion *percussion);
void ct_percussion_state_free (CtPercussion *self);

CtHistory *ct_history_new (void);
/* Takes @step, which joins the previous one if the keys say so (see ct_document_begin_coalesced()). */
void ct_history_push (CtHistory *self, CtStep *step);
/* The step to undo (or redo), which moves to the other side; NULL: none. Valid until the next push. */
const CtStep *ct_history_walk (CtHistory *self, gboolean back);
void ct_history_clear (CtHistory *self);
void ct_history_mark_saved (CtHistory *self);
/* Whether the document is as it was at the last ct_history_mark_saved(), or at the beginning. */
gboolean ct_history_is_saved (CtHistory *self);

G_END_DECLS
