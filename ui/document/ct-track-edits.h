/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-track-split.h"
#include "ui/document/ct-document.h"

G_BEGIN_DECLS

/* What can be done to the tracks of a document: each function is one step of its history, named for a person, and does
 * nothing where nothing would change. Tracks that are locked keep their notes: ask ct_track_edits_find_locked() first.
 */

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

/* A new, empty track at @place of the order shown (-1: the end). Returns its id. */
guint32 ct_track_edits_add (CtDocument *document, int place);

/* Removes @tracks; their notes go to the track @heir, which is none of them, or are deleted where it is 0. Returns
 * whether it was done. */
gboolean ct_track_edits_remove (CtDocument *document, const guint32 *tracks, guint n, guint32 heir);

/* @name may hold anything; what a name cannot hold is left out. "": by number again. */
void ct_track_edits_rename (CtDocument *document, guint32 id, const char *name);
void ct_track_edits_set_colour (CtDocument *document, guint32 id, guint32 rgb);
void ct_track_edits_set_program (CtDocument *document, const guint32 *tracks, guint n, guint program);
void ct_track_edits_set_flag (CtDocument *document, const guint32 *tracks, guint n, CtTrackFlag flag, gboolean on);
/* How a track sounds; what a slider sends in a row is one step. @volume: factor of amplitude, 0 to 2; @pan: -1 left to
 * 1 right; @synthesised: heard as its notes instead of out of the recording. */
void ct_track_edits_set_volume (CtDocument *document, guint32 id, double volume);
void ct_track_edits_set_pan (CtDocument *document, guint32 id, double pan);
void ct_track_edits_set_synthesised (CtDocument *document, guint32 id, gboolean synthesised);
/* Every track visible and none soloed. */
void ct_track_edits_show_all (CtDocument *document);
/* Moves @tracks, kept in their order, so that the first of them comes to @place of the others (-1: the end). */
void ct_track_edits_reorder (CtDocument *document, const guint32 *tracks, guint n, int place);
/* Moves each of @tracks one place up or down, as far as there is one. */
void ct_track_edits_shift (CtDocument *document, const guint32 *tracks, guint n, gboolean down);

/* Makes one track of @n >= 2: that with the most notes (the first of equals) stays with its name, colour and program
 * and takes the notes of the others. All are then held together when timbres are found again. Returns the id of the one
 * that stays; 0: nothing was done. */
guint32 ct_track_edits_merge (CtDocument *document, const guint32 *tracks, guint n);

/* Moves notes (ids, [n]) to @track, or to a new one where it is 0; notes of locked tracks stay. Returns how many moved.
 */
guint ct_track_edits_move_notes (CtDocument *document, const guint64 *ids, guint n, guint32 track);

/* The ids of the notes of @tracks, [*n_notes], uncertain notes too, in the order of the score; free it with g_free().
 */
guint64 *ct_track_edits_dup_notes (CtDocument *document, const guint32 *tracks, guint n, guint *n_notes);

/* The notes @ids ([n]) of @document, to be split. */
CtTrackSplit *ct_track_edits_new_split (CtDocument *document, const guint64 *ids, guint n);
/* The score as @split would leave it, NULL where nothing would change. Free it with ct_edit_score_free(). */
CtEditScore *ct_track_edits_preview_split (CtDocument *document, const CtTrackSplit *split);
/* Moves the notes as the preview shows. Returns how many tracks were added. */
guint ct_track_edits_split (CtDocument *document, const CtTrackSplit *split);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtTrackSplit, ct_track_split_free)

G_END_DECLS
