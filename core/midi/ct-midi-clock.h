/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The tempos and meters of a MIDI file that is written. */
#ifndef CT_MIDI_CLOCK_H
#define CT_MIDI_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A tempo of a MIDI file. */
typedef struct
{
  int tick;           /**< where it begins */
  int us_per_quarter; /**< microseconds a quarter note */
  double time_s;      /**< when that is played */
} CtMidiTempoEvent;

/** A meter of a MIDI file. */
typedef struct
{
  int tick;                 /**< where it begins */
  int numerator;            /**< beats in a bar */
  int denominator_exponent; /**< what a beat is, as a power of two */
} CtMidiMeterEvent;

/** What the ticks of a MIDI file mean, CT_TICKS_PER_QUARTER a quarter note. Zero it, and free it with
 * ct_midi_clock_clear(). */
typedef struct
{
  CtMidiTempoEvent *tempos; /**< [n_tempos], the first at tick 0 */
  size_t n_tempos;          /**< at least one */
  CtMidiMeterEvent *meters; /**< [n_meters], the first at tick 0 */
  size_t n_meters;          /**< at least one */
} CtMidiClock;

/** Makes the clock of a score whose file begins when the recording does, or, on request, with a bar. With a tempo map
 * bars lie where they do in the map, and every beat is played at its time, to a microsecond: before the first beat of
 * the recording the file has a beat more, or a part of one, for the time until then. A bar that is cut short has a
 * meter of its own, an upbeat at the beginning, too.
 *
 * @param self      a clock of zeros; to be cleared in any case
 * @param score     the score
 * @param from_bar  begin with the first bar that begins in the recording, or on the beat of the first note where that
 *                  comes before; ignored without a tempo map
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for a tempo, meter or time that a MIDI file cannot store;
 *         CT_STATUS_NO_MEMORY */
CtStatus ct_midi_clock_init (CtMidiClock *self, const CtScore *score, bool from_bar) CT_MUST_USE;

/** Frees what the clock holds.
 *
 * @param self  the clock */
void ct_midi_clock_clear (CtMidiClock *self);

/** From seconds to ticks.
 *
 * @param self    the clock
 * @param time_s  a time
 * @return the nearest tick, 0 before the file begins; -1 where a MIDI file cannot store it */
int ct_midi_clock_tick_at (const CtMidiClock *self, double time_s);

#ifdef __cplusplus
}
#endif

#endif
