/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-edit-tempo.h"

#include <stddef.h>

CtStatus
ct_edit_tempo_copy (const CtEditTempo *self, CtEditTempo *out)
{
  CtEditTempo copy = *self;

  copy.map = NULL;
  if (self->map && ct_tempo_map_copy (self->map, &copy.map) != CT_STATUS_OK)
    return CT_STATUS_NO_MEMORY;
  *out = copy;
  return CT_STATUS_OK;
}

void
ct_edit_tempo_clear (CtEditTempo *self)
{
  ct_tempo_map_free (self->map);
  *self = (CtEditTempo){ 0 };
}

bool
ct_edit_tempo_equal (const CtEditTempo *a, const CtEditTempo *b)
{
  return a->confidence == b->confidence && a->meter_confidence == b->meter_confidence && a->sought == b->sought
         && ct_tempo_map_equal (a->map, b->map);
}

bool
ct_edit_tempo_is_valid (const CtEditTempo *self)
{
  return self->confidence >= 0 && self->confidence <= 1 && self->meter_confidence >= 0 && self->meter_confidence <= 1
         && (self->sought || !self->map);
}
