/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/tracks/ct-split-box.h"
#include "ui/tracks/ct-track-panel.h"

G_BEGIN_DECLS

/* The box in which splits are tried. */
CtSplitBox *ct_track_panel_get_split_box (CtTrackPanel *self);
/* Lets the name of @track be typed in its row. */
void ct_track_panel_rename (CtTrackPanel *self, guint32 track);
/* Makes the panel visible in what it lies in: the page of a stack, a flap. */
void ct_track_panel_reveal (CtTrackPanel *self);

/* The actions, bound to @panel, which must outlive their use. */
GSimpleActionGroup *ct_track_actions_new (CtTrackPanel *panel);
/* Enables those that make sense now. */
void ct_track_actions_update (GSimpleActionGroup *actions, CtTrackPanel *panel);
/* The menu of a row. */
GMenuModel *ct_track_actions_new_menu (void);

G_END_DECLS
