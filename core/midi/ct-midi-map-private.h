/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_MAP_PRIVATE_H
#define CT_MIDI_MAP_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-raw-private.h"

/* The map of the tempos, sorted and with their times, and of the meters, which it sorts; *@out is NULL where there are
 * none. */
CtStatus ct_midi_map_new (CtMidiRaw *self, CtTempoMap **out) CT_MUST_USE;

#endif
