/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Where the beats and bars of a recording lie. */
#ifndef CT_TEMPO_MAP_H
#define CT_TEMPO_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Ticks a quarter note: the unit of musical time. */
#define CT_TICKS_PER_QUARTER 960
/** Ticks a whole note. */
#define CT_TICKS_PER_WHOLE (4 * CT_TICKS_PER_QUARTER)
/** The slowest tempo of a map, in quarter notes a minute; MIDI files know none below 3.6. */
#define CT_TEMPO_MIN_BPM 4.0
/** The fastest tempo of a map. */
#define CT_TEMPO_MAX_BPM 3000.0
/** The most points, and the most changes of meter. */
#define CT_TEMPO_MAP_MAX_POINTS 200000
/** Ticks lie within this of 0, either way. */
#define CT_TEMPO_MAP_MAX_TICK ((int64_t) 1 << 40)
/** Times lie within this of 0, either way. */
#define CT_TEMPO_MAP_MAX_TIME_S 1e6

/** A tick whose time is known. Between two points the tempo is steady. */
typedef struct
{
  int64_t tick;  /**< in ticks from an origin that is the map's own */
  double time_s; /**< in seconds from the start of the recording */
  bool fixed;    /**< set by hand: what finds beats leaves it where it is */
} CtTempoPoint;

/** A meter, from a bar on. */
typedef struct
{
  int64_t tick;    /**< where its first bar begins */
  int numerator;   /**< beats in a bar, 1 to 255 */
  int denominator; /**< what a beat is, such as 4: a quarter note; a power of two up to 128 */
} CtMeter;

/** A place as musicians name it. */
typedef struct
{
  int64_t bar; /**< the first bar is 1, an incomplete one before it 0 */
  int beat;    /**< from 1, in units of the meter's denominator */
  int tick;    /**< from 0, after the beat */
} CtBarPosition;

/** Ticks and bars over the seconds of a recording. Immutable; threads may share it. Before its first point and after
 * its last one the tempo goes on as it is between the two nearest; its first meter holds before its first bar, too, so
 * that an upbeat lies in bar 0. Where a meter begins inside a bar of the one before, it cuts that bar. */
typedef struct _CtTempoMap CtTempoMap;

/** Makes a map.
 *
 * @param points    [n_points], at least two, by tick and by time, both rising, at a tempo from CT_TEMPO_MIN_BPM to
 *                  CT_TEMPO_MAX_BPM; copied
 * @param n_points  how many
 * @param meters    [n_meters], at least one, by tick; copied
 * @param n_meters  how many
 * @param[out] out  the map; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for any other points and meters, with @p out unchanged;
 *         CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_map_new (const CtTempoPoint *points,
                           size_t n_points,
                           const CtMeter *meters,
                           size_t n_meters,
                           CtTempoMap **out) CT_MUST_USE;

/** Makes a map of one tempo and one meter.
 *
 * @param bpm          quarter notes a minute
 * @param start_s      where the first bar begins, at tick 0
 * @param numerator    beats in a bar
 * @param denominator  what a beat is
 * @param[out] out     the map; free it with ct_tempo_map_free()
 * @return as ct_tempo_map_new() */
CtStatus
ct_tempo_map_new_steady (double bpm, double start_s, int numerator, int denominator, CtTempoMap **out) CT_MUST_USE;

/** Copies a map.
 *
 * @param self      the map
 * @param[out] out  the copy; free it with ct_tempo_map_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_tempo_map_copy (const CtTempoMap *self, CtTempoMap **out) CT_MUST_USE;

/** Frees a map.
 *
 * @param self  the map, or NULL */
void ct_tempo_map_free (CtTempoMap *self);

/** Compares two maps.
 *
 * @param a  a map, or NULL
 * @param b  a map, or NULL
 * @return whether they have the same points and meters, or are both NULL */
bool ct_tempo_map_equal (const CtTempoMap *a, const CtTempoMap *b);

/** The points.
 *
 * @param self    the map
 * @param[out] n  how many there are
 * @return [n], valid as long as @p self */
const CtTempoPoint *ct_tempo_map_points (const CtTempoMap *self, size_t *n);

/** The meters.
 *
 * @param self    the map
 * @param[out] n  how many there are
 * @return [n], valid as long as @p self */
const CtMeter *ct_tempo_map_meters (const CtTempoMap *self, size_t *n);

/** From seconds to ticks.
 *
 * @param self    the map
 * @param time_s  a time; beyond CT_TEMPO_MAP_MAX_TIME_S, or none at all, it counts as that limit or as 0
 * @return in ticks, and parts of one */
double ct_tempo_map_tick_at (const CtTempoMap *self, double time_s);

/** From ticks to seconds, the inverse of ct_tempo_map_tick_at().
 *
 * @param self  the map
 * @param tick  in ticks, and parts of one
 * @return in seconds */
double ct_tempo_map_time_at (const CtTempoMap *self, double tick);

/** The tempo at a tick; at a point, the one that follows it.
 *
 * @param self  the map
 * @param tick  a tick
 * @return quarter notes a minute */
double ct_tempo_map_bpm_at (const CtTempoMap *self, double tick);

/** The meter at a tick.
 *
 * @param self  the map
 * @param tick  a tick
 * @return one of ct_tempo_map_meters() */
const CtMeter *ct_tempo_map_meter_at (const CtTempoMap *self, int64_t tick);

/** The bar, beat and tick of a tick.
 *
 * @param self  the map
 * @param tick  a tick
 * @return the place */
CtBarPosition ct_tempo_map_position (const CtTempoMap *self, int64_t tick);

/** Where a bar begins.
 *
 * @param self  the map
 * @param bar   its number; may be 0 or negative
 * @return its first tick */
int64_t ct_tempo_map_bar_tick (const CtTempoMap *self, int64_t bar);

/** The tick of a place, the inverse of ct_tempo_map_position().
 *
 * @param self      the map
 * @param position  a place
 * @return its tick; of a beat that the bar does not have, what lies as far from the beginning of the bar */
int64_t ct_tempo_map_tick_of (const CtTempoMap *self, const CtBarPosition *position);

/** How long a beat of a meter is.
 *
 * @param meter  a meter
 * @return in ticks */
static inline int
ct_meter_beat_ticks (const CtMeter *meter)
{
  return CT_TICKS_PER_WHOLE / meter->denominator;
}

/** How long a bar of a meter is.
 *
 * @param meter  a meter
 * @return in ticks */
static inline int
ct_meter_bar_ticks (const CtMeter *meter)
{
  return meter->numerator * ct_meter_beat_ticks (meter);
}

#ifdef __cplusplus
}
#endif

#endif
