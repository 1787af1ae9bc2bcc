/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Spectra in which percussion stands out. */
#ifndef CT_PERCUSSIVE_BANDS_H
#define CT_PERCUSSIVE_BANDS_H

#include <stdint.h>

#include "core/transform/ct-cqt.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many bins of the transform are in one band: four semitones. */
#define CT_PERCUSSIVE_BAND_BINS 12
/** How many bands there are. */
#define CT_PERCUSSIVE_BANDS (CT_CQT_BINS / CT_PERCUSSIVE_BAND_BINS)

/** The bands of a frame. */
typedef struct
{
  uint16_t noise[CT_PERCUSSIVE_BANDS]; /**< the median of each band's levels: partials, which are narrow, hardly move
                                          it, percussion, which is broad, does (D. Fitzgerald 2010) */
  uint16_t peak[CT_PERCUSSIVE_BANDS];  /**< the largest of each band's levels */
} CtPercussiveBands;

/** Takes the bands of a frame.
 *
 * @param levels    [CT_CQT_BINS], a frame of a CtSpectrogram
 * @param[out] out  its bands */
void ct_percussive_bands_take (const uint16_t *levels, CtPercussiveBands *out);

#ifdef __cplusplus
}
#endif

#endif
