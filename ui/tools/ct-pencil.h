/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/transcribe/ct-edit-score.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* A note that is being drawn on the session's current track. A plain value; the document changes only when it is
 * finished. */
typedef struct
{
  CtEditNote note; /* as it would be now */
  double press_s;  /* where it was begun: the end that stays */
} CtPencil;

/* Whether notes can be drawn: the current track exists, is visible and not locked. */
gboolean ct_pencil_can_draw (CtSession *session);

/* Begins a note at @time_s on the pitch nearest to @midi; until it is drawn out it is @length_s long. @free: it does
 * not snap to the grid. */
void ct_pencil_begin (CtPencil *self, CtSession *session, double time_s, double midi, double length_s, gboolean free);
/* Draws it out to @time_s, before or after where it was begun. */
void ct_pencil_draw (CtPencil *self, CtSession *session, double time_s, gboolean free);
/* Adds the note to the document as one step and selects it. */
void ct_pencil_finish (const CtPencil *self, CtSession *session);

G_END_DECLS
