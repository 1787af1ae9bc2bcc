/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-acoustic-state-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-acoustic-model-private.h"

#define CHANNELS CT_ACOUSTIC_CHANNELS
#define REACH CT_ACOUSTIC_OUTPUT_REACH

struct _CtAcousticState
{
  const CtAcousticModel *model;
  size_t n_ahead; /* rows of the next block that are done already */

  /* rows around the end of the block before, which the output sees again */
  float kept[2 * REACH][CT_ACOUSTIC_ROW];

  float in[CHANNELS][CT_ACOUSTIC_LANES];
  float state[CT_SIMD_MAX_STATE][CT_ACOUSTIC_LANES];
};

CtStatus
ct_acoustic_state_new (const CtAcousticModel *model, CtAcousticState **out)
{
  CtAcousticState *self = calloc (1, sizeof *self);

  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->model = model;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_acoustic_state_free (CtAcousticState *self)
{
  free (self);
}

/* One frame: what is recalled of those before is added to it. */
static void
execute_row (CtAcousticState *self, float *row)
{
  const CtAcousticModel *model = self->model;
  float *at = row + CT_ACOUSTIC_ROW_FIRST;

  for (size_t channel = 0; channel < CHANNELS; channel++)
    for (size_t pitch = 0; pitch < CT_N_PITCHES; pitch++)
      self->in[channel][pitch] = at[pitch * CHANNELS + channel];
  model->kernels->recur (&model->recurrence, self->in[0], self->state[0], CT_ACOUSTIC_LANES, CT_N_PITCHES);
  model->kernels->convolve (&model->recall, self->state[0], 1, at, at, CHANNELS, CT_N_PITCHES);
}

void
ct_acoustic_state_execute (CtAcousticState *self, float *rows, size_t n, size_t n_real)
{
  if (!self->model->recurs)
    return;
  memcpy (rows, self->kept, (REACH + self->n_ahead) * sizeof self->kept[0]);
  for (size_t i = self->n_ahead; i < n_real; i++)
    execute_row (self, rows + (REACH + i) * CT_ACOUSTIC_ROW);
  memcpy (self->kept, rows + n * CT_ACOUSTIC_ROW, sizeof self->kept);
  self->n_ahead = REACH;
}
