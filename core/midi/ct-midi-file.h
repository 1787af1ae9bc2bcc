/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writes MIDI files. */
#ifndef CT_MIDI_FILE_H
#define CT_MIDI_FILE_H

#include <stdbool.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a MIDI file is written. */
typedef struct
{
  bool pitch_bends; /**< where a track is monophonic; needs a spectrogram */
  bool from_bar;    /**< begin with a bar instead of with the recording; see ct_midi_clock_init() */
} CtMidiFileOptions;

/** Writes the notes of a score, uncertain ones left out, as a Standard MIDI File of format 1 with 960 ticks a quarter
 * note: first a track with tempos, meters (those of the tempo map, if there is one) and keys, then a track for each of
 * the score's, with its name, program, velocities and, where asked for, pitch bends. The file is written atomically, as
 * CtAtomicFile does.
 *
 * Channels are 1 to 9 and 11 to 16 in order; channel 10 (percussion) is skipped. From the sixteenth track on, tracks
 * share the fifteen channels in the same order, and the program of the first track on a channel applies to all.
 *
 * @param score        the score
 * @param spectrogram  where bends are measured, or NULL
 * @param start_s      where in the recording frame 0 lies
 * @param options      how
 * @param path         the file
 * @return CT_STATUS_OK; CT_STATUS_TOO_LONG for a time that a MIDI file cannot store; CT_STATUS_BAD_ARGUMENT for such a
 * tempo or meter; or what else failed */
CtStatus ct_midi_file_write (const CtScore *score,
                             const CtSpectrogram *spectrogram,
                             double start_s,
                             const CtMidiFileOptions *options,
                             const char *path) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
