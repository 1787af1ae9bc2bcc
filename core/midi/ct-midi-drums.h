/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The drum hits of a MIDI file. */
#ifndef CT_MIDI_DRUMS_H
#define CT_MIDI_DRUMS_H

#include <stdbool.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-song.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many keys MIDI has. */
#define CT_MIDI_N_KEYS 128

/** Adds the hits of a file to others: the notes on channel 10 of each key that has a drum. They join the first group
 * that has this drum, or make a new one; where that would be too many groups, the keys with the fewest notes are left.
 *
 * @param song        the file
 * @param percussion  the hits that are there
 * @param[out] out    all hits; clear it with ct_percussion_clear()
 * @param[out] taken  [CT_MIDI_N_KEYS]: of which keys the notes on channel 10 are among them
 * @return CT_STATUS_OK; CT_STATUS_TOO_LARGE for more than CT_MAX_HITS; CT_STATUS_NO_MEMORY; @p out is then empty */
CtStatus
ct_midi_drums_add (const CtMidiSong *song, const CtPercussion *percussion, CtPercussion *out, bool *taken) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
