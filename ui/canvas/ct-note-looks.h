/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/transcribe/ct-edit-score.h"
#include "ui/session/ct-display.h"

G_BEGIN_DECLS

/* How the notes of each track of a score look. */
typedef struct _CtNoteLooks CtNoteLooks;

typedef struct
{
  guint32 track; /* id */
  guint32 rgb;
  guint number; /* of the track, from 1 */
  gboolean visible;
  gboolean heard; /* ct_edit_score_track_is_heard() */
} CtNoteLook;

CtNoteLooks *ct_note_looks_new (const CtEditScore *score);
void ct_note_looks_free (CtNoteLooks *self);

/* How @note looks; NULL: its track is hidden or unknown, or it is uncertain and @display hides such notes. */
const CtNoteLook *ct_note_looks_get (CtNoteLooks *self, const CtEditNote *note, CtDisplay *display);
/* How opaque @note is, in (0, 1]: by the property that @display names, and fainter if it is not heard. */
double ct_note_looks_get_alpha (const CtNoteLook *look, const CtEditNote *note, CtDisplay *display);
/* Whether any track is not heard. */
gboolean ct_note_looks_any_unheard (CtNoteLooks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtNoteLooks, ct_note_looks_free)

G_END_DECLS
