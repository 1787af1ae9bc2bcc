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

/** A stream of samples drawn from a file: channels averaged, converted by soxr. One thread at a time may use it. */
typedef struct _CtResampler CtResampler;

/** Begins to read a file.
 *
 * @param file      the file, which must outlive the stream and must not have been read from
 * @param span      what to read of it; its end may be INFINITY
 * @param[out] out  the stream; free it with ct_resampler_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT, CT_STATUS_NO_MEMORY, or why the file could not be read */
CtStatus ct_resampler_new (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out) CT_MUST_USE;

/** Frees a stream.
 *
 * @param self  the stream, or NULL */
void ct_resampler_free (CtResampler *self);

/** Reads the next samples. Allocates nothing.
 *
 * @param self          the stream
 * @param[out] samples  [n], full scale 1
 * @param n             how many
 * @param[out] n_read   how many were read; fewer than @p n only at the end
 * @return CT_STATUS_OK or why the file could not be read */
CtStatus ct_resampler_read (CtResampler *self, float *samples, size_t n, size_t *n_read) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
