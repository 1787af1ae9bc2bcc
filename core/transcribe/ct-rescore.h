/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds notes and tracks again, and keeps what the user edited. */
#ifndef CT_RESCORE_H
#define CT_RESCORE_H

#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-transcriber-options.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What may change. */
typedef enum
{
  CT_RESCORE_ALL,   /**< the whole song */
  CT_RESCORE_SPAN,  /**< notes that begin in a span of time */
  CT_RESCORE_TRACK, /**< notes of one track, and others that sound like it */
} CtRescoreKind;

/** What may change; everything else stays as it is. */
typedef struct
{
  CtRescoreKind kind; /**< how it is chosen */
  CtTimeSpan span;    /**< of CT_RESCORE_SPAN */
  uint32_t track;     /**< of CT_RESCORE_TRACK: its id */
} CtRescoreScope;

/** Finds notes and tracks again, with other options, from what was heard. What the user has made of the score so far
 * binds the result:
 *
 *  - A note whose time, pitch or velocity was edited, or that was drawn or accepted, stays exactly as it is, except for
 * its track unless that was chosen, too. A note that is decoded where it was heard, or over more than half of it at its
 *    pitch, is the same note and does not appear beside it.
 *  - A note whose track was chosen (moved, merged or split) stays on it. It comes and goes with the options like any
 * other, so that thresholds go on working after a merge. Large groups of such notes bind the clustering: whatever
 * sounds like them joins them.
 *  - What was deleted stays away.
 *  - A locked track neither loses nor gains notes.
 *  - A note that is found again keeps its id. A timbre that is found again keeps its track, with its id, name, colour
 * and settings: it takes the track that it shares the most sound with. Others get tracks at the end, in free colours. A
 * track that lost its last note goes, unless the user changed it.
 *  - Programs that the user did not choose are guessed again: of all tracks where the whole song is in scope, else of
 * new ones.
 *
 * The new score keeps the options where the whole song is in scope. The same call on the result changes nothing.
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

#ifdef __cplusplus
}
#endif

#endif
