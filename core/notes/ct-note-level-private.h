/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_LEVEL_PRIVATE_H
#define CT_NOTE_LEVEL_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-spectrogram.h"

/* The frame, at least @earliest and at most @onset, where the note's partials begin to rise to their level at @onset;
 * @onset itself where nothing rises, as in the reverberation of an earlier note. */
size_t ct_note_level_rise (const CtSpectrogram *spectrogram, int midi, size_t earliest, size_t onset);

/* Sets the velocities of @notes from the levels their attacks reach, relative to the loudest notes that are certain.
 * @start_s: where frame 0 of @spectrogram lies. */
CtStatus
ct_note_level_set_velocities (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n) CT_MUST_USE;

#endif
