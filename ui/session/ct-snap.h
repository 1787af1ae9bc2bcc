/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Places on the grid of a session. Where nothing snaps, a time is its own line. */

/* The line nearest to @time_s. */
double ct_snap_nearest_s (CtSession *session, double time_s);

/* How far it is from one time to another, in ticks; 0 where nothing snaps. */
double ct_snap_ticks (CtSession *session, double from_s, double to_s);

/* The note of about @length_s that begins at the line at or before @time_s, and ends at a line after it. */
CtTimeSpan ct_snap_note (CtSession *session, double time_s, double length_s);

G_END_DECLS
