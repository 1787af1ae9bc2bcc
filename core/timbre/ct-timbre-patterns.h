/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The notes that stand for a recording in its memory. */
#ifndef CT_TIMBRE_PATTERNS_H
#define CT_TIMBRE_PATTERNS_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most patterns that a memory keeps, so that its cost does not grow with the square of the recording. */
#define CT_TIMBRE_PATTERNS 512

/** Some notes of a recording. A plain value. */
typedef struct
{
  size_t n;                         /**< how many */
  size_t notes[CT_TIMBRE_PATTERNS]; /**< [n], their indices */
} CtTimbrePatterns;

/** Chooses patterns, deterministically: all notes where there is room for them, else stretches of notes after each
 * other from all over the recording, since timbres are told apart by what sounds together. Uncertain notes are none,
 * unless the user fixed them.
 *
 * @param notes     [n]
 * @param fixed     [n], the group of each note that the user fixed, -1 for the others; or NULL. Some notes of every
 * group are patterns
 * @param n         how many notes; may be 0
 * @param[out] out  the patterns
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_timbre_patterns_choose (const CtNote *notes, const int *fixed, size_t n, CtTimbrePatterns *out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
