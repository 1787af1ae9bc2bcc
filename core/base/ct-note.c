/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-note.h"

#include <stdlib.h>

CtStatus
ct_notes_append (CtNotes *self, const CtNote *note)
{
  if (self->n == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 64;
      CtNote *notes = realloc (self->notes, capacity * sizeof *notes);

      if (!notes)
        return CT_STATUS_NO_MEMORY;
      self->notes = notes;
      self->capacity = capacity;
    }
  self->notes[self->n++] = *note;
  return CT_STATUS_OK;
}

int
ct_note_compare (const void *a, const void *b)
{
  const CtNote *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi < y->midi ? -1 : 1;
  if (x->offset_s != y->offset_s)
    return x->offset_s < y->offset_s ? -1 : 1;
  return (x->track > y->track) - (x->track < y->track);
}

void
ct_notes_sort (CtNotes *self)
{
  if (self->n > 1)
    qsort (self->notes, self->n, sizeof *self->notes, ct_note_compare);
}

void
ct_notes_clear (CtNotes *self)
{
  free (self->notes);
  *self = (CtNotes){ 0 };
}
