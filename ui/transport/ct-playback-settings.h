/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/playback/ct-player.h"

G_BEGIN_DECLS

#define CT_TYPE_PLAYBACK_SETTINGS (ct_playback_settings_get_type ())
G_DECLARE_FINAL_TYPE (CtPlaybackSettings, ct_playback_settings, CT, PLAYBACK_SETTINGS, GObject)

/* How playback sounds and on which device; each change goes to the engine's player at once.
 *
 * Properties (notify): speed (CT_PLAYER_MIN_SPEED to CT_PLAYER_MAX_SPEED), varispeed (boolean: pitch follows speed),
 * semitones (double: transposition), fade (0: the recording, 1: the notes), master-volume, rest-volume, tracks-volume,
 * notes-volume (0 to 2), click and count-in (boolean: whether beats click while it plays, and a bar of them before),
 * click-volume (0 to 2), device (a name of ct_playback_settings_dup_devices(); "": the system's default). */

/* @player is borrowed until ct_playback_settings_detach(); NULL: nothing is heard. */
CtPlaybackSettings *ct_playback_settings_new (CtPlayer *player);
void ct_playback_settings_detach (CtPlaybackSettings *self);

/* Faster (positive) or slower by steps of 5 %. */
void ct_playback_settings_change_speed (CtPlaybackSettings *self, int steps);

/* The names of the output devices; g_strfreev(). May take some 100 ms at the first call. */
char **ct_playback_settings_dup_devices (CtPlaybackSettings *self);

G_END_DECLS
