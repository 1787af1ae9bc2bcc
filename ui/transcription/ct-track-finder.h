/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TRACK_FINDER (ct_track_finder_get_type ())
G_DECLARE_FINAL_TYPE (CtTrackFinder, ct_track_finder, CT, TRACK_FINDER, GtkWidget)

/* How many instruments there are, and a stepper that finds the tracks again for another number: the session shows a
 * preview, which is applied in one step or cancelled. Notes stay as they are, and so do tracks that a hand is on.
 * Property "session" (CtSession or NULL). */
GtkWidget *ct_track_finder_new (void);

G_END_DECLS
