/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-raw-private.h"

#include <stdlib.h>

CtStatus
ct_midi_array_append (CtMidiArray *self, size_t size, size_t max, void *element)
{
  if (self->n >= max)
    return CT_STATUS_TOO_LARGE;
  if (self->n == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 64;
      void *data = realloc (self->data, capacity * size);

      if (!data)
        return CT_STATUS_NO_MEMORY;
      self->data = data;
      self->capacity = capacity;
    }
  *(void **) element = (char *) self->data + self->n++ * size;
  return CT_STATUS_OK;
}

void
ct_midi_raw_clear (CtMidiRaw *self)
{
  free (self->notes.data);
  free (self->tempos.data);
  free (self->meters.data);
  free (self->parts.data);
  *self = (CtMidiRaw){ 0 };
}
