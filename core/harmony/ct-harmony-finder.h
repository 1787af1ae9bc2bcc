/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Finds keys and chords in notes. */
#ifndef CT_HARMONY_FINDER_H
#define CT_HARMONY_FINDER_H

#include <stddef.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds the keys and chords of notes. Keys are found from how long and loud each pitch class sounds (D. Temperley,
 * Music and Probability, 2007), chords from what sounds in bars or their parts, both as the best path of all; in fewer
 * than three pitch classes there are none. What a hand has set stays: a fixed key holds until the next fixed one or the
 * end, and a fixed chord as long as it is; the others are found around them.
 *
 * @param notes     [n], in any order; uncertain ones do not count
 * @param n         how many
 * @param map       bars and beats; NULL: a grid of one beat a second
 * @param fixed     the keys and chords before, of which those that are fixed stay; NULL: none are
 * @param[out] out  what was found; clear it with ct_harmony_clear()
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_harmony_find (const CtNote *notes, size_t n, const CtTempoMap *map, const CtHarmony *fixed, CtHarmony *out)
    CT_MUST_USE;

/** Finds the keys and chords of a score, as ct_harmony_find() does, and puts them in.
 *
 * @param score  the score
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p score unchanged */
CtStatus ct_harmony_find_score (CtScore *score) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
