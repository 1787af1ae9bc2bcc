/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTE_SOUND_H
#define CT_NOTE_SOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "ct-note.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CT_NOTE_SOUND_PARTIALS 24
/** The registers a timbre is kept in: octaves, the first around C1. */
#define CT_NOTE_SOUND_REGISTERS 8

/** How a track's notes sound when they are synthesised: harmonic partials and one envelope. A plain value. */
typedef struct
{
  float partials[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS]; /* amplitudes; the power of each register is 1 */
  float attack_s;      /* from nothing to full, 0.002 to 0.5 */
  float decay_s;       /* time constant of the fall from full to sustain */
  float sustain;       /* what the fall ends at, 0 to 1; 0: plucked or struck */
  float release_s;     /* time constant after the note's end */
  float brightness_s;  /* time constant by which partial 10 falls faster than the first; 0: none does */
  bool measured;       /* from a track's own notes; else a plain fallback */
} CtNoteSound;

/** A plain fallback for a General MIDI @program, 0 to 127: one of the families piano, chromatic percussion, organ,
 *  guitar, bass, strings, ensemble, brass, reed, pipe, lead, pad, ... */
void ct_note_sound_init_program (CtNoteSound *self, uint8_t program);

/** Measures notes. Feed it with ct_note_sound_meter_add(), any number of notes. A plain value that owns nothing. */
typedef struct
{
  double power[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS];
  double weight[CT_NOTE_SOUND_REGISTERS][CT_NOTE_SOUND_PARTIALS];
  double envelope[128]; /* mean level in dB below the note's peak, by 10 ms from the onset */
  double envelope_weight[128];
  double brightness_sum;
  double brightness_weight;
  unsigned n_notes;
} CtNoteSoundMeter;

void ct_note_sound_meter_init (CtNoteSoundMeter *self);

/** Adds a note: @power [@n_frames][CT_NOTE_SOUND_PARTIALS] holds the power of its partials (negative: hidden by another
 *  note), a frame every @hop_s seconds, the first at its onset; @length_s is how long the note is held. */
void ct_note_sound_meter_add (
    CtNoteSoundMeter *self, int midi, double length_s, const float *power, int n_frames, double hop_s);

/** What was measured; where there was too little, @self is left as it is (a fallback) and false returned. */
bool ct_note_sound_meter_finish (const CtNoteSoundMeter *self, CtNoteSound *sound);

#ifdef __cplusplus
}
#endif

#endif
