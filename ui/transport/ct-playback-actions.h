/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

#define CT_TYPE_PLAYBACK_ACTIONS (ct_playback_actions_get_type ())
G_DECLARE_FINAL_TYPE (CtPlaybackActions, ct_playback_actions, CT, PLAYBACK_ACTIONS, GObject)

/* What a hand does to a player, as actions, for gtk_widget_insert_action_group (window, "playback", ...): play-pause,
 * play, stop, play-selection, faster, slower, normal-speed, loop, start, end, follow, click.
 *
 * Signal "message" (text, translated): what a key has changed that is not in sight. */
CtPlaybackActions *ct_playback_actions_new (CtPlayback *playback);

GActionGroup *ct_playback_actions_get_group (CtPlaybackActions *self);

G_END_DECLS
