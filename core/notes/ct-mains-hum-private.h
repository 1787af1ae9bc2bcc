/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MAINS_HUM_PRIVATE_H
#define CT_MAINS_HUM_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/transform/ct-spectrogram.h"

/* Removes those of @notes ([n], in any order) that are nothing but the hum of the mains: 50 or 60 Hz and multiples, as
 * loud as they are through the whole recording. The others keep their order; returns how many they are.
 * @start_s: where frame 0 of @spectrogram lies. */
size_t ct_mains_hum_remove (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n);

#endif
