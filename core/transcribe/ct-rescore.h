/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds notes and tracks again, and keeps what the user edited. */
#ifndef CT_RESCORE_H
#define CT_RESCORE_H

#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-timbre-count.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-transcriber-options.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What may change. */
typedef enum
{
  CT_RESCORE_ALL,         /**< the notes of the whole song */
  CT_RESCORE_SPAN,        /**< notes that begin in a span of time */
  CT_RESCORE_TRACK,       /**< notes of one track, and others that sound like it */
  CT_RESCORE_FIND_TRACKS, /**< which notes are on which track; the notes stay as they are */
} CtRescoreKind;

/** What may change; everything else stays as it is. */
typedef struct
{
  CtRescoreKind kind; /**< how it is chosen */
  CtTimeSpan span;    /**< of CT_RESCORE_SPAN */
  uint32_t track;     /**< of CT_RESCORE_TRACK: its id */
} CtRescoreScope;

/** Finds notes or tracks again, with other options, from what was heard. What the user has made of the score so far
 * stays.
 *
 * Where notes are found again:
 *
 *  - Tracks that exist stay, with all that they are, and are not added to. Notes that stay keep their track. A new note
 *    joins the track whose notes it sounds most like, or, without an embedding, that of the nearest note in time and
 *    pitch. Only where nothing in the score was heard, as before the first transcription, are tracks found as below.
 *  - A note whose time, pitch or velocity was edited, or that was drawn or accepted, stays exactly as it is. A
 *    note that is decoded where it was heard, or over more than half of it at its pitch, is the same note and does not
 *    appear beside it. A note that is found again keeps its id.
 *  - A note whose track alone was chosen (moved, merged or split) comes and goes with the options like any other, so
 *    that thresholds go on working after a merge.
 *  - What was deleted stays away.
 *  - A locked track neither loses nor gains notes.
 *
 * Where tracks are found again:
 *
 *  - Tracks that were renamed, recoloured, locked or given a program, and those that several notes were put on by hand
 *    (moved, merged, split or drawn), stay as they are with all their notes; what sounds like them may join them unless
 *    they are locked. All other notes that a hand edited stay on their tracks, too.
 *  - A timbre that is found again keeps its track, with its id, name, colour and settings: it takes the track that it
 *    shares the most sound with. Others get tracks at the end, in free colours. A track that lost its last note goes.
 *  - The number of tracks, where it is given, counts those that stay. Programs of the others are guessed again.
 *
 * The new score keeps the options of notes where the notes of the whole song were found again, and those of tracks
 * where tracks were. The same call on the result changes nothing, unless notes were left out because their track gains
 * none: they may be nearer to those that were added.
 *
 * @param evidence  what was heard
 * @param before    the score so far; an empty one gives the first score
 * @param options   how
 * @param scope     what may change
 * @param[out] out  the new score; free it with ct_edit_score_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where an option is out of range; CT_STATUS_NO_MEMORY */
CtStatus ct_rescore (const CtRescoreEvidence *evidence,
                     const CtEditScore *before,
                     const CtTranscriberOptions *options,
                     const CtRescoreScope *scope,
                     CtEditScore **out) CT_MUST_USE;

/** As ct_rescore(), and tells how many timbres there seem to be.
 *
 * @param evidence    as there
 * @param before      as there
 * @param options     as there
 * @param scope       as there
 * @param[out] count  the count, whatever number of tracks was asked for; 0 where tracks were not found again
 * @param[out] out    as there
 * @return as there */
CtStatus ct_rescore_counting (const CtRescoreEvidence *evidence,
                              const CtEditScore *before,
                              const CtTranscriberOptions *options,
                              const CtRescoreScope *scope,
                              CtTimbreCount *count,
                              CtEditScore **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
