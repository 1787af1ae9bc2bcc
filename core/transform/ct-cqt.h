/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_CQT_H
#define CT_CQT_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The constant-Q transform of mono sound at 22,050 Hz (C. Schoerkhuber and A. Klapuri 2010), with a bandwidth offset
 * that shortens the windows of the bass (variable Q).
 *
 * Bin k lies at CT_CQT_MIN_HZ 2^(k / 36); bin 3 s + 1 is the centre of MIDI note 24 + s. Frame i is centred on sample
 * 256 i, and so is its phase. A sine of amplitude a on a bin has modulus a there. */
#define CT_CQT_BINS_PER_OCTAVE 36
#define CT_CQT_OCTAVES 8
#define CT_CQT_BINS (CT_CQT_BINS_PER_OCTAVE * CT_CQT_OCTAVES)
#define CT_CQT_HOP 256
#define CT_CQT_RATE_HZ 22050
#define CT_CQT_MIN_HZ 32.0789
#define CT_CQT_FRAME_RATE_HZ ((double) CT_CQT_RATE_HZ / CT_CQT_HOP)

/** Samples that a frame may depend on, before and after its centre; a multiple of the hop. */
#define CT_CQT_REACH (48 * CT_CQT_HOP)

/** The plan: immutable once made, threads may share it. */
typedef struct _CtCqt CtCqt;

/** The buffers of one thread: not to be shared by threads at the same time. */
typedef struct _CtCqtWork CtCqtWork;

CtStatus ct_cqt_new (CtCqt **out) CT_MUST_USE;
void ct_cqt_free (CtCqt *self);

/** Centre frequency of @bin in Hz. */
double ct_cqt_bin_hz (int bin);

/** Length of the window of @bin in seconds. */
double ct_cqt_window_s (int bin);

/** Buffers for blocks of at most @max_frames frames. Borrows @plan, which must outlive it. */
CtStatus ct_cqt_work_new (const CtCqt *plan, size_t max_frames, CtCqtWork **out) CT_MUST_USE;
void ct_cqt_work_free (CtCqtWork *self);

/** Transforms @n_frames frames. @samples holds (n_frames - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH samples, the first frame
 * centred on samples[CT_CQT_REACH] (zeros where the recording has none); @out is [n_frames][CT_CQT_BINS][2] (real,
 * imaginary) and must not overlap @samples. The result of a frame does not depend on the block it is computed in,
 * provided that blocks start at multiples of the hop. Allocates nothing. */
void ct_cqt_execute (CtCqtWork *work, const float *samples, size_t n_frames, float *out);

#ifdef __cplusplus
}
#endif

#endif
