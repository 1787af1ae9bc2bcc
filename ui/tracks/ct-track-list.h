/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_LIST (ct_track_list_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackList, ct_track_list, CT, TRACK_LIST, GtkWidget)

/* The rows of a document's tracks, with multiple selection. A single selected row is the session's current track.
 *
 * Signal "changed": other tracks may be selected, or what holds of them has changed.
 * Signal "menu" (double x, double y): the context menu of the selected rows is wanted there. */
GtkWidget *ct_track_list_new (void);
CtSession *ct_track_list_get_session (CtTrackList *self);
void ct_track_list_set_session (CtTrackList *self, CtSession *session);

/* The ids of the selected rows in the order shown, [*n]; the current track if none is selected. Free it with g_free().
 */
guint32 *ct_track_list_dup_selected (CtTrackList *self, guint *n);
/* Selects only the rows of @tracks, and scrolls to the first. */
void ct_track_list_select (CtTrackList *self, const guint32 *tracks, guint n);
/* Starts editing the name of @track in its row. */
void ct_track_list_rename (CtTrackList *self, guint32 track);
/* Asks for the menu of the first selected row, if that is in sight. */
void ct_track_list_open_menu (CtTrackList *self);

/* Gives the focus to the rows. */
void ct_track_list_focus (CtTrackList *self);

G_END_DECLS
