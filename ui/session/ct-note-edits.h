/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

/* Edits of the notes of a document. Each function is one named step of its history, or none if nothing would change.
 * @ids ([n], in any order, each once): ids of no note and of notes on locked tracks are skipped. Times stay within
 * the recording, pitches within [0, 127], and no note becomes shorter than CT_NOTE_MIN_S. Changing an uncertain note
 * accepts it. */

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

/* The selected notes that can be picked ([*n], in the order of the score); free with g_free(). */
guint64 *ct_note_edits_dup_picked (CtSession *session, guint *n);

/* How many of @ids a step would skip: notes on locked tracks. */
guint ct_note_edits_count_locked (CtDocument *document, const guint64 *ids, guint n);

/* The notes (CtEditNote) as a move or a resize would leave them: a preview during a drag. A move clamps all notes
 * together, keeping their distances; edges are clamped one by one. */
GArray *ct_note_edits_plan_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones);
GArray *ct_note_edits_plan_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);

/* These return how many notes changed. */
guint ct_note_edits_move (CtDocument *document, const guint64 *ids, guint n, double time_s, int semitones);
guint ct_note_edits_resize (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);
/* Nudges of the same notes within two seconds of each other join to one step. A transposition that does not fit as a
 * whole (an octave at the end of the keyboard) is not done. */
guint ct_note_edits_nudge_time (CtDocument *document, const guint64 *ids, guint n, double time_s);
guint ct_note_edits_nudge_pitch (CtDocument *document, const guint64 *ids, guint n, int semitones);
guint ct_note_edits_nudge_edge (CtDocument *document, const guint64 *ids, guint n, CtNoteEdge edge, double time_s);
/* Sets @value for all notes, or adds it to the value of each. */
guint ct_note_edits_set (CtDocument *document,
                         const guint64 *ids,
                         guint n,
                         CtNoteField field,
                         double value,
                         gboolean relative);
guint ct_note_edits_delete (CtDocument *document, const guint64 *ids, guint n);
/* The same, named after the tool. */
guint ct_note_edits_erase (CtDocument *document, const guint64 *ids, guint n);
/* Deletes notes that were copied before. */
guint ct_note_edits_cut (CtDocument *document, const guint64 *ids, guint n);
/* Accepts the uncertain notes among them. */
guint ct_note_edits_accept (CtDocument *document, const guint64 *ids, guint n);
/* Does nothing if @track is locked or does not exist. */
guint ct_note_edits_move_to_track (CtDocument *document, const guint64 *ids, guint n, guint32 track);

/* These return the ids ([*n_made]) of the notes to select afterwards, or NULL if nothing was done; free with
 * g_free(). */

/* Splits the notes that sound at @time_s in two. Both halves keep their origin, velocity and confidence (a join
 * weighs them by length, so that splitting and joining restores the note); the first half keeps the id. */
guint64 *ct_note_edits_split (CtDocument *document, const guint64 *ids, guint n, double time_s, guint *n_made);
/* Joins each run of notes that follow each other on one track and pitch, gaps included; the first keeps its id. A
 * single note joins the next one, if that begins within a second of its end. */
guint64 *ct_note_edits_join (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
/* Copies the notes to directly behind them. */
guint64 *ct_note_edits_duplicate (CtDocument *document, const guint64 *ids, guint n, guint *n_made);
/* Adds @notes (CtEditNote, with their tracks), @time_s later. Notes beyond the end of the recording or on a locked
 * track are left out. */
guint64 *ct_note_edits_paste (CtDocument *document, const GArray *notes, double time_s, guint *n_made);

/* Draws a note; returns its id, 0 if @track is locked or does not exist. */
guint64
ct_note_edits_draw (CtDocument *document, guint32 track, int midi, double onset_s, double offset_s, guint velocity);

G_END_DECLS
