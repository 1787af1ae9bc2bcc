/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_SONG_PRIVATE_H
#define CT_MIDI_SONG_PRIVATE_H

#include "core/base/ct-status.h"
#include "core/midi/ct-midi-raw-private.h"
#include "core/midi/ct-midi-song.h"

/* The song of a file that was read. Sorts its tempos and meters. */
CtStatus ct_midi_song_new (CtMidiRaw *self, CtMidiSong **out) CT_MUST_USE;

#endif
