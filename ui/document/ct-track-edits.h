/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* Edits of the tracks of a document. Each function is one named step of its history, or none if nothing would
 * change, but what is about listening is none: flags except the lock. Locked tracks keep their notes: ask
 * ct_track_edits_find_locked() first. */

typedef enum
{
  CT_TRACK_VISIBLE,
  CT_TRACK_MUTE,
  CT_TRACK_SOLO,
  CT_TRACK_LOCKED,
} CtTrackFlag;

/* The first of @tracks ([n] ids) that is locked; 0: none. */
guint32 ct_track_edits_find_locked (CtDocument *document, const guint32 *tracks, guint n);

gboolean ct_track_edits_get_flag (const CtEditTrack *track, CtTrackFlag flag);

/* Adds an empty track at @place of the order shown (-1: the end). Returns its id. */
guint32 ct_track_edits_add (CtDocument *document, int place);

/* Removes @tracks; their notes move to the track @heir, which is not one of them, or are deleted if it is 0. Returns
 * whether it was done. */
gboolean ct_track_edits_remove (CtDocument *document, const guint32 *tracks, guint n, guint32 heir);

/* @name may contain anything; characters that a name cannot contain are left out. "": named by number again. */
void ct_track_edits_rename (CtDocument *document, guint32 id, const char *name);
/* The track is not the timbre that it was recognised as: it gets back what it was before. */
void ct_track_edits_refuse (CtDocument *document, guint32 id);
void ct_track_edits_set_colour (CtDocument *document, guint32 id, guint32 rgb);
void ct_track_edits_set_program (CtDocument *document, const guint32 *tracks, guint n, guint program);
void ct_track_edits_set_flag (CtDocument *document, const guint32 *tracks, guint n, CtTrackFlag flag, gboolean on);
/* How a track sounds; consecutive changes by a slider are one step. @volume: amplitude factor, 0 to 2; @pan: -1 left
 * to 1 right; @synthesised: played as synthesised notes instead of from the recording. */
void ct_track_edits_set_volume (CtDocument *document, guint32 id, double volume);
void ct_track_edits_set_pan (CtDocument *document, guint32 id, double pan);
void ct_track_edits_set_synthesised (CtDocument *document, guint32 id, gboolean synthesised);
/* Makes every track visible and none soloed. */
void ct_track_edits_show_all (CtDocument *document);
/* Moves @tracks, keeping their order, so that the first of them comes to @place among the others (-1: the end). */
void ct_track_edits_reorder (CtDocument *document, const guint32 *tracks, guint n, int place);
/* Moves each of @tracks one place up or down, if there is one. */
void ct_track_edits_shift (CtDocument *document, const guint32 *tracks, guint n, gboolean down);

/* Merges @n >= 2 tracks: the one with the most notes (the first of equals) keeps its name, color and program and
 * takes the notes of the others. All of them then stay together when timbres are separated again. Returns the id of
 * the remaining track; 0: nothing was done. */
guint32 ct_track_edits_merge (CtDocument *document, const guint32 *tracks, guint n);

/* Moves notes (ids, [n]) to @track, or to a new one if it is 0; notes of locked tracks stay. Returns how many moved. */
guint ct_track_edits_move_notes (CtDocument *document, const guint64 *ids, guint n, guint32 track);

/* The ids of the notes of @tracks, [*n_notes], uncertain ones included, in the order of the score. Free with
 * g_free(). */
guint64 *ct_track_edits_dup_notes (CtDocument *document, const guint32 *tracks, guint n, guint *n_notes);

/* The notes @ids ([n]) of @document, to be split. */
CtTrackSplit *ct_track_edits_new_split (CtDocument *document, const guint64 *ids, guint n);
/* The score as @split would leave it, NULL where nothing would change. Free it with ct_edit_score_free(). */
CtEditScore *ct_track_edits_preview_split (CtDocument *document, const CtTrackSplit *split);
/* Moves the notes as the preview shows. Returns how many tracks were added. */
guint ct_track_edits_split (CtDocument *document, const CtTrackSplit *split);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtTrackSplit, ct_track_split_free)

G_END_DECLS
