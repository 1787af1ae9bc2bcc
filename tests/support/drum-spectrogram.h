/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DRUM_SPECTROGRAM_H
#define DRUM_SPECTROGRAM_H

#include <stddef.h>

#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

/* Frames from one hit to the next. */
#define DRUM_SPECTROGRAM_STEP 43
/* The frame of the first. */
#define DRUM_SPECTROGRAM_FIRST 30

/* A spectrogram of @n_frames that is soft noise in which something is struck at even steps: low and short, then high
 * and shorter, in turn, down to and up from the middle of the range. */
CtSpectrogram *drum_spectrogram_new (size_t n_frames);

/* Posteriors of @n_frames in which no note is heard. */
CtPosteriorgram *drum_spectrogram_posteriors_new (size_t n_frames);

#endif
