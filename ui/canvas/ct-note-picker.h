/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

/* Which notes are at a place on the screen. Only those that a hand may pick are found (ct_session_can_pick()). */

typedef enum
{
  CT_NOTE_PART_NONE,
  CT_NOTE_PART_BODY,
  CT_NOTE_PART_START, /* its left edge */
  CT_NOTE_PART_END,   /* its right edge */
} CtNotePart;

/* The id of the note at (@x, @y) of a widget of @width x @height that spans the session's view, 0: there is none. Of
 * several one that is hit beats one that is only near, one that is heard one that is not, one of the current track the
 * others, a note an uncertain note, a short one a long one. Writes the part, which may be NULL. */
guint64 ct_note_picker_pick (CtSession *session, double width, double height, double x, double y, CtNotePart *part);

/* The notes that meet @box, in the order of the score; those not heard only where no other note is in it, uncertain
 * notes only where there is nothing else. Writes [*n] ids; free them with g_free(). */
guint64 *ct_note_picker_pick_box (CtSession *session, const CtView *box, guint *n);

G_END_DECLS
