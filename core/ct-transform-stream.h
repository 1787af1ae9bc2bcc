/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRANSFORM_STREAM_H
#define CT_TRANSFORM_STREAM_H

#include <stdatomic.h>

#include "ct-cqt.h"
#include "ct-resampler.h"
#include "ct-spectrogram.h"
#include "ct-workers.h"

/* Called on the caller's thread with the samples transformed so far. */
typedef void (*CtStreamProgressFunc) (double n_samples, void *data);

/* Transforms all that @resampler gives into @spectrogram (new and empty). A thread of its own decodes a few blocks ahead of
 * the @workers, so that a recording is never in memory decoded, whatever its length. *@n_samples is how many samples there
 * were at the rate of analysis; CT_STATUS_EMPTY where there was none. @progress and @cancelled may be NULL. */
CtStatus ct_transform_stream_run (const CtCqt *plan,
                                  CtWorkers *workers,
                                  CtResampler *resampler,
                                  const atomic_bool *cancelled,
                                  CtStreamProgressFunc progress,
                                  void *progress_data,
                                  CtSpectrogram *spectrogram,
                                  size_t *n_samples) CT_MUST_USE;

#endif
