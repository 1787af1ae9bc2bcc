/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* What a hand can do to the notes of a document: each function is one step of its history, named for a person, and
 * records none where nothing would change. @ids ([n], in any order, each once): those that do not exist and those on
 * locked tracks are left out. Times stay within the recording, pitches within 0 to 127, and no note gets shorter than
 * CT_NOTE_MIN_S. An uncertain note that is changed is a note from then on. */

#define CT_NOTE_MIN_S 0.01
#define CT_NOTE_NUDGE_S 0.01

typedef enum
{
  CT_NOTE_START,
  CT_NOTE_END,
} CtNoteEdge;

typedef enum
{
  CT_NOTE_PITCH,    /* MIDI */
  CT_NOTE_ONSET,    /* s; the length stays */
  CT_NOTE_DURATION, /* s */
  CT_NOTE_VELOCITY,
} CtNoteField;

/* The selected notes that a hand may pick now ([*n], in the order of the score); free them with g_free(). */
guint64 *ct_note_edits_dup_picked (CtSession *session, guint *n);

/* What of @ids a step would leave out: notes on locked tracks. */
guint ct_note_edits_count_locked (CtDocument *document, const guint64 *ids, guint n);

/* The notes (CtEditNote) as a move or a change of one edge would make them: for a preview while a drag goes on. A move
 * clamps all together, so that what is between them stays; edges stop one by one. */
GArray *ct_note_edits_plan_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones);
GArray *ct_note_edits_plan_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);

/* These return how many notes changed. */
guint ct_note_edits_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones);
guint ct_note_edits_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);
/* Nudges of the same notes that follow each other within two seconds become one step. One of pitch that does not fit
 * whole (an octave at the end of the keyboard) is not done. */
guint ct_note_edits_nudge_time (CtDocument *document, const guint64 *ids, guint n, double time_s);
guint ct_note_edits_nudge_pitch (CtDocument *document, const guint64 *ids, guint n, int semitones);
guint ct_note_edits_nudge_edge (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);
/* Gives all the same @value, or adds it to what each has. */
guint ct_note_edits_set (CtDocument *document,
                         const guint64 *ids,
                         guint n,
                         CtNoteField field,
                         double value,
                         gboolean relative);
guint ct_note_edits_delete (CtDocument *document, const guint64 *ids, guint n);
/* The same under the name of the tool. */
guint ct_note_edits_erase (CtDocument *document, const guint64 *ids, guint n);
/* Deletes what was copied before. */
guint ct_note_edits_cut (CtDocument *document, const guint64 *ids, guint n);
/* Makes notes of those that are uncertain notes. */
guint ct_note_edits_accept (CtDocument *document, const guint64 *ids, guint n);
/* Nothing is moved to a track that is locked or does not exist. */
guint ct_note_edits_move_to_track (CtDocument *document, const guint64 *ids, guint n, guint32 track);

/* These return the ids ([*n_made]) of the notes to be selected afterwards, or NULL where nothing was done; free them
 * with g_free(). */

/* Cuts the notes that sound at @time_s in two. Both halves keep where they were heard, their velocity and their
 * confidence (which a join weighs by length: cut and joined again a note is what it was); the first keeps the id. */
guint64 *ct_note_edits_split (CtDocument *document, const guint64 *ids, guint n, double time_s, guint *n_made);
/* Makes one note of each run of notes that follow each other on one track and pitch, what lies between them included;
 * the first keeps its id. A single note joins the next one, if that begins within a second of its end. */
guint64 *ct_note_edits_join (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
/* Copies them behind themselves. */
guint64 *ct_note_edits_duplicate (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
/* Adds @notes (CtEditNote, with their tracks), @time_s later. What would lie beyond the end of the recording or on a
 * locked track is left out. */
guint64 *ct_note_edits_paste (CtDocument *document, const GArray *notes, double time_s, guint *n_made);

/* A new note; returns its id, 0 where @track is locked or does not exist. */
guint64
ct_note_edits_draw (CtDocument *document, guint32 track, int midi, double onset_s, double offset_s, guint velocity);

G_END_DECLS
