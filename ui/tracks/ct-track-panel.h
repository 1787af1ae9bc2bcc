/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_PANEL (ct_track_panel_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackPanel, ct_track_panel, CT, TRACK_PANEL, GtkWidget)

/* The list of a document's tracks, with multiple selection, and actions on them. A single selected row is the session's
 * current track.
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

/* The ids of the selected rows in the order shown, [*n]; the current track if none is selected. Free it with g_free().
 */
guint32 *ct_track_panel_dup_selected (CtTrackPanel *self, guint *n);
/* Selects only the rows of @tracks, and scrolls to the first. */
void ct_track_panel_select (CtTrackPanel *self, const guint32 *tracks, guint n);

/* Gives the focus to the list. */
void ct_track_panel_focus (CtTrackPanel *self);

G_END_DECLS
