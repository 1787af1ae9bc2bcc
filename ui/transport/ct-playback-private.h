/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

/* The actions of @self, which they borrow: they are cleared before it goes. */
GActionGroup *ct_playback_actions_new (CtPlayback *self);
void ct_playback_actions_clear (GActionGroup *group);

/* Tells @player notes and tracks; @sent (guint32 ids) becomes which track is at which place. */
CtStatus ct_playback_send_score (CtPlayer *player, const CtEditScore *score, GArray *sent);
/* Only how the tracks sound. FALSE where they are not those of @sent: then the whole score has to be sent. */
gboolean ct_playback_send_tracks (CtPlayer *player, const CtEditScore *score, const GArray *sent);

G_END_DECLS
