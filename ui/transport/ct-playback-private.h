/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

/* Shows @text briefly, where a key has changed what is not in sight. */
void ct_playback_say (CtPlayback *self, const char *text);

/* The actions of @self, which they borrow: they are cleared before it is finalised. */
GActionGroup *ct_playback_actions_new (CtPlayback *self);
void ct_playback_actions_clear (GActionGroup *group);

G_END_DECLS
