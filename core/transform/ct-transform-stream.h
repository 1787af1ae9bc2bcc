/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The constant-Q transform of a whole recording, while it is decoded. */
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

/** Reports progress, on the thread that runs the stream.
 *
 * @param n_samples  how many samples have been transformed
 * @param data       the hooks' progress_data */
typedef void (*CtStreamProgressFunc) (double n_samples, void *data);

/** Passes on the levels of a block as soon as they are known: each block once, in order of time, from any worker's
 * thread, one call at a time.
 *
 * @param levels       [n_frames][CT_CQT_BINS], valid during the call only
 * @param first_frame  the first of the frames
 * @param n_frames     how many
 * @param data         the hooks' levels_data */
typedef void (*CtStreamLevelsFunc) (const uint16_t *levels, size_t first_frame, size_t n_frames, void *data);

/** How a stream is watched and cancelled. Everything may be NULL. */
typedef struct
{
  const atomic_bool *cancelled;  /**< ends the stream once it is set, which any thread may do */
  CtStreamProgressFunc progress; /**< reports progress */
  void *progress_data;           /**< passed to it */
  CtStreamLevelsFunc levels;     /**< receives the levels */
  void *levels_data;             /**< passed to it */
} CtStreamHooks;

/** Transforms everything that a resampler delivers. A thread decodes a few blocks ahead of the workers, so that memory
 * does not grow with the decoded recording.
 *
 * @param plan            the transform
 * @param workers         do the work
 * @param resampler       delivers the samples
 * @param hooks           progress and cancellation
 * @param spectrogram     new and empty; is filled and finished
 * @param[out] n_samples  how many samples there were, at the rate of analysis
 * @return CT_STATUS_OK; CT_STATUS_EMPTY where there were none; CT_STATUS_CANCELLED; or what else failed */
CtStatus ct_transform_stream_run (const CtCqt *plan,
                                  CtWorkers *workers,
                                  CtResampler *resampler,
                                  const CtStreamHooks *hooks,
                                  CtSpectrogram *spectrogram,
                                  size_t *n_samples) CT_MUST_USE;

#endif
