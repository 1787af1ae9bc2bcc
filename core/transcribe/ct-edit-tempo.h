/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The beats and bars of a score as the user edits it. */
#ifndef CT_EDIT_TEMPO_H
#define CT_EDIT_TEMPO_H

#include <stdbool.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where beats and bars lie, and how sure that is. Zero it for one that nobody has looked for yet; clear it with
 * ct_edit_tempo_clear(). */
typedef struct
{
  CtTempoMap *map;        /**< its own; NULL: no rhythm was found, or none was looked for */
  float confidence;       /**< of the beats that were found, in [0, 1]; 0 where they come from elsewhere */
  float meter_confidence; /**< of the bars that were found, likewise */
  bool sought; /**< whether there is nothing to look for: beats were found, or set by hand, or there are none */
} CtEditTempo;

/** Copies it.
 *
 * @param self      a tempo
 * @param[out] out  the copy; clear it with ct_edit_tempo_clear()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_edit_tempo_copy (const CtEditTempo *self, CtEditTempo *out) CT_MUST_USE;

/** Frees its map and zeroes it.
 *
 * @param self  a tempo */
void ct_edit_tempo_clear (CtEditTempo *self);

/** Compares all fields.
 *
 * @param a  a tempo
 * @param b  a tempo
 * @return whether all are equal */
bool ct_edit_tempo_equal (const CtEditTempo *a, const CtEditTempo *b);

/** Checks that its numbers are finite and in their ranges, and that a map counts as sought.
 *
 * @param self  a tempo
 * @return whether it is so */
bool ct_edit_tempo_is_valid (const CtEditTempo *self);

#ifdef __cplusplus
}
#endif

#endif
