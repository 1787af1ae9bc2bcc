/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Splits notes into groups, by timbre or by register, and finds the tracks that these groups go to. */
#ifndef CT_TRACK_SPLIT_H
#define CT_TRACK_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-track-colours.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Notes that are to be split, and the groups they fall into; one group at first. It keeps what it needs of the score
 * it was made from, so that another thread may run it; one thread at a time.
 *
 * A group stays on the track that most of its notes come from. Of several groups from one track only one stays: the one
 * that sounds most like the notes of that track that are not split, or else has the most notes. The others get new
 * tracks behind it, like it but for name and colour. */
typedef struct _CtTrackSplit CtTrackSplit;

/** Takes notes of a score. Ids that do not exist and notes of locked tracks are left out.
 *
 * @param score     the score
 * @param evidence  the timbres of its notes, and the memory, which must outlive the split; NULL: none is known
 * @param ids       [n], ids of notes in any order
 * @param n         how many
 * @param[out] out  the split; free it with ct_track_split_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_track_split_new (const CtEditScore *score,
                             const CtRescoreEvidence *evidence,
                             const uint64_t *ids,
                             size_t n,
                             CtTrackSplit **out) CT_MUST_USE;

/** Frees a split.
 *
 * @param self  the split, or NULL */
void ct_track_split_free (CtTrackSplit *self);

/** Counts the notes that are to be split.
 *
 * @param self  the split
 * @return how many there are, uncertain ones left out */
size_t ct_track_split_n_notes (const CtTrackSplit *self);

/** Counts the groups.
 *
 * @param self  the split
 * @return how many were found; 1: nothing to split */
size_t ct_track_split_n_groups (const CtTrackSplit *self);

/** Counts the notes of a group.
 *
 * @param self   the split
 * @param group  a group, below ct_track_split_n_groups()
 * @return how many notes it has, uncertain ones left out */
size_t ct_track_split_group_size (const CtTrackSplit *self, size_t group);

/** Groups the notes by timbre. Notes without a timbre join the nearest note in time and pitch that has one.
 *
 * @param self       the split
 * @param n_timbres  how many groups, 1 to CT_MAX_TRACKS; 0: as many as are found, two at least
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where @p n_timbres is out of range; CT_STATUS_NO_MEMORY */
CtStatus ct_track_split_by_timbre (CtTrackSplit *self, int n_timbres) CT_MUST_USE;

/** Groups the notes into those below a pitch and those from it upward.
 *
 * @param self  the split
 * @param midi  the lowest pitch of the upper group; 0: where both groups are closest to their means, in the middle of a
 *              gap (N. Otsu, "A threshold selection method from gray-level histograms", 1979)
 * @return the boundary; 0 where all notes have one pitch */
int ct_track_split_by_register (CtTrackSplit *self, int midi);

/** Puts all notes into one group, which moves to a new track.
 *
 * @param self  the split */
void ct_track_split_off (CtTrackSplit *self);

/** Whether the notes move to a new track.
 *
 * @param self  the split
 * @return whether ct_track_split_off() was called last */
bool ct_track_split_is_off (const CtTrackSplit *self);

/** Makes the score as the split would leave it. Notes that no longer exist are left out.
 *
 * @param self      the split
 * @param score     the score as it is now
 * @param colours   of new tracks
 * @param[out] out  the new score, which the caller owns; NULL where nothing would change
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_track_split_preview (const CtTrackSplit *self,
                                 const CtEditScore *score,
                                 const CtTrackColours *colours,
                                 CtEditScore **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
