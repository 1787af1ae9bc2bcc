/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-note.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Places on the grid of a session. Where nothing snaps, a time is its own line. */

/* The line nearest to @time_s. */
double ct_snap_nearest_s (CtSession *session, double time_s);

/* The line within @span that is nearest to @time_s, and @time_s where there is none in it. */
double ct_snap_within_s (CtSession *session, const CtTimeSpan *span, double time_s);

/* How far it is from one time to another, in ticks; 0 where nothing snaps. */
double ct_snap_ticks (CtSession *session, double from_s, double to_s);

/* The note of about @length_s that begins at the line at or before @time_s, and ends at a line after it. */
CtTimeSpan ct_snap_note (CtSession *session, double time_s, double length_s);

/* Moves @notes (CtEditNote), of which the first comes first, to begin at the line nearest to @time_s. Where they snap
 * they keep their values; where they do not, their lengths. */
void ct_snap_notes (CtSession *session, GArray *notes, double time_s);

G_END_DECLS
