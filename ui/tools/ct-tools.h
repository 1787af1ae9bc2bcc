/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-note-layer.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_TOOLS (ct_tools_get_type ())
G_DECLARE_FINAL_TYPE (CtTools, ct_tools, CT, TOOLS, GObject)

/* Editing notes by pointer and keyboard on the stage, the widget that spans the session's view. A drag shows its result
 * in the note layer while it goes on; the document changes once, at the end.
 *
 * Installs the action group "notes" (ct-tools-actions.c lists its actions), its keys and a context menu on the stage,
 * and describes the selection in the stage's accessible label.
 *
 * Property "session" (CtSession, may be NULL). Signal "audition" (MIDI pitch, velocity, id of the track: uint, uint,
 * uint): play this note. */

CtTools *ct_tools_new (GtkWidget *stage, CtNoteLayer *layer);

void ct_tools_set_session (CtTools *self, CtSession *session);

/* The action group "notes", for menus elsewhere. */
GActionGroup *ct_tools_get_actions (CtTools *self);

/* Whether a drag is going on. */
gboolean ct_tools_is_dragging (CtTools *self);

G_END_DECLS
