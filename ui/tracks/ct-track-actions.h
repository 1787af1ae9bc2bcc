/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-list.h"

G_BEGIN_DECLS

/* The actions "tracks" on the selected rows of a list, which may open a split box. */
typedef struct _CtTrackActions CtTrackActions;

CtTrackActions *ct_track_actions_new (CtTrackList *list, CtSplitBox *split_box);
/* Nothing may activate the actions any more. */
void ct_track_actions_free (CtTrackActions *self);
/* Borrowed. */
GActionGroup *ct_track_actions_get_group (CtTrackActions *self);
/* Enables the actions that apply now. */
void ct_track_actions_update (CtTrackActions *self);
/* The context menu of a row. */
GMenuModel *ct_track_actions_new_menu (void);

G_END_DECLS
