/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_SOUND_H
#define CT_NOTE_SOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/ct-note.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CT_NOTE_SOUND_PARTIALS 24
/** The registers a timbre is kept in: octaves, the first from C1 up. */
#define CT_NOTE_SOUND_REGISTERS 8

/** How a track's notes sound when they are synthesised: harmonic partials and one envelope. A plain value. */
typedef struct
{
  float partials[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS]; /**< amplitudes; the power of each register is 1 */
  float level;    /**< amplitude of a note of velocity 100 at its loudest (of the sine of the same power), 0.001 to 1 */
  float attack_s; /**< from nothing to full, 0.002 to 0.3 */
  float decay_s;  /**< time constant of the fall from full to sustain, 0.02 to 20 */
  float sustain;  /**< what the fall ends at, 0 to 1; 0: plucked or struck */
  float release_s; /**< time constant after the note's end, 0.01 to 1 */
  bool measured;   /**< from a track's own notes; else a plain fallback */
} CtNoteSound;

/** A plain fallback for a General MIDI @program, 0 to 127: one sound for each of its sixteen families. */
void ct_note_sound_init_program (CtNoteSound *self, uint8_t program);

#define CT_NOTE_SOUND_STEPS 64
#define CT_NOTE_SOUND_STEP_S 0.02

/** Measures notes. A plain value that owns nothing; zero-initialise it. */
typedef struct
{
  double power[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS];
  double weight[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS];
  double
      envelope_db[CT_NOTE_SOUND_STEPS]; /**< sums, below each note's loudest; CT_NOTE_SOUND_STEP_S from the onset on */
  double envelope_weight[CT_NOTE_SOUND_STEPS];
  double level;
  unsigned n_notes;
} CtNoteSoundMeter;

/** Adds @note: @amplitudes ([@n_frames][CT_NOTE_SOUND_PARTIALS]) are those of its partials (negative: hidden by another
 * note), a frame every @hop_s seconds, the first at its onset. */
void ct_note_sound_meter_add (CtNoteSoundMeter *self,
                              const CtNote *note,
                              const float *amplitudes,
                              int n_frames,
                              double hop_s);

/** What was measured; where there was too little, @sound is left as it is (a fallback) and false returned. */
bool ct_note_sound_meter_finish (const CtNoteSoundMeter *self, CtNoteSound *sound);

#ifdef __cplusplus
}
#endif

#endif
