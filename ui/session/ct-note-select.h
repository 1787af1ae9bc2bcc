/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Selecting notes by what they have in common. Only those that a hand may pick are selected, and no uncertain notes but
 * where it is said. Each returns how many are selected then. */

guint ct_note_select_all (CtSession *session);
guint ct_note_select_track (CtSession *session, guint32 track);
/* Those that are not selected instead of those that are. */
guint ct_note_select_invert (CtSession *session);
/* All of @low_midi to @high_midi. */
guint ct_note_select_pitch_range (CtSession *session, int low_midi, int high_midi);
/* The lowest and highest pitch of what is selected; FALSE where nothing is. */
gboolean ct_note_select_get_pitch_range (CtSession *session, int *low_midi, int *high_midi);

/* The cosine of the timbres of two notes from which on they are alike. */
#define CT_NOTE_SELECT_ALIKE 0.87f
/* Adds all notes that sound like one of those that are selected. 0: none of these has a timbre (they were drawn, or
 * nothing was heard), and the selection is as it was. */
guint ct_note_select_similar_timbre (CtSession *session);

/* Selects the next (@step 1) or previous (-1) note in time from the one that the keyboard is at, uncertain notes too
 * where they are shown; with @extend beside what is selected. Returns its id, 0 where there is none. */
guint64 ct_note_select_step (CtSession *session, int step, gboolean extend);

G_END_DECLS
