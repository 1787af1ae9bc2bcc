/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Tempo maps made from others beat by beat, as a hand corrects them. What a beat is, players feel: three eighths in
 * 6/8 (ct_pulse_ticks()). */
#ifndef CT_TEMPO_BEATS_H
#define CT_TEMPO_BEATS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The beat that is nearest in time.
 *
 * @param self    a map
 * @param time_s  a time
 * @return its tick */
int64_t ct_tempo_beats_nearest (const CtTempoMap *self, double time_s);

/** Fixes a tick where it is: what finds beats leaves it there.
 *
 * @param self     a map
 * @param tick     a tick
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_beats_fix (const CtTempoMap *self, int64_t tick, CtTempoMap **out) CT_MUST_USE;

/** Moves a tick and fixes it; the beats around it follow, the less the farther, up to the next ones that are fixed or
 * four beats away. The others stay, however few points the map has.
 *
 * @param self     a map
 * @param tick     a tick
 * @param time_s   its new time
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where it would pass others or leave the tempos of a map;
 *         CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_beats_move (const CtTempoMap *self, int64_t tick, double time_s, CtTempoMap **out) CT_MUST_USE;

/** Puts beats in place of those of the map, from the one that is nearest to the first on, and fixes them. Beats before
 * and after stay where they are; where there are more or fewer than before, what follows is counted anew.
 *
 * @param self     a map; NULL: bars of 4/4 begin with the first
 * @param times_s  [n], rising
 * @param n        how many, at least two
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for times that no map has; CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_beats_put (const CtTempoMap *self, const double *times_s, size_t n, CtTempoMap **out) CT_MUST_USE;

/** The mean tempo between two beats, which ct_tempo_beats_steady() would make constant without another number of beats.
 *
 * @param self    a map
 * @param from_s  the beat nearest to this is the first
 * @param to_s    the beat nearest to this is the last
 * @return beats a minute; 0 where there are not two beats */
double ct_tempo_beats_mean_bpm (const CtTempoMap *self, double from_s, double to_s);

/** Makes the tempo constant between two beats, which stay where they are. Where the map has no points beyond them, the
 * tempo goes on so, too.
 *
 * @param self     a map; NULL: beats begin with @p from_s
 * @param from_s   the beat nearest to this is the first
 * @param to_s     the beat nearest to this, or without a map to this and the tempo, is the last
 * @param bpm      beats a minute; 0: as many beats as there are. Others fit by up to half a beat between the two
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where there are not two beats, or for a tempo that no map has;
 *         CT_STATUS_NO_MEMORY */
CtStatus
ct_tempo_beats_steady (const CtTempoMap *self, double from_s, double to_s, double bpm, CtTempoMap **out) CT_MUST_USE;

/** Begins a bar at a tick: the one before it is cut, as by a pick-up.
 *
 * @param self     a map
 * @param tick     a tick
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_beats_start_bar (const CtTempoMap *self, int64_t tick, CtTempoMap **out) CT_MUST_USE;

/** Moves all bar lines along the beats, which stay where they are.
 *
 * @param self     a map
 * @param n_beats  by how many beats later
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_beats_shift_bars (const CtTempoMap *self, int n_beats, CtTempoMap **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
