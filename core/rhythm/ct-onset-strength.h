/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What of a recording tells its rhythm, frame by frame. */
#ifndef CT_ONSET_STRENGTH_H
#define CT_ONSET_STRENGTH_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What there is to tell a rhythm from. */
typedef struct
{
  const CtPosteriorgram *posteriors; /**< what was heard */
  const CtSpectrogram *spectrogram;  /**< its levels, as many frames; NULL: not known */
  const CtNote *notes;               /**< [n_notes]: the notes that were found */
  size_t n_notes;                    /**< how many */
  const CtPercussion *percussion;    /**< the drum hits; NULL: none */
  double start_s;                    /**< where in the recording frame 0 lies */
} CtRhythmEvidence;

/** The onset strength of a recording and what else tells where beats lie, 86.13 frames a second. Each has a root mean
 * square of 1, or is 0 throughout where there is nothing. */
typedef struct
{
  size_t n_frames; /**< how many frames */
  float *onset;    /**< [n_frames]: how much begins */
  float *accent;   /**< [n_frames]: long and loud notes that begin */
  float *bass;     /**< [n_frames]: low notes that begin, and low drums */
  float *chord;    /**< [n_frames]: how different the pitch classes before and after are */
  float *treble;   /**< [n_frames]: what begins in the upper octaves, as cymbals and snares do */
  float *kick;     /**< [n_frames]: hits of low drums */
  float *snare;    /**< [n_frames]: hits of snares, toms, claps and wood */
  float *metal;    /**< [n_frames]: hits of cymbals, hi-hats and shakers */
} CtOnsetStrength;

/** Computes it from what the network takes for beginnings of notes, from the rise of the levels, which percussion has,
 * too (spectral flux, with the maximum of neighbouring bins so that vibrato does not count: S. Boeck and G. Widmer
 * 2013), from the notes, and from the drum hits.
 *
 * @param evidence  what there is to tell it from
 * @param[out] out  the strength; free it with ct_onset_strength_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_onset_strength_new (const CtRhythmEvidence *evidence, CtOnsetStrength **out) CT_MUST_USE;

/** Frees it.
 *
 * @param self  the strength, or NULL */
void ct_onset_strength_free (CtOnsetStrength *self);

#ifdef __cplusplus
}
#endif

#endif
