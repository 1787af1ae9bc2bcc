/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-track-colours.h"

#include <stdbool.h>

static bool
is_taken (const CtEditTrack *tracks, size_t n_tracks, uint32_t rgb)
{
  for (size_t i = 0; i < n_tracks; i++)
    if (tracks[i].rgb == rgb)
      return true;
  return false;
}

uint32_t
ct_track_colours_next (const CtTrackColours *self, const CtEditTrack *tracks, size_t n_tracks)
{
  for (size_t i = 0; i < self->n; i++)
    if (!is_taken (tracks, n_tracks, self->rgb[i]))
      return self->rgb[i];
  return self->n > 0 ? self->rgb[n_tracks % self->n] : 0;
}
