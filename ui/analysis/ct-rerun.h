/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_RERUN (ct_rerun_get_type ())
G_DECLARE_FINAL_TYPE (CtRerun, ct_rerun, CT, RERUN, GObject)

/* Transcribes the document of a session again, in a worker, whenever other options are requested: one run at a time,
 * then the newest request, so that a moving slider gets a result every few hundredths of a second. If the document
 * or its evidence changes meanwhile, it runs again; a result that no longer fits the document is never shown, nor is
 * one that would change no note. A request that would change nothing at all ends by itself.
 *
 * Signals: "updated": the result, or whether one is being computed, changed; "withdrawn": the request ended with its
 * preview, which somebody else ended or replaced. Property "preview" (boolean, TRUE):
 * whether results are shown in the session (ct_session_set_preview()). */

/* How a result differs from the document, in notes (CtNoteDiffKind) and in tracks. */
typedef struct
{
  guint more; /* notes */
  guint fewer;
  guint moved;   /* to another track */
  guint changed; /* in time, pitch or velocity alone */
  guint more_tracks;
  guint fewer_tracks;
  CtTimbreCount timbres; /* how many there seem to be; n is 0 where tracks were not found again */
} CtRerunChange;

CtRerun *ct_rerun_new (CtSession *session);

/* Requests this result. Nothing happens if the document has no evidence. */
void ct_rerun_want (CtRerun *self, const CtTranscriberOptions *options, const CtRescoreScope *scope);
/* Withdraws the request and the preview. */
void ct_rerun_drop (CtRerun *self);
gboolean ct_rerun_get_wanted (CtRerun *self);
/* Whether the newest request is being computed. */
gboolean ct_rerun_get_busy (CtRerun *self);

void ct_rerun_set_preview (CtRerun *self, gboolean preview);

/* What would change; FALSE if that is not known (yet). It may still answer the request before the newest one. */
gboolean ct_rerun_get_change (CtRerun *self, CtRerunChange *change);
/* Why the last run failed, or NULL. */
const char *ct_rerun_get_problem (CtRerun *self);

/* Applies the result of the newest request to the document as one step, at once or as soon as it is computed, and
 * withdraws the request. */
void ct_rerun_apply (CtRerun *self);
/* The change from @before to @after. */
void ct_rerun_compare (const CtEditScore *before, const CtEditScore *after, CtRerunChange *change);

G_END_DECLS
