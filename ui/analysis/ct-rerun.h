/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_RERUN (ct_rerun_get_type ())
G_DECLARE_FINAL_TYPE (CtRerun, ct_rerun, CT, RERUN, GObject)

/* Finds the notes and tracks of a session's document again, in a worker, as often as something else is
 * wanted: one run at a time, the newest request next, so that while a slider moves there is a result every few
 * hundredths of a second. When the document is changed meanwhile, or more is heard, it runs again; what does
 * not fit the document any more is never shown.
 *
 * Signal "updated": the result, or whether one is being computed, changed.
 * Property "preview" (boolean, TRUE): whether results are shown in the session (ct_session_set_preview()). */

/* How a result differs from the document, in notes that are certain and in tracks. */
typedef struct
{
  guint more; /* notes */
  guint fewer;
  guint moved;   /* to another track */
  guint changed; /* in time, pitch or velocity alone */
  guint more_tracks;
  guint fewer_tracks;
} CtRerunChange;

CtRerun *ct_rerun_new (CtSession *session);

/* Wants this from now on. Nothing happens where the document has no evidence. */
void ct_rerun_want (CtRerun *self, const CtTranscriberOptions *options, const CtRescoreScope *scope);
/* Wants nothing any more, and shows nothing. */
void ct_rerun_drop (CtRerun *self);
gboolean ct_rerun_get_wanted (CtRerun *self);
/* Whether the newest request is being computed. */
gboolean ct_rerun_get_busy (CtRerun *self);

void ct_rerun_set_preview (CtRerun *self, gboolean preview);

/* What would change: FALSE where that is not known (yet). It may be the answer to the request before the newest
 * one. */
gboolean ct_rerun_get_change (CtRerun *self, CtRerunChange *change);
/* Why the last run gave nothing, or NULL. */
const char *ct_rerun_get_problem (CtRerun *self);

/* Makes the newest request the document's score, as one step; at once or as soon as it is computed. Nothing is
 * wanted then. */
void ct_rerun_apply (CtRerun *self);
/* The change from @before to @after. */
void ct_rerun_compare (const CtEditScore *before, const CtEditScore *after, CtRerunChange *change);

G_END_DECLS
