/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/playback/ct-player.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-playback-settings.h"

G_BEGIN_DECLS

#define CT_TYPE_PLAYBACK (ct_playback_get_type ())
G_DECLARE_FINAL_TYPE (CtPlayback, ct_playback, CT, PLAYBACK, GObject)

/* A window's player: keeps the engine's player in step with the session's document, playhead and loop, and the playhead
 * in step with the audio.
 *
 * Properties (notify): session (CtSession or NULL), playing (boolean, read), position-s (double: what is heard; setting
 * it seeks; notified while playing), isolated (0 to 1, read: share of the isolated tracks that is ready).
 * Signal "message" (text, translated): something to show to the user. */

/* @stepped: without threads and device, for tests (see ct_player_step()). */
CtPlayback *ct_playback_new (gboolean stepped);

CtSession *ct_playback_get_session (CtPlayback *self);
void ct_playback_set_session (CtPlayback *self, CtSession *session);
/* The engine's player; NULL where it could not be started. */
CtPlayer *ct_playback_get_player (CtPlayback *self);

gboolean ct_playback_get_playing (CtPlayback *self);
void ct_playback_play (CtPlayback *self);
void ct_playback_pause (CtPlayback *self);
void ct_playback_toggle (CtPlayback *self);
/* Returns to where playing began. */
void ct_playback_stop (CtPlayback *self);
/* Plays the span of the selected notes; without a selection, from the playhead. */
void ct_playback_play_selection (CtPlayback *self);

/* Strikes a drum of General MIDI, with a strength in (0, 1]. */
void ct_playback_strike (CtPlayback *self, guint drum, double strength);
/* Sounds a note with the timbre of @track (an id; 0: a piano) for @length_s seconds or until ct_playback_hush();
 * INFINITY: only until then. */
void ct_playback_audition (CtPlayback *self, guint32 track, guint midi, guint velocity, double length_s);
void ct_playback_hush (CtPlayback *self, guint midi);

/* How it sounds and on which device; owned by @self. */
CtPlaybackSettings *ct_playback_get_settings (CtPlayback *self);

G_END_DECLS
