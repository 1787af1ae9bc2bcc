/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Tempo maps made from others. */
#ifndef CT_TEMPO_EDIT_H
#define CT_TEMPO_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Beats this close to a steady tempo are taken for it, in seconds: where a tempo is shown or written. */
#define CT_TEMPO_STEADY_S 0.05

/** A map of the same bars with as few tempos as can be: what it leaves out lies within a tolerance of where it did.
 *
 * @param self         a map
 * @param tolerance_s  how far a point may move
 * @param[out] out     the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for a tolerance that is no time; CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_simplify (const CtTempoMap *self, double tolerance_s, CtTempoMap **out) CT_MUST_USE;

/** Moves a map in time, with all its bars.
 *
 * @param self     a map
 * @param by_s     how much later everything is
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where it would leave the times of a map; CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_shift (const CtTempoMap *self, double by_s, CtTempoMap **out) CT_MUST_USE;

/** Moves a point; its neighbours follow, the less the farther, up to the next ones that are fixed or four beats away.
 * The point is fixed from then on.
 *
 * @param self     a map
 * @param index    which of its points
 * @param time_s   its new time
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT where the point would pass others or leave the tempos of a map;
 *         CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_move (const CtTempoMap *self, size_t index, double time_s, CtTempoMap **out) CT_MUST_USE;

/** Counts twice as fast, or half as fast: what was a beat becomes two, or what was two becomes one. The first bar still
 * begins where it did.
 *
 * @param self     a map
 * @param faster   whether twice as fast
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT beyond the tempos of a map, or where two points would share a tick;
 *         CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_scale (const CtTempoMap *self, bool faster, CtTempoMap **out) CT_MUST_USE;

/** Makes another tick the first downbeat: bar 1 begins there, with the meters that follow it.
 *
 * @param self     a map
 * @param tick     where bar 1 shall begin
 * @param[out] out the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_set_downbeat (const CtTempoMap *self, int64_t tick, CtTempoMap **out) CT_MUST_USE;

/** Sets the meter from a bar on; meters that began later in the map stay.
 *
 * @param self         a map
 * @param bar          the first bar
 * @param numerator    beats in a bar
 * @param denominator  what a beat is
 * @param[out] out     the new map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_edit_set_meter (const CtTempoMap *self, int64_t bar, int numerator, int denominator, CtTempoMap **out)
    CT_MUST_USE;

/** Moves notes from their times in one map to those of the same ticks in another.
 *
 * @param from   the map they lie on
 * @param to     the other
 * @param notes  [n]
 * @param n      how many */
void ct_tempo_edit_retime (const CtTempoMap *from, const CtTempoMap *to, CtNote *notes, size_t n);

/** Moves keys and chords likewise.
 *
 * @param from     the map they lie on
 * @param to       the other
 * @param harmony  the keys and chords */
void ct_tempo_edit_retime_harmony (const CtTempoMap *from, const CtTempoMap *to, CtHarmony *harmony);

#ifdef __cplusplus
}
#endif

#endif
