/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TONE_SPECTROGRAM_H
#define TONE_SPECTROGRAM_H

#include <stddef.h>

#include "core/transform/ct-spectrogram.h"

/* A spectrogram of @n_frames: in noise, tones of 40 frames, a new one every 50 frames. */
CtSpectrogram *tone_spectrogram_new (size_t n_frames);

#endif
