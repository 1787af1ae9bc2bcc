/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The constant-Q transform. */
#ifndef CT_CQT_H
#define CT_CQT_H

#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many bins an octave has: three a semitone. */
#define CT_CQT_BINS_PER_OCTAVE 36
/** How many octaves are transformed. */
#define CT_CQT_OCTAVES 8
/** How many bins a frame has. */
#define CT_CQT_BINS (CT_CQT_BINS_PER_OCTAVE * CT_CQT_OCTAVES)
/** Samples from one frame to the next. */
#define CT_CQT_HOP 256
/** The rate of the samples. */
#define CT_CQT_RATE_HZ 22050
/** The centre frequency of bin 0. */
#define CT_CQT_MIN_HZ 32.0789
/** Frames a second. */
#define CT_CQT_FRAME_RATE_HZ ((double) CT_CQT_RATE_HZ / CT_CQT_HOP)
/** How many samples before and after its centre a frame may depend on; a multiple of the hop. */
#define CT_CQT_REACH (48 * CT_CQT_HOP)

/** The plan of a constant-Q transform of mono sound at 22,050 Hz (C. Schoerkhuber and A. Klapuri 2010), with a
 * bandwidth offset that shortens the windows of the bass (variable Q). Immutable; threads may share it.
 *
 * Bin k lies at CT_CQT_MIN_HZ 2^(k / 36); bin 3 s + 1 is the centre of MIDI note 24 + s. Frame i is centred on sample
 * 256 i, and so is its phase. A sine of amplitude a on a bin has modulus a there. */
typedef struct _CtCqt CtCqt;

/** The buffers of one thread. */
typedef struct _CtCqtWork CtCqtWork;

/** Makes a plan.
 *
 * @param[out] out  the plan; free it with ct_cqt_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_cqt_new (CtCqt **out) CT_MUST_USE;

/** Frees a plan.
 *
 * @param self  the plan, or NULL */
void ct_cqt_free (CtCqt *self);

/** Where a bin lies.
 *
 * @param bin  below CT_CQT_BINS
 * @return its centre frequency in Hz */
double ct_cqt_bin_hz (int bin);

/** How long the window of a bin is.
 *
 * @param bin  below CT_CQT_BINS
 * @return its length in seconds */
double ct_cqt_window_s (int bin);

/** Makes buffers.
 *
 * @param plan        the plan, which must outlive them
 * @param max_frames  the most frames of a block
 * @param[out] out    the buffers; free them with ct_cqt_work_free()
 * @return CT_STATUS_OK or CT_STATUS_NO_MEMORY */
CtStatus ct_cqt_work_new (const CtCqt *plan, size_t max_frames, CtCqtWork **out) CT_MUST_USE;

/** Frees buffers.
 *
 * @param self  the buffers, or NULL */
void ct_cqt_work_free (CtCqtWork *self);

/** Transforms a block of frames. A frame comes out the same in any block, provided that blocks start at multiples of
 * the hop. Allocates nothing.
 *
 * @param work      the buffers
 * @param samples   [(n_frames - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH], the first frame centred on samples[CT_CQT_REACH];
 *                  zeros where the recording has none
 * @param n_frames  how many frames
 * @param[out] out  [n_frames][CT_CQT_BINS][2], real and imaginary parts; must not overlap @p samples */
void ct_cqt_execute (CtCqtWork *work, const float *samples, size_t n_frames, float *out);

#ifdef __cplusplus
}
#endif

#endif
