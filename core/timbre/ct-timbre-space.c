/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timbre/ct-timbre-space.h"

#include <stdlib.h>

CtStatus
ct_timbre_space_init (CtTimbreSpace *self,
                      const CtMemoryNetwork *network,
                      const float *embeddings,
                      const CtNote *notes,
                      const int *fixed,
                      size_t n,
                      const CtTimbrePatterns *patterns)
{
  *self = (CtTimbreSpace){ .timbres = embeddings, .width = CT_EMBEDDING_SIZE };
  if (!network)
    return CT_STATUS_OK;
  self->recalled = malloc ((n + 1) * CT_TIMBRE_SIZE * sizeof *self->recalled);
  if (!self->recalled)
    return CT_STATUS_NO_MEMORY;
  self->timbres = self->recalled;
  self->width = CT_TIMBRE_SIZE;
  return ct_memory_network_run (network, embeddings, notes, fixed, n, patterns, self->recalled);
}

void
ct_timbre_space_clear (CtTimbreSpace *self)
{
  free (self->recalled);
  *self = (CtTimbreSpace){ 0 };
}
