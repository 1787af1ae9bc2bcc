/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* What a hand does to beats and bars: each is a step that can be undone. FALSE: it cannot be done, and nothing
 * changed. Notes stay where they are. */

/* Moves a beat; those beside it follow. */
gboolean ct_tempo_edits_move (CtSession *session, gint64 tick, double time_s);
/* Keeps the beat nearest to @time_s where it is when beats are found again. */
gboolean ct_tempo_edits_fix (CtSession *session, double time_s);
/* Bar 1, or another bar, begins at the beat nearest to @time_s. */
gboolean ct_tempo_edits_set_downbeat (CtSession *session, double time_s);
gboolean ct_tempo_edits_start_bar (CtSession *session, double time_s);
gboolean ct_tempo_edits_shift_bars (CtSession *session, int n_beats);
/* From the bar at @time_s on. */
gboolean ct_tempo_edits_set_meter (CtSession *session, double time_s, int numerator, int denominator);
/* Twice as many beats, or half as many. */
gboolean ct_tempo_edits_scale (CtSession *session, gboolean faster);
/* A constant tempo, beats a minute, over the span of the selected notes, else of the loop, else over all beats; 0: as
 * many beats as there are. Without beats they begin with the span, or with the first note. */
gboolean ct_tempo_edits_steady (CtSession *session, double bpm);

/* The mean tempo, beats a minute, of those that ct_tempo_edits_steady() would make constant, and of all where they are
 * fewer than two; 0: there are no beats. */
double ct_tempo_edits_get_mean_bpm (CtSession *session);

/* A beat was tapped at @time_s. From the second tap of a row on, whose taps are less than two seconds apart, they are
 * the beats there, in one step. After some steady ones, a gap of whole beats has beats that were missed. Returns how
 * many beats the row has. */
guint ct_tempo_edits_tap (CtSession *session, double time_s);

/* Loops the bars that the loop, or else the selected notes, touch; without both the bar at the playhead. FALSE: there
 * are no bars. */
gboolean ct_tempo_edits_loop_bars (CtSession *session);
/* Loops the bar at @time_s. */
gboolean ct_tempo_edits_loop_bar (CtSession *session, double time_s);

G_END_DECLS
