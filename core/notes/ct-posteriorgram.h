/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What the acoustic model hears. */
#ifndef CT_POSTERIORGRAM_H
#define CT_POSTERIORGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** For every frame (86.13 a second) and semitone from CT_MIDI_LOW, the probability of an onset and of a sounding note,
 * in steps of 1/255. */
typedef struct
{
  size_t n_frames; /**< how many frames */
  uint8_t *onset;  /**< [n_frames][CT_N_PITCHES] */
  uint8_t *frame;  /**< [n_frames][CT_N_PITCHES] */
} CtPosteriorgram;

/** Makes a posteriorgram of zeros.
 *
 * @param n_frames  how many frames
 * @param[out] out  the posteriorgram; free it with ct_posteriorgram_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_posteriorgram_new (size_t n_frames, CtPosteriorgram **out) CT_MUST_USE;

/** Frees a posteriorgram.
 *
 * @param self  the posteriorgram, or NULL */
void ct_posteriorgram_free (CtPosteriorgram *self);

#ifdef __cplusplus
}
#endif

#endif
