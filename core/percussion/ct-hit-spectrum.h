/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What a hit sounds like. */
#ifndef CT_HIT_SPECTRUM_H
#define CT_HIT_SPECTRUM_H

#include <stddef.h>

#include "core/percussion/ct-percussive-bands.h"
#include "core/transform/ct-spectrogram.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many numbers describe the sound of a hit. */
#define CT_HIT_FEATURES (3 * CT_PERCUSSIVE_BANDS)

/** Describes a hit: by how much each band rises, relative to the mean of the bands, so that loud and soft hits of a
 * drum are alike; then by how much the bands have changed 70 and 186 ms later, all in dB.
 *
 * @param spectrogram    the levels of the recording
 * @param frame          where it is struck
 * @param[out] features  [CT_HIT_FEATURES]
 * @return how loud it is: what rises the most, in dB above 30 dB below the mean of the recording */
float ct_hit_spectrum_take (const CtSpectrogram *spectrogram, size_t frame, float *features);

#ifdef __cplusplus
}
#endif

#endif
