/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The beats and bars of a recording. */
#ifndef CT_BEATS_H
#define CT_BEATS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A beat. */
typedef struct
{
  double time_s;    /**< in seconds from the start of the recording */
  float confidence; /**< in [0, 1] */
  int number;       /**< of its bar, from 0: the downbeat */
  bool fixed;       /**< set by hand */
} CtBeat;

/** The beats of a recording; none where it is silent or its rhythm is free. */
typedef struct
{
  CtBeat *beats;          /**< [n], by time */
  size_t n;               /**< how many there are */
  int bar_beats;          /**< how many beats a bar has: 2, 3 or 4 */
  bool compound;          /**< beats are dotted quarters, and the meter 6/8 where there are two */
  float confidence;       /**< of the beats, in [0, 1] */
  float meter_confidence; /**< of the bars, in [0, 1] */
} CtBeats;

/** Frees the beats and empties the list.
 *
 * @param self  the list */
void ct_beats_clear (CtBeats *self);

/** Makes the tempo map that has these beats: a point for each, a meter for each change of the bars, and tick 0 on the
 * first downbeat.
 *
 * @param self      beats, at least two
 * @param[out] out  the map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where there are fewer, or they are no rhythm; CT_STATUS_NO_MEMORY */
CtStatus ct_beats_to_map (const CtBeats *self, CtTempoMap **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
