/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A recording as mono samples at the rate of analysis. */
#ifndef CT_RESAMPLER_H
#define CT_RESAMPLER_H

#include <stddef.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The rate of analysis. */
#define CT_ANALYSIS_RATE_HZ 22050

/** A stream of samples drawn from a file: channels averaged, converted by soxr; on request with what their mean loses.
 * One thread at a time may use it. */
typedef struct _CtResampler CtResampler;

/** Begins to read a file.
 *
 * @param file      the file, which must outlive the stream and must not have been read from
 * @param span      what to read of it; its end may be INFINITY
 * @param[out] out  the stream; free it with ct_resampler_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT, CT_STATUS_NO_MEMORY, or why the file could not be read */
CtStatus ct_resampler_new (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out) CT_MUST_USE;

/** Begins to read a file, with a second channel where the file has more than one: half the difference of left and
 * right, in which what is opposite in the two stays. Of more channels, every other one is subtracted.
 *
 * @param file      as for ct_resampler_new()
 * @param span      as for ct_resampler_new()
 * @param[out] out  the stream; free it with ct_resampler_free()
 * @return as ct_resampler_new() */
CtStatus ct_resampler_new_with_side (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out) CT_MUST_USE;

/** How many channels the stream has.
 *
 * @param self  the stream
 * @return 2: the mean and the side; 1: the mean alone */
int ct_resampler_channels (const CtResampler *self);

/** Frees a stream.
 *
 * @param self  the stream, or NULL */
void ct_resampler_free (CtResampler *self);

/** Reads the next samples. Allocates nothing.
 *
 * @param self          the stream
 * @param[out] samples  [n][channels], full scale 1
 * @param n             how many of each channel
 * @param[out] n_read   how many were read; fewer than @p n only at the end
 * @return CT_STATUS_OK or why the file could not be read */
CtStatus ct_resampler_read (CtResampler *self, float *samples, size_t n, size_t *n_read) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
