/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_EVENTS_H
#define CT_MIDI_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CT_MIDI_TICKS_PER_QUARTER 480

/** One channel message of a MIDI file. */
typedef struct
{
  int tick;
  int track;
  uint8_t order;    /**< among messages of one track and tick: what must come first has the lower number */
  uint8_t n_bytes;  /**< 2 or 3 */
  uint8_t bytes[3]; /**< from the status byte on */
} CtMidiEvent;

/** A growing list of messages; zero-initialise it, give it back with ct_midi_events_clear(). */
typedef struct
{
  CtMidiEvent *events; /**< [n], by track, then tick, then order */
  size_t n;
  size_t capacity;
} CtMidiEvents;

/** The channel of @track, counted from 0 as in the status byte: see ct_midi_file_write(). */
int ct_midi_events_channel (size_t track);

/** Microseconds a quarter note, as the tempo event holds it; 0 where @tempo_bpm cannot be written. */
int ct_midi_events_tempo (double tempo_bpm);

/** Programs, notes and, where @spectrogram is given, pitch bends of the tracks of @score, appended to the empty list
 * @self. Notes of no track and uncertain notes are left out.
 *
 * A MIDI channel cannot sound one pitch twice: a note ends where the next of its pitch on its channel begins; of two
 * that begin together one is written, which lasts as long as the longer and is as loud as the louder.
 *
 * Bends are written where a channel belongs to one track alone and a note overlaps no other of its track by more than
 * 50 ms; the bend range is set to two semitones. Other notes are not bent.
 *
 * CT_STATUS_BAD_ARGUMENT for a time or tempo that a MIDI file cannot hold. */
CtStatus ct_midi_events_collect (CtMidiEvents *self,
                                 const CtScore *score,
                                 const CtSpectrogram *spectrogram,
                                 double start_s) CT_MUST_USE;
void ct_midi_events_clear (CtMidiEvents *self);

#ifdef __cplusplus
}
#endif

#endif
