/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-score.h"

#include <stdio.h>
#include <stdlib.h>

CtStatus
ct_score_new (size_t n_tracks, CtScore **out)
{
  CtScore *self;

  if (n_tracks > INT16_MAX)
    return CT_STATUS_BAD_ARGUMENT;
  self = calloc (1, sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->tracks = calloc (n_tracks ? n_tracks : 1, sizeof *self->tracks);
  if (!self->tracks)
    {
      free (self);
      return CT_STATUS_NO_MEMORY;
    }
  for (size_t i = 0; i < n_tracks; i++)
    snprintf (self->tracks[i].name, sizeof self->tracks[i].name, "Track %zu", i + 1);
  self->n_tracks = n_tracks;
  self->tempo_bpm = 120;
  self->meter_numerator = 4;
  self->meter_denominator = 4;
  *out = self;
  return CT_STATUS_OK;
}

void
ct_score_free (CtScore *self)
{
  if (!self)
    return;
  ct_notes_clear (&self->notes);
  ct_tempo_map_free (self->tempo_map);
  ct_harmony_clear (&self->harmony);
  ct_percussion_clear (&self->percussion);
  free (self->tracks);
  free (self);
}

size_t
ct_score_count (const CtScore *self, int track)
{
  size_t n = 0;

  for (size_t i = 0; i < self->notes.n; i++)
    n += !self->notes.notes[i].uncertain && (track < 0 || self->notes.notes[i].track == track);
  return n;
}
