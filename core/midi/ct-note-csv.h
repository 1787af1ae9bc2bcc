/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_CSV_H
#define CT_NOTE_CSV_H

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Writes the notes of @score that are certain, under the header
 * onset_s,offset_s,midi,track,velocity,confidence (track counted from 1; numbers do not depend on the locale).
 * Atomic as ct_midi_file_write(). */
CtStatus ct_note_csv_write (const CtScore *score, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
