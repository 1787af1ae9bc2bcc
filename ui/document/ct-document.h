/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-history.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"

G_BEGIN_DECLS

#define CT_TYPE_DOCUMENT (ct_document_get_type ())
G_DECLARE_FINAL_TYPE (CtDocument, ct_document, CT, DOCUMENT, GObject)

/* A recording, what was detected in it, and the score that the user makes of it. Main thread only.
 *
 * The score changes only inside a step: ct_document_begin (name), changes, ct_document_commit(). Steps nest; the
 * outermost one is an entry of the history, unless nothing changed. Views are notified once, at the end, by the
 * signal "changed" (CtDocumentChange flags). Between begin and commit the getters already return the changes, but
 * the notes are put back in order only by the commit.
 *
 * Keys and chords are found in the notes in the background, by CtHarmonyKeeper, which "harmony-changed" tells.
 *
 * Properties (notify): recording, evidence, file (GFile of the project, or NULL), modified, title (for the window). */

typedef enum
{
  CT_DOCUMENT_NOTES = 1 << 0,
  CT_DOCUMENT_TRACKS = 1 << 1,
  CT_DOCUMENT_OPTIONS = 1 << 2,
  CT_DOCUMENT_TEMPO = 1 << 3,      /* the tempo map, or how sure it is */
  CT_DOCUMENT_HARMONY = 1 << 4,    /* keys and chords set by hand */
  CT_DOCUMENT_PERCUSSION = 1 << 5, /* drum hits, and how they are heard */
} CtDocumentChange;

CtDocument *ct_document_new (void);

/* What the document is about. Setters take references. */
CtRecording *ct_document_get_recording (CtDocument *self);
void ct_document_set_recording (CtDocument *self, CtRecording *recording);
CtEvidence *ct_document_get_evidence (CtDocument *self);
void ct_document_set_evidence (CtDocument *self, CtEvidence *evidence);
/* The levels that the spectrogram is drawn from; never NULL, empty at first. */
CtLevelStore *ct_document_get_levels (CtDocument *self);
/* The length of the recording; without one, the end of the last note. */
double ct_document_get_duration_s (CtDocument *self);

GFile *ct_document_get_file (CtDocument *self);
void ct_document_set_file (CtDocument *self, GFile *file);
/* The name of the project file; else of the recording; else what ct_document_set_name() set. */
const char *ct_document_get_title (CtDocument *self);
/* The name of its source if that is not a recording (a MIDI file); for display, UTF-8. */
void ct_document_set_name (CtDocument *self, const char *name);
gboolean ct_document_get_modified (CtDocument *self);
/* The current state is on disk. */
void ct_document_mark_saved (CtDocument *self);
/* Something outside of the score is worth saving (in a recovered document, say). */
void ct_document_mark_modified (CtDocument *self);
CtHistory *ct_document_get_history (CtDocument *self);

/* The current score, borrowed until the next change. Never keep it; workers get a copy. */
const CtEditScore *ct_document_get_score (CtDocument *self);
/* A copy for a worker; free with ct_edit_score_free(). */
CtEditScore *ct_document_copy_score (CtDocument *self);
const CtEditNote *ct_document_get_note (CtDocument *self, guint64 id);
const CtEditTrack *ct_document_get_track (CtDocument *self, guint32 id);
/* The number of notes of @track that are not uncertain. */
guint ct_document_count_notes (CtDocument *self, guint32 track);
/* Where beats and bars lie: borrowed until the next change; NULL: not known, or there is no rhythm. */
const CtTempoMap *ct_document_get_tempo_map (CtDocument *self);
/* The keys and chords that were found last, with those that a hand set; borrowed until "harmony-changed". Until they
 * are found in the notes as they are now, they are not current. */
const CtHarmony *ct_document_get_harmony (CtDocument *self);
gboolean ct_document_get_harmony_is_current (CtDocument *self);
/* The key that notes at a time are named by; C major as long as none is known. */
CtKey ct_document_get_key_at (CtDocument *self, double time_s);
/* The name to show (ct_track_names_dup()). Free with g_free(). */
char *ct_document_dup_track_name (CtDocument *self, guint32 track);

/* Replaces the whole score, as when a document is opened or first transcribed, and empties the history. */
void ct_document_load_score (CtDocument *self, const CtEditScore *score);
/* Makes the score equal to @score as part of a step, as after running the transcription again; tempo, keys, chords
 * and drum hits stay. */
void ct_document_apply_score (CtDocument *self, const CtEditScore *score);

/* @name is shown in menus and toasts, translated. A step joins the one before if @key is not NULL and both keys are
 * equal, nothing was undone or saved in between, and less than two seconds passed (a slider is dragged, a note is
 * nudged repeatedly). Steps that join to no change at all leave the history. */
void ct_document_begin (CtDocument *self, const char *name);
void ct_document_begin_coalesced (CtDocument *self, const char *name, const char *key);
void ct_document_commit (CtDocument *self);
/* Ends the step and reverts its changes. */
void ct_document_abort (CtDocument *self);

/* Inside a step. Returns the id; @note->id is ignored. Times are made valid (0 <= onset, at least 10 ms long). */
guint64 ct_document_add_note (CtDocument *self, const CtEditNote *note);
/* Replaces the note of the same id. */
void ct_document_set_note (CtDocument *self, const CtEditNote *note);
/* Removes the note; one that was detected in the recording is remembered as deleted. */
void ct_document_delete_note (CtDocument *self, guint64 id);
/* Returns the id; @track->id is ignored. @place: index in the order shown, or -1 for the end. */
guint32 ct_document_add_track (CtDocument *self, const CtEditTrack *track, int place);
void ct_document_set_track (CtDocument *self, const CtEditTrack *track);
/* Removes the track; its notes must have been moved or deleted before. */
void ct_document_remove_track (CtDocument *self, guint32 id);
void ct_document_move_track (CtDocument *self, guint32 id, int place);
void ct_document_set_options (CtDocument *self, const CtTranscriberOptions *options);
/* Copies @map (NULL: none); notes stay where they are. Beats then count as sought, and as sure as before. */
void ct_document_set_tempo_map (CtDocument *self, const CtTempoMap *map);
/* The same with how sure it is. */
void ct_document_set_tempo (CtDocument *self, const CtEditTempo *tempo);

/* Copies keys and chords set by hand (ct-edit-harmony.h). */
void ct_document_set_harmony (CtDocument *self, const CtHarmony *harmony);

/* Copies drum hits, which must be valid. */
void ct_document_set_percussion (CtDocument *self, const CtPercussion *percussion);

/* Outside of steps: how @tracks ([n]) are listened to, their fields visible, mute and solo. That is no edit: it is kept
 * in the project, but neither undone nor a reason to save. */
void ct_document_listen (CtDocument *self, const CtEditTrack *tracks, guint n);
/* At any time: the beats that were found in the background, unless beats were sought meanwhile. To find them is no
 * edit: it is kept in the project, but neither undone nor a reason to save. */
void ct_document_take_beats (CtDocument *self, const CtEditTempo *found);
/* At any time: copies the keys and chords that were found in the score as it is, and emits "harmony-changed" if that
 * makes a difference. It is no edit. */
void ct_document_take_harmony (CtDocument *self, const CtHarmony *found);

/* Emits "changed" and "stepped" (name, whether it was undone). */
void ct_document_undo (CtDocument *self);
void ct_document_redo (CtDocument *self);

G_END_DECLS
