/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* What pitches are called in a session: by the key that holds, in the names that the user has chosen. The signal
 * "names-changed" of the session tells that this may have changed. Returned strings are freed with g_free(). */

/* The names in texts. Numbers stand on the axis only: in texts, names are those of the user's language. */
void ct_pitch_text_get_naming (CtSession *session, CtPitchNaming *naming);

/* "B♭4": the pitch of a note that begins at @time_s. */
char *ct_pitch_text_dup (CtSession *session, int midi, double time_s);
/* The same for a screen reader, which may not know the signs: "B flat 4". */
char *ct_pitch_text_dup_spoken (CtSession *session, int midi, double time_s);

/* The key by which the axis is named: that at the playhead while it can be seen, else that where the view begins. */
CtKey ct_pitch_text_axis_key (CtSession *session);
/* The name of a row of the axis in @key. White keys that are not in its scale are called so that they are found: C
 * rather than B sharp in E major. A number comes without its octave dots: @dots is how many there are above it, or
 * below 0 below it. */
char *ct_pitch_text_dup_row (CtSession *session, const CtKey *key, int midi, int *dots);
/* Whether the row begins an octave of the axis: C, or 1 where numbers stand on it. */
gboolean ct_pitch_text_begins_octave (CtSession *session, const CtKey *key, int midi);

G_END_DECLS
