/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-note.h"
#include "ui/canvas/ct-lane.h"

G_BEGIN_DECLS

#define CT_TYPE_CHORD_LANE (ct_chord_lane_get_type ())
G_DECLARE_FINAL_TYPE (CtChordLane, ct_chord_lane, CT, CHORD_LANE, CtLane)

/* The chords along the session's view, shown, typed and sounded as they are heard; hidden where they are not shown, and
 * where there are neither any nor notes that they could be typed to. A click selects a chord and sounds it, a double
 * click or Enter edits it, Delete takes back what a hand set, the left and right arrows go from chord to chord. Between
 * chords a bar can be selected, and gets one.
 *
 * Signal "sound" (MIDI pitch, uint), for each note of a chord.
 * Actions, on itself: chord.edit, chord.split, chord.sound, chord.reset, chord.reset-all. */
GtkWidget *ct_chord_lane_new (void);

/* What is selected: a chord, as the document has it, or a bar without one, for which *@chord is CT_CHORD_NONE and not
 * fixed. FALSE: nothing is. */
gboolean ct_chord_lane_get_selected (CtChordLane *self, CtTimeSpan *span, CtChord *chord);
/* Selects what is at @time_s. */
void ct_chord_lane_select (CtChordLane *self, double time_s);

G_END_DECLS
