/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-panel.h"

G_BEGIN_DECLS

/* Borrowed. */
CtSplitBox *ct_track_panel_get_split_box (CtTrackPanel *self);
/* Starts editing the name of @track in its row. */
void ct_track_panel_rename (CtTrackPanel *self, guint32 track);
/* Makes the panel visible: its page of a stack, its flap. */
void ct_track_panel_reveal (CtTrackPanel *self);

/* The actions of @panel, which must outlive their use. */
GSimpleActionGroup *ct_track_actions_new (CtTrackPanel *panel);
/* Enables the actions that apply now. */
void ct_track_actions_update (GSimpleActionGroup *actions, CtTrackPanel *panel);
/* The context menu of a row. */
GMenuModel *ct_track_actions_new_menu (void);

G_END_DECLS
