/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Puts notes on a grid. */
#ifndef CT_QUANTISE_H
#define CT_QUANTISE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How notes are put on a grid. A plain value. */
typedef struct
{
  CtNoteGrid grid; /**< the grid */
  double strength; /**< how much of the way notes go, in [0, 1] */
  bool starts;     /**< whether their starts do */
  bool ends;       /**< whether their ends do */
  bool keep_short; /**< whether notes that are played short, less than three quarters of a step, keep their length
                    * rather than end on a line */
} CtQuantiseOptions;

/** Sets the defaults: an automatic grid, all the way, starts and ends, short notes kept.
 *
 * @param[out] self  the options */
void ct_quantise_options_init (CtQuantiseOptions *self);

/** Puts notes on a grid. No note ends before it starts or loses more than half of its length to a line at its end: one
 * whose start and end fall on one line is a step long, if it is not short and kept so. Where starts alone move, a note
 * whose start passes its end keeps its length.
 *
 * @param map      bars and beats
 * @param options  how
 * @param notes    [n], in any order
 * @param n        how many
 * @param[out] out [n], the notes at their new times, in the same order; may be @p notes
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for options out of their range; CT_STATUS_NO_MEMORY */
CtStatus ct_quantise (const CtTempoMap *map,
                      const CtQuantiseOptions *options,
                      const CtNote *notes,
                      size_t n,
                      CtNote *out) CT_MUST_USE;

/** Puts the notes and drum hits of a score with a tempo map on a grid, under tempos that are steady between changes,
 * for programs that show and print notes: there short notes are a step long, too. Keys and chords stay on their beats.
 *
 * @param score    the score; where this fails, its notes may have moved
 * @param options  how
 * @return as ct_quantise() */
CtStatus ct_quantise_score (CtScore *score, const CtQuantiseOptions *options) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
