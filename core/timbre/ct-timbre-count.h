/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * How many timbres a recording has. */
#ifndef CT_TIMBRE_COUNT_H
#define CT_TIMBRE_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/timbre/ct-timbre-patterns.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many timbres there are, and how sure that is. A plain value. */
typedef struct
{
  int n;        /**< the number found; 0: none was looked for */
  int second;   /**< the next best number, one more or one less; 0: none */
  float margin; /**< how far from it the evidence is, a logarithm; INFINITY without a second */
} CtTimbreCount;

/** Whether the second number is worth offering: "3, perhaps 4".
 *
 * @param self  the count
 * @return whether the first is about as often wrong as right */
bool ct_timbre_count_doubts (const CtTimbreCount *self);

/** Counts timbres. Those of different instruments lie at right angles, so that each makes an eigenvalue of the notes'
 * weighted Gram matrix, its share of the sound (core/training/MODEL.md).
 *
 * @param timbres     [n][width] of all notes, unit vectors
 * @param width       1 to CT_EMBEDDING_SIZE
 * @param notes       [n]
 * @param patterns    the notes that count
 * @param groups      [patterns->n], from 0: the groups of notes that the user keeps together, -1 for free notes. Each
 * is a timbre, and what lies in the directions of its notes is no other
 * @param n_groups    how many groups
 * @param separation  1; greater values tell more timbres apart
 * @return the count, at least 1 and at least @p n_groups */
CtTimbreCount ct_timbre_count (const float *timbres,
                               size_t width,
                               const CtNote *notes,
                               const CtTimbrePatterns *patterns,
                               const int *groups,
                               size_t n_groups,
                               float separation);

#ifdef __cplusplus
}
#endif

#endif
