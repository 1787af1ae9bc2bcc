/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-track-item.h"

G_BEGIN_DECLS

#define CT_TYPE_TRACK_SOUND (ct_track_sound_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackSound, ct_track_sound, CT, TRACK_SOUND, GtkPopover)

/* How a track sounds: its volume, where it stands between left and right, and whether it is isolated out of the
 * recording or made of its notes. What is changed is a step of @document. */
GtkWidget *ct_track_sound_new (CtDocument *document, CtTrackItem *item);

/* The same in words, translated, for a tooltip: "80 %, 20 % to the left, synthesized"; g_free(). */
char *ct_track_sound_dup_text (const CtEditTrack *track);

G_END_DECLS
