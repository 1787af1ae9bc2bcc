/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NOISE_SPECTROGRAM_H
#define NOISE_SPECTROGRAM_H

#include <glib.h>

#include "core/transform/ct-spectrogram.h"

/* A complete spectrogram of noise, owned by the caller. */
CtSpectrogram *noise_spectrogram_new (GRand *rand, size_t n_frames);

#endif
