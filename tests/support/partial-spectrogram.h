/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PARTIAL_SPECTROGRAM_H
#define PARTIAL_SPECTROGRAM_H

#include <stddef.h>

#include "core/transform/ct-spectrogram.h"

/* A spectrogram in which all is at -90 dB, of at most CT_SPECTROGRAM_BLOCK_FRAMES. */
CtSpectrogram *partial_spectrogram_new (size_t n_frames);

/* Adds a sine from frame @first to before frame @end, as wide as the transform sees one. */
void partial_spectrogram_add (CtSpectrogram *self, double hz, size_t first, size_t end, double db);

/* Adds twelve harmonics, each @slope_db below the one before. */
void
partial_spectrogram_add_note (CtSpectrogram *self, double hz, size_t first, size_t end, double db, double slope_db);

#endif
