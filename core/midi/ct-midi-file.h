/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_FILE_H
#define CT_MIDI_FILE_H

#include <stdbool.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct
{
  bool pitch_bends; /**< only where a track is monophonic; needs a spectrogram */
} CtMidiFileOptions;

/** Writes the notes of @score that are certain as a Standard MIDI File of format 1, 480 ticks a quarter note: first a
 * track with tempo and meter, then one a track with its name, program, velocities and, where asked, pitch bends.
 *
 * Channels: 1 to 9 and 11 to 16 in order; channel 10 (percussion) is skipped. From the sixteenth track on, tracks share
 * the fifteen channels again in the same order, and the program of the first track on a channel holds for it.
 *
 * Atomic: a temporary file beside @path, synchronised and renamed; on failure nothing is left and an older file stays.
 * @spectrogram may be NULL; frame 0 of it is at @start_s. */
CtStatus ct_midi_file_write (const CtScore *score,
                             const CtSpectrogram *spectrogram,
                             double start_s,
                             const CtMidiFileOptions *options,
                             const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
