/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RESAMPLER_H
#define CT_RESAMPLER_H

#include <stddef.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The rate of analysis, in samples a second. */
#define CT_ANALYSIS_RATE_HZ 22050

/** A stream of mono samples at the rate of analysis, drawn from an audio file: channels averaged, converted by soxr.
 * One thread at a time may use it. */
typedef struct _CtResampler CtResampler;

/** Reads @span of @file; @span->end_s may be INFINITY for the end of the file. Borrows @file, which must outlive it and
 * must not have been read from. */
CtStatus ct_resampler_new (CtAudioFile *file, const CtTimeSpan *span, CtResampler **out) CT_MUST_USE;
void ct_resampler_free (CtResampler *self);

/** Fills @samples ([n]) as far as the recording goes; *@n_read < @n at its end only. Allocates nothing. */
CtStatus ct_resampler_read (CtResampler *self, float *samples, size_t n, size_t *n_read) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
