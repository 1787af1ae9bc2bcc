/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writes transcriptions as JSON, for other programs. */
#ifndef CT_SCORE_JSON_H
#define CT_SCORE_JSON_H

#include <stdbool.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The "version" of the objects. Members may be added without a new one. */
#define CT_SCORE_JSON_VERSION 1

/** What is said about a score, and how it is written. */
typedef struct
{
  const char *software;  /**< the program and its version, UTF-8 */
  const char *recording; /**< the recording's path; bytes that are no UTF-8 become U+FFFD */
  double start_s;        /**< what was transcribed begins at this second of the recording */
  double duration_s;     /**< how much was transcribed, in seconds */
  bool one_line;         /**< without line breaks, but one at the end */
} CtScoreJsonOptions;

/** Writes a score as one JSON object: what CtScoreJsonOptions says, its tracks, its notes but the uncertain ones in the
 * fields of the table (ct_note_csv_write()), its tempo map, keys, chords, and drum hits and their groups. Times are in
 * seconds, rounded to thousandths, tracks numbered from 1; what is not known is null or an empty array.
 *
 * @param score    the score
 * @param options  what is said about it
 * @param path     the file, replaced if it exists; "-": standard output
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT where a number is not finite or a time above 10^9 s,
 *         CT_STATUS_NO_MEMORY, or what writing gave */
CtStatus ct_score_json_write (const CtScore *score, const CtScoreJsonOptions *options, const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
