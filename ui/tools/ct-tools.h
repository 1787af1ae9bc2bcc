/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/canvas/ct-note-layer.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_TOOLS (ct_tools_get_type ())
G_DECLARE_FINAL_TYPE (CtTools, ct_tools, CT, TOOLS, GObject)

/* The hands on the notes: what the primary and the secondary button and the keyboard do on a stage, the widget that
 * spans the session's view. While a drag goes on its result is shown through the note layer; the document changes once,
 * at its end.
 *
 * Installs the action group "notes" on the stage (see ct-tools-actions.c for its actions), their keys, and a context
 * menu. Keeps the stage's accessible label at the note that is selected.
 *
 * Property "session" (CtSession, may be NULL). Signal "audition" (MIDI pitch, velocity, id of the track: three uint): a
 * note wants to be heard. */

CtTools *ct_tools_new (GtkWidget *stage, CtNoteLayer *layer);

void ct_tools_set_session (CtTools *self, CtSession *session);

/* The actions of the group "notes", for menus elsewhere. */
GActionGroup *ct_tools_get_actions (CtTools *self);

/* Whether a button is down and what it does is not done yet. */
gboolean ct_tools_is_dragging (CtTools *self);

G_END_DECLS
