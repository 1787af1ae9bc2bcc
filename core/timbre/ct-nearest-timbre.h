/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Which of several groups of notes a note sounds most like. */
#ifndef CT_NEAREST_TIMBRE_H
#define CT_NEAREST_TIMBRE_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/timbre/ct-memory-network.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds for notes without a group the one they sound most like: they recall the notes of all groups, which vote for
 * theirs. Groups stay as they are, however alike they are.
 *
 * @param network      what lets the notes look at each other first; NULL: their embeddings are compared as they are
 * @param embeddings   [n][CT_EMBEDDING_SIZE], unit vectors
 * @param notes        [n]; uncertain ones do not vote
 * @param groups       [n], 0 or more; -1: none
 * @param n            how many notes
 * @param[out] nearest  [n], the groups of notes that have one, and the nearest for the others; -1: no group has a note
 *                      that is certain; may be @p groups
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_nearest_timbre (const CtMemoryNetwork *network,
                            const float *embeddings,
                            const CtNote *notes,
                            const int *groups,
                            size_t n,
                            int *nearest) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
