/* SPDX-License-Identifier: GPL-3.0-or-later */
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

typedef enum
{
  CT_RESCORE_ALL,
  CT_RESCORE_SPAN,  /**< notes that begin in a span of time */
  CT_RESCORE_TRACK, /**< notes of one track, and such as sound like it */
} CtRescoreKind;

/** What may change; everything else stays as it is. */
typedef struct
{
  CtRescoreKind kind;
  CtTimeSpan span;
  uint32_t track; /**< id */
} CtRescoreScope;

/** Finds notes and tracks again, with @options, from what was heard, as a new score; @before is what a
 * person has made of it so far, and binds what is found:
 *
 *  - A note whose time, pitch or velocity was set by hand, that was drawn or accepted, stays exactly as it
 * is, but for its track if that was not chosen by hand. What is decoded where it was heard, or over more
 * than half of it at its pitch, is the same note and does not appear beside it.
 *  - A note whose track was chosen by hand (moved, merged or split) stays on it; it comes and goes with the
 * options as the others do, so that sliders go on working after a merge. Large groups of such notes bind
 * the clustering: what sounds like them joins them.
 *  - What was deleted by hand stays away.
 *  - A locked track neither loses nor gains.
 *  - A note that is found again keeps its id. A timbre that is found again keeps its track, with its id,
 * name, colour and all that was set: each takes the track that it shares the most sound with. Others get
 * tracks at the end, in colours that are free; a track that lost its last note and that no hand has touched
 * goes.
 *  - Programs that no hand has chosen are guessed again, where the whole song is in scope, else for new
 * tracks only.
 *
 *  Options are kept in the new score where the whole song is in scope. The same call on the result changes
 * nothing any more. An empty @before gives the first score. CT_STATUS_BAD_ARGUMENT where an option is out
 * of its range. The caller owns *@out. */
CtStatus ct_rescore (const CtRescoreEvidence *evidence,
                     const CtEditScore *before,
                     const CtTranscriberOptions *options,
                     const CtRescoreScope *scope,
                     CtEditScore **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
