/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The keys and chords of a score as the user edits it. */
#ifndef CT_EDIT_HARMONY_H
#define CT_EDIT_HARMONY_H

#include "core/base/ct-harmony.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Finds keys and chords in all notes of a score, whatever is heard of them, around those that were set by hand.
 *
 * @param score     the score
 * @param[out] out  what was found; clear it with ct_harmony_clear()
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_edit_harmony_find (const CtEditScore *score, CtHarmony *out) CT_MUST_USE;

/** Finds them unless they are at hand, and puts what belongs to an export into it, with times that count as those of
 * its notes do.
 *
 * @param score  the score
 * @param what   what is exported
 * @param found  what ct_edit_harmony_find() found in @p score before; NULL: it is found here
 * @param out    the export, which has no harmony yet
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_edit_harmony_export (const CtEditScore *score,
                                 const CtEditExport *what,
                                 const CtHarmony *found,
                                 CtScore *out) CT_MUST_USE;

/** Sets the key from a time on, up to the next one that was set by hand.
 *
 * @param self      keys and chords set by hand
 * @param time_s    when; a key that was set there before is replaced
 * @param key       the key; NULL: takes away the key that was set last at or before @p time_s
 * @param[out] out  the new keys and chords; clear it with ct_harmony_clear()
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_edit_harmony_set_key (const CtHarmony *self, double time_s, const CtKey *key, CtHarmony *out) CT_MUST_USE;

/** Sets a chord in place of whatever was set within its span.
 *
 * @param self      keys and chords set by hand
 * @param span      where it sounds
 * @param chord     its kind, root and bass; NULL: only takes away what was set there
 * @param[out] out  the new keys and chords; clear it with ct_harmony_clear()
 * @return CT_STATUS_OK; CT_STATUS_NO_MEMORY, with @p out unchanged */
CtStatus ct_edit_harmony_set_chord (const CtHarmony *self, const CtTimeSpan *span, const CtChord *chord, CtHarmony *out)
    CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
