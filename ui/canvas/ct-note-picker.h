/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

/* Finds the notes at a place on screen, among those that can be picked (ct_session_can_pick()). */

typedef enum
{
  CT_NOTE_PART_NONE,
  CT_NOTE_PART_BODY,
  CT_NOTE_PART_START, /* its left edge */
  CT_NOTE_PART_END,   /* its right edge */
} CtNotePart;

/* The id of the note at (@x, @y) of a widget of @width x @height that spans the session's view; 0: there is none. Of
 * several notes it prefers, in this order, one that is hit to one that is only near, one that is heard, one on the
 * current track, one that is certain, one that is selected, and the shortest. *@part (or NULL) receives where it was
 * hit. */
guint64 ct_note_picker_pick (CtSession *session, double width, double height, double x, double y, CtNotePart *part);

/* The ids ([*n], in the order of the score) of the notes that @box touches; free them with g_free(). If any of them is
 * heard, those that are not are left out; uncertain notes are returned only if there are no others. */
guint64 *ct_note_picker_pick_box (CtSession *session, const CtView *box, guint *n);

G_END_DECLS
