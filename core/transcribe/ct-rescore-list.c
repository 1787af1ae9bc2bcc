/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of tracks of a score in the making. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore-private.h"
#include "core/transcribe/ct-track-colours.h"

int
ct_rescore_track_index (const CtRescore *self, uint32_t id)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (self->tracks[i].id == id)
      return (int) i;
  return -1;
}

CtStatus
ct_rescore_add_track (CtRescore *self, uint32_t *id)
{
  if (self->n_tracks == self->track_capacity)
    {
      size_t capacity = self->track_capacity + 16;
      CtEditTrack *tracks = realloc (self->tracks, capacity * sizeof *tracks);

      if (!tracks)
        return CT_STATUS_NO_MEMORY;
      self->tracks = tracks;
      self->track_capacity = capacity;
    }
  *id = self->next_track_id++;
  ct_edit_track_init (&self->tracks[self->n_tracks], *id,
                      ct_track_colours_next (&self->evidence->colours, self->tracks, self->n_tracks));
  self->n_tracks++;
  return CT_STATUS_OK;
}
