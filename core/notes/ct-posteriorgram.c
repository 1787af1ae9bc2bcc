/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-posteriorgram.h"

#include <stdlib.h>

#include "core/base/ct-note.h"

CtStatus
ct_posteriorgram_new (size_t n_frames, CtPosteriorgram **out)
{
  CtPosteriorgram *self = calloc (1, sizeof *self);

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->n_frames = n_frames;
  /* never 0 bytes, for which calloc() may return NULL */
  self->onset = calloc (n_frames + 1, CT_N_PITCHES);
  self->frame = calloc (n_frames + 1, CT_N_PITCHES);
  if (!self->onset || !self->frame)
    {
      ct_posteriorgram_free (self);
      return CT_STATUS_NO_MEMORY;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_posteriorgram_free (CtPosteriorgram *self)
{
  if (!self)
    return;
  free (self->onset);
  free (self->frame);
  free (self);
}
