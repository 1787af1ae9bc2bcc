/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TIMBRE_MEMORY_PRIVATE_H
#define CT_TIMBRE_MEMORY_PRIVATE_H

#include <stddef.h>

#include "core/timbre/ct-timbre-memory.h"
#include "core/timbre/ct-timbre-patterns.h"

/* Numbers in an array with one for every pattern, and some more for whole vectors. */
#define CT_TIMBRE_MEMORY_PADDED (CT_TIMBRE_PATTERNS + 16)

/* Weight of @pattern in every recall: the confidence of its note. */
float ct_timbre_memory_weight (const CtTimbreMemory *self, size_t pattern);

/* The cosine of @query with every pattern, into @similarities ([CT_TIMBRE_MEMORY_PADDED]). */
void ct_timbre_memory_compare (const CtTimbreMemory *self, const float *query, float *similarities);

/* The label that @query recalls: the patterns vote for theirs, by their shares of the recall. @labels are the
 * patterns', below @n_labels; those with -1 have no vote. @votes ([n_labels]) is scratch. 0 without a vote. */
int ct_timbre_memory_vote (const CtTimbreMemory *self,
                           const float *query,
                           const int *labels,
                           size_t n_labels,
                           float *votes);

#endif
