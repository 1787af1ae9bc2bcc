/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writes chords as a table. */
#ifndef CT_CHORD_CSV_H
#define CT_CHORD_CSV_H

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Writes the chords of a score as comma-separated values under the header start_s,end_s,chord and, for a score with a
 * tempo map, bar,beat: where the chord begins, as in ct_note_csv_write(). Chords are spelled in their keys, in ASCII,
 * such as Bbmaj7/D; N.C. is no chord. The file is written atomically, as CtAtomicFile does.
 *
 * @param score  the score
 * @param path   the file
 * @return CT_STATUS_OK or what failed */
CtStatus ct_chord_csv_write (const CtScore *score, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
