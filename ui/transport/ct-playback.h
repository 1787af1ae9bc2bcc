/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/playback/ct-player.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_PLAYBACK (ct_playback_get_type ())
G_DECLARE_FINAL_TYPE (CtPlayback, ct_playback, CT, PLAYBACK, GObject)

/* A window's player: it keeps the engine's player in step with the session's document, playhead and loop, and the
 * playhead in step with what is heard.
 *
 * Properties (notify): session (CtSession or NULL), playing (boolean, read), speed (CT_PLAYER_MIN_SPEED to
 * CT_PLAYER_MAX_SPEED), varispeed (boolean), semitones (double), fade (0: the recording, 1: the notes), master-volume,
 * rest-volume, tracks-volume, notes-volume (0 to 2), isolated (0 to 1, read), device (a name of
 * ct_playback_dup_devices(); "": the default).
 * Signal "message" (text, translated): something a person should be told. */

/* @stepped: without threads and device, for tests (see ct_player_step()). */
CtPlayback *ct_playback_new (gboolean stepped);

CtSession *ct_playback_get_session (CtPlayback *self);
void ct_playback_set_session (CtPlayback *self, CtSession *session);
/* The engine's player; NULL where it could not be made. */
CtPlayer *ct_playback_get_player (CtPlayback *self);

gboolean ct_playback_get_playing (CtPlayback *self);
void ct_playback_play (CtPlayback *self);
void ct_playback_pause (CtPlayback *self);
void ct_playback_toggle (CtPlayback *self);
/* Back to where playing began. */
void ct_playback_stop (CtPlayback *self);
/* From the first to the last of the selected notes; from the playhead on where none is. */
void ct_playback_play_selection (CtPlayback *self);
/* One step of 5 % faster (+1) or slower (-1). */
void ct_playback_change_speed (CtPlayback *self, int steps);

/* Sounds a note of @track (an id; 0: of a piano) for @length_s seconds, or until ct_playback_hush() (INFINITY: until
 * then). */
void ct_playback_audition (CtPlayback *self, guint32 track, guint midi, guint velocity, double length_s);
void ct_playback_hush (CtPlayback *self, guint midi);

/* The names of the output devices; g_strfreev(). May take some 100 ms at the first call. */
char **ct_playback_dup_devices (CtPlayback *self);

/* The player's actions, for gtk_widget_insert_action_group (window, "playback", ...): play-pause, play, stop,
 * play-selection, faster, slower, normal-speed, loop, start, end, follow. */
GActionGroup *ct_playback_get_actions (CtPlayback *self);

G_END_DECLS
