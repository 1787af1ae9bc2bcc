/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The nearest note in time and pitch, which stands for a note that lacks something. */
#ifndef CT_NEAREST_NOTES_H
#define CT_NEAREST_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-note.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds for every note the nearest one that qualifies (has a timbre, say). A semitone counts as 0.2 s.
 *
 * @param notes         [n], by onset
 * @param qualifies     [n], which notes may stand for others; each of them stands for itself
 * @param n             how many notes
 * @param[out] nearest  [n], indices; -1 where no note qualifies */
void ct_nearest_notes (const CtNote *notes, const bool *qualifies, size_t n, ptrdiff_t *nearest);

#ifdef __cplusplus
}
#endif

#endif
