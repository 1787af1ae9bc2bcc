/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writes notes as a table. */
#ifndef CT_NOTE_CSV_H
#define CT_NOTE_CSV_H

#include "core/base/ct-pitch-name.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Writes the notes of a score, uncertain ones left out, as comma-separated values under the header
 * onset_s,offset_s,midi,track,velocity,confidence and, for a score with a tempo map, bar,beat: where the note begins,
 * the first bar being 1 and an upbeat 0, beats counted from 1 in units of the meter, with thousandths. Tracks count
 * from 1; numbers do not depend on the locale. The last column, where names are asked for, is name: the pitch in the
 * key that holds where the note begins, in ASCII but for the names of a
 * language, and in quotation marks where it has a comma. Drum hits stand among the notes, in order of time: they end
 * where they begin, their midi is empty, each group has a track after the others, and their name is that of the drum.
 * The file is written atomically, as
 * CtAtomicFile does.
 *
 * @param score  the score
 * @param names  how pitches are named; NULL: there is no such column
 * @param path   the file
 * @return CT_STATUS_OK or what failed */
CtStatus ct_note_csv_write (const CtScore *score, const CtPitchNaming *names, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
