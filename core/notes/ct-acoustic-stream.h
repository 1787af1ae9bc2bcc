/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The acoustic model over a whole recording. */
#ifndef CT_ACOUSTIC_STREAM_H
#define CT_ACOUSTIC_STREAM_H

#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

/** Reports progress, on the thread that runs the stream.
 *
 * @param fraction  of the whole, in (0, 1]
 * @param data      the hooks' progress_data */
typedef void (*CtAcousticProgressFunc) (double fraction, void *data);

/** How a stream is watched and cancelled. Everything may be NULL. */
typedef struct
{
  const atomic_bool *cancelled;    /**< ends the stream once it is set, which any thread may do */
  CtAcousticProgressFunc progress; /**< reports progress */
  void *progress_data;             /**< passed to it */
} CtAcousticHooks;

/** Computes the posteriors of a recording, which do not depend on the number of threads: they work on blocks side by
 * side, and what the network remembers passes from each block to the next.
 *
 * @param model        the network
 * @param workers      do the work
 * @param spectrogram  the levels of the recording
 * @param hooks        progress and cancellation
 * @param[out] out     the posteriors; free them with ct_posteriorgram_free()
 * @return CT_STATUS_OK, CT_STATUS_CANCELLED or CT_STATUS_NO_MEMORY */
CtStatus ct_acoustic_stream_run (const CtAcousticModel *model,
                                 CtWorkers *workers,
                                 const CtSpectrogram *spectrogram,
                                 const CtAcousticHooks *hooks,
                                 CtPosteriorgram **out) CT_MUST_USE;

#endif
