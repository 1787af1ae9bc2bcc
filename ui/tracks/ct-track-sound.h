/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/tracks/ct-track-settings.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_SOUND (ct_track_sound_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackSound, ct_track_sound, CT, TRACK_SOUND, GtkPopover)

/* How a track sounds: its volume and pan, and whether it is isolated from the recording or synthesized from its notes.
 */
GtkWidget *ct_track_sound_new (CtTrackSettings *settings);

/* The same as translated text, for a tooltip: "Volume 80 %, 20 % to the left, synthesized notes"; g_free(). */
char *ct_track_sound_dup_text (const CtEditTrack *track);

/* The name of an icon for it: a loudspeaker at the track's volume, or notes. */
const char *ct_track_sound_get_icon (const CtEditTrack *track);

G_END_DECLS
