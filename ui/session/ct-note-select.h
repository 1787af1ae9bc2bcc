/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Selects notes by what they have in common. Only notes that can be picked are selected, and uncertain ones only
 * where documented. Returns how many are selected. */

guint ct_note_select_all (CtSession *session);
guint ct_note_select_track (CtSession *session, guint32 track);
/* Inverts the selection. */
guint ct_note_select_invert (CtSession *session);
/* Selects the pitches @low_midi to @high_midi. */
guint ct_note_select_pitch_range (CtSession *session, int low_midi, int high_midi);
/* The lowest and highest selected pitch; FALSE if nothing is selected. */
gboolean ct_note_select_get_pitch_range (CtSession *session, int *low_midi, int *high_midi);

/* From this cosine on two timbres are alike. */
#define CT_NOTE_SELECT_ALIKE 0.89f
/* Adds all notes that sound like one of the selected notes. 0: none of these has a timbre (they were drawn or
 * imported), and the selection stays. */
guint ct_note_select_similar_timbre (CtSession *session);

/* Selects the next (@step 1) or previous (-1) note in time from the keyboard cursor, including uncertain notes if
 * they are shown, of @track (an id; 0: of any); with @extend it is added to the selection. Returns its id, 0 if there
 * is none. */
guint64 ct_note_select_step (CtSession *session, int step, guint32 track, gboolean extend);

/* How many uncertain notes are left to be accepted or dismissed, shown or not: those on tracks that are visible and not
 * locked. */
guint ct_note_select_count_uncertain (CtSession *session);
/* Shows uncertain notes and selects the next (@step 1) or previous (-1) of them, from the keyboard cursor or the left
 * end of the view; after the last one comes the first. Returns its id, 0 if there is none. */
guint64 ct_note_select_step_uncertain (CtSession *session, int step);

G_END_DECLS
