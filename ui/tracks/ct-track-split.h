/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"

G_BEGIN_DECLS

/* Notes that are about to be taken apart: which of them go together, and what the score would be like then. It keeps
 * what it needs of the score it was made from, so that another thread may run it; one thread at a time.
 *
 * The groups stay on the tracks that the notes come from as far as these go: that from which most of a group's notes
 * come; of several groups on one track the one that stays is the one that sounds most like the notes that are not
 * split, or else has the most notes. The other groups get tracks of their own behind it, like it but for colour and
 * name. */
typedef struct _CtTrackSplit CtTrackSplit;

/* Of @ids ([n], in any order; those that do not exist and those on locked tracks are left out). */
CtTrackSplit *ct_track_split_new (const CtEditScore *score, CtEvidence *evidence, const guint64 *ids, guint n);
void ct_track_split_free (CtTrackSplit *self);

/* How many notes it is about that are certain; how many groups were found, 1: nothing to split; how many notes that
 * are no uncertain notes @group has. */
guint ct_track_split_get_n_notes (const CtTrackSplit *self);
guint ct_track_split_get_n_groups (const CtTrackSplit *self);
guint ct_track_split_get_group_size (const CtTrackSplit *self, guint group);

/* By timbre, into @n_timbres or (0) as many as are found. Notes without a timbre of their own go with the nearest in
 * time and pitch; without any that has one, there is one group. */
CtStatus ct_track_split_by_timbre (CtTrackSplit *self, int n_timbres) CT_MUST_USE;

/* By pitch: notes of @midi and higher apart from the lower ones. 0: at the boundary that leaves both sides closest
 * together, in the middle of a gap. Returns the boundary; 0 where all notes have one pitch. */
int ct_track_split_by_register (CtTrackSplit *self, int midi);

/* All to one new track, as few as they may be. */
void ct_track_split_off (CtTrackSplit *self);

/* What @score would be; NULL where nothing would change. Notes that are gone since are left out. Free it with
 * ct_edit_score_free(). */
CtEditScore *ct_track_split_preview (const CtTrackSplit *self, const CtEditScore *score);

/* The same as a step of the document's history. Returns the number of tracks that came to be. */
guint ct_track_split_apply (const CtTrackSplit *self, CtDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtTrackSplit, ct_track_split_free)

G_END_DECLS
