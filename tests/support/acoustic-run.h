/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ACOUSTIC_RUN_H
#define ACOUSTIC_RUN_H

#include <glib.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-state-private.h"
#include "core/notes/ct-acoustic-work-private.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-spectrogram.h"

/* The posteriors of a recording that one thread takes through @model in blocks of @block frames. */
static inline CtPosteriorgram *
acoustic_run (const CtAcousticModel *model, const CtSpectrogram *spectrogram, size_t block)
{
  size_t n_frames = ct_spectrogram_n_frames (spectrogram);
  CtPosteriorgram *posteriors;
  CtAcousticState *state;
  CtAcousticWork *work;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_acoustic_state_new (model, &state), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_acoustic_work_new (model, block, &work), ==, CT_STATUS_OK);
  for (size_t first = 0; first < n_frames; first += block)
    {
      ct_acoustic_work_convolve (work, spectrogram, first, MIN (block, n_frames - first));
      ct_acoustic_work_recur (work, state);
      ct_acoustic_work_output (work, posteriors);
    }
  ct_acoustic_work_free (work);
  ct_acoustic_state_free (state);
  return posteriors;
}

#endif
