/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_PANEL (ct_track_panel_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackPanel, ct_track_panel, CT, TRACK_PANEL, GtkWidget)

/* The list of a document's tracks, actions on them, and ways of splitting them.
 *
 * Property "session" (CtSession or NULL). */
GtkWidget *ct_track_panel_new (void);
CtSession *ct_track_panel_get_session (CtTrackPanel *self);
void ct_track_panel_set_session (CtTrackPanel *self, CtSession *session);

/* The panel's actions ("tracks"), for a window to insert under the same name for its menus and keys. They act on the
 * selected rows, or on the current track if none is selected: add, remove,
 * remove-moving, rename, merge, split-by-timbre, split-by-register, split-by-selection, split-selection-by-timbre,
 * select-notes, take-selection, mute, solo, lock, hide, show-all, move-up, move-down. */
GActionGroup *ct_track_panel_get_actions (CtTrackPanel *self);

/* Gives the focus to the list. */
void ct_track_panel_focus (CtTrackPanel *self);

G_END_DECLS
