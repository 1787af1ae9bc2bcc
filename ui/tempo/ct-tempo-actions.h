/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/analysis/ct-beat-finder.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback.h"

G_BEGIN_DECLS

#define CT_TYPE_TEMPO_ACTIONS (ct_tempo_actions_get_type ())
G_DECLARE_FINAL_TYPE (CtTempoActions, ct_tempo_actions, CT, TEMPO_ACTIONS, GObject)

/* What a hand does to the bars and beats of a session, as actions, for gtk_widget_insert_action_group (window, "tempo",
 * ...): tap, show-bars (state), move-beat (xd: tick, time), fix-at (d), downbeat, downbeat-at (d), start-bar-at (d),
 * shift-earlier, shift-later, meter (ii: from the bar at the playhead on), meter-at (dii), double, halve, set-tempo (d:
 * beats a minute), steady, find-again, loop-bars, loop-bar-at (d).
 *
 * Properties (readable, writable): session, beat-finder; both may be NULL.
 * Signal "message" (text, translated): something to show to the user. */
CtTempoActions *ct_tempo_actions_new (CtPlayback *playback);

GActionGroup *ct_tempo_actions_get_group (CtTempoActions *self);

G_END_DECLS
