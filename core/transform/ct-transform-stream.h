/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_TRANSFORM_STREAM_H
#define CT_TRANSFORM_STREAM_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "core/audio/ct-resampler.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"

/* Called on the caller's thread with the samples transformed so far. */
typedef void (*CtStreamProgressFunc) (double n_samples, void *data);

/* Called with the levels of every block, [n_frames][CT_CQT_BINS], once and in order of time, as soon as they are there:
 * from any of the workers' threads, one call at a time. They may be read during the call only. */
typedef void (*CtStreamLevelsFunc) (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data);

/* What a stream tells while it runs; any function may be NULL, and @cancelled too. */
typedef struct
{
  const atomic_bool *cancelled;
  CtStreamProgressFunc progress;
  void *progress_data;
  CtStreamLevelsFunc levels;
  void *levels_data;
} CtStreamHooks;

/* Transforms all that @resampler gives into @spectrogram (new and empty). A thread of its own decodes a few blocks
 * ahead of the @workers, so that a recording is never in memory decoded, whatever its length. *@n_samples is how many
 * samples there were at the rate of analysis; CT_STATUS_EMPTY where there was none. */
CtStatus ct_transform_stream_run (const CtCqt *plan,
                                  CtWorkers *workers,
                                  CtResampler *resampler,
                                  const CtStreamHooks *hooks,
                                  CtSpectrogram *spectrogram,
                                  size_t *n_samples) CT_MUST_USE;

#endif
