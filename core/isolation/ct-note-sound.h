/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * How the notes of a track sound, measured on the recording. */
#ifndef CT_NOTE_SOUND_H
#define CT_NOTE_SOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/ct-note.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Harmonic partials of a sound, the first being the fundamental. */
#define CT_NOTE_SOUND_PARTIALS 24
/** Registers of a timbre: octaves, the first from C1 up. */
#define CT_NOTE_SOUND_REGISTERS 8

/** The sound of a track's synthesised notes: harmonic partials and one envelope. A plain value. */
typedef struct
{
  float partials[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS]; /**< amplitudes; the power of each register is 1 */
  float level;     /**< peak amplitude at velocity 100 (of a sine of the same power), 0.001 to 1 */
  float attack_s;  /**< from silence to full, 0.002 to 0.3 */
  float decay_s;   /**< time constant from full to sustain, 0.02 to 20 */
  float sustain;   /**< where the decay ends, 0 to 1; 0: plucked or struck */
  float release_s; /**< time constant after the end of the note, 0.01 to 1 */
  bool measured;   /**< on the track's own notes; false: a plain fallback */
} CtNoteSound;

/** Sets the fallback for a General MIDI program: one sound for each of the sixteen families.
 *
 * @param[out] self the sound
 * @param program 0 to 127 */
void ct_note_sound_init_program (CtNoteSound *self, uint8_t program);

/** Steps of a measured envelope. */
#define CT_NOTE_SOUND_STEPS 64
/** Length of a step, in seconds. */
#define CT_NOTE_SOUND_STEP_S 0.02

/** Measures notes. A plain value that owns nothing; initialise it with zeros. */
typedef struct
{
  double power[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS];  /**< sums of squared amplitudes */
  double weight[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS]; /**< power of the frames in which each was seen */
  double envelope_db[CT_NOTE_SOUND_STEPS];     /**< sums, below each note's peak; from the onset on */
  double envelope_weight[CT_NOTE_SOUND_STEPS]; /**< notes in each sum */
  double level;                                /**< sum of the levels at velocity 100 */
  unsigned n_notes;                            /**< notes added */
} CtNoteSoundMeter;

/** Adds a note.
 *
 * @param self the meter
 * @param note pitch and velocity are used
 * @param amplitudes [@p n_frames][CT_NOTE_SOUND_PARTIALS] of its partials, from its onset on; negative: masked by
 *   another note
 * @param n_frames number of frames
 * @param hop_s seconds from frame to frame */
void ct_note_sound_meter_add (CtNoteSoundMeter *self,
                              const CtNote *note,
                              const float *amplitudes,
                              int n_frames,
                              double hop_s);

/** Sets a sound to what was measured.
 *
 * @param self the meter
 * @param[in,out] sound unchanged where too little was measured
 * @return false: too little was measured */
bool ct_note_sound_meter_finish (const CtNoteSoundMeter *self, CtNoteSound *sound);

#ifdef __cplusplus
}
#endif

#endif
