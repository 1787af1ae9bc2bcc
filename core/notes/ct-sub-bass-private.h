/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SUB_BASS_PRIVATE_H
#define CT_SUB_BASS_PRIVATE_H

#include <stddef.h>

#include "core/base/ct-note.h"
#include "core/transform/ct-spectrogram.h"

/* Removes those of @notes ([n], in any order) that are only partials of a note from A0 to B0, which lies below what is
 * heard: no note is better than one in the wrong octave. The others keep their order; returns how many they are.
 * @start_s: where frame 0 of @spectrogram lies. */
size_t ct_sub_bass_remove_partials (const CtSpectrogram *spectrogram, double start_s, CtNote *notes, size_t n);

#endif
