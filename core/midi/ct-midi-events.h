/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The messages of a MIDI file. */
#ifndef CT_MIDI_EVENTS_H
#define CT_MIDI_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-clock.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A channel message. */
typedef struct
{
  int tick;         /**< when */
  int track;        /**< in which track */
  uint8_t order;    /**< among messages of one track and tick, the lower comes first */
  uint8_t n_bytes;  /**< 2 or 3 */
  uint8_t bytes[3]; /**< from the status byte on */
} CtMidiEvent;

/** A growing list of messages. Zero it, and free it with ct_midi_events_clear(). */
typedef struct
{
  CtMidiEvent *events; /**< [n], by track, then tick, then order */
  size_t n;            /**< how many there are */
  size_t capacity;     /**< for how many there is room */
} CtMidiEvents;

/** Collects programs, notes, pitch bends and, as a track behind the others on channel 10, drum hits. Uncertain notes
 * and notes on no track are left out.
 *
 * A MIDI channel cannot sound one pitch twice: a note ends where the next of its pitch on its channel begins; of two
 * that begin together one is written, as long as the longer and as loud as the louder.
 *
 * Bends are written where a channel belongs to one track alone and a note overlaps no other of its track by more than
 * 50 ms; the bend range is set to two semitones. Other notes are not bent.
 *
 * @param self         an empty list
 * @param score        the score
 * @param clock        its clock
 * @param spectrogram  where bends are measured; NULL: no bends
 * @param start_s      where in the recording frame 0 lies
 * @return CT_STATUS_OK; CT_STATUS_BAD_ARGUMENT for a note that has no pitch or no track; CT_STATUS_TOO_LONG for a time
 * that a MIDI file cannot store; CT_STATUS_NO_MEMORY */
CtStatus ct_midi_events_collect (CtMidiEvents *self,
                                 const CtScore *score,
                                 const CtMidiClock *clock,
                                 const CtSpectrogram *spectrogram,
                                 double start_s) CT_MUST_USE;

/** Frees the messages and empties the list.
 *
 * @param self  the list */
void ct_midi_events_clear (CtMidiEvents *self);

#ifdef __cplusplus
}
#endif

#endif
