/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-note-peaks-private.h"

#include <stdlib.h>

#define SOUNDING_FRAMES 12 /* longer than an attack takes: 140 ms */

void
ct_note_peaks_clear (CtNotePeaks *self)
{
  free (self->peaks);
  *self = (CtNotePeaks){ 0 };
}

CtStatus
ct_note_peaks_append (CtNotePeaks *self, const CtNotePeak *peak)
{
  if (self->n == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 1024;
      CtNotePeak *peaks = realloc (self->peaks, capacity * sizeof *peaks);

      if (!peaks)
        return CT_STATUS_NO_MEMORY;
      self->peaks = peaks;
      self->capacity = capacity;
    }
  self->peaks[self->n++] = *peak;
  return CT_STATUS_OK;
}

static inline uint8_t
onset_at (const CtPosteriorgram *posteriors, size_t frame, int pitch)
{
  return posteriors->onset[frame * CT_N_PITCHES + (size_t) pitch];
}

/* Whether a peak begins at @frame, which lies above the frame before it: the middle of a plateau, or the top of a
 * parabola through three frames. */
static bool
measure (const CtPosteriorgram *posteriors, size_t frame, int pitch, CtNotePeak *peak)
{
  size_t n_frames = posteriors->n_frames, last = frame;
  int at = onset_at (posteriors, frame, pitch);
  int before = frame > 0 ? onset_at (posteriors, frame - 1, pitch) : 0, after;

  while (last + 1 < n_frames && onset_at (posteriors, last + 1, pitch) == at)
    last++;
  after = last + 1 < n_frames ? onset_at (posteriors, last + 1, pitch) : 0;
  if (after > at)
    return false;
  *peak = (CtNotePeak){ .frame = (uint32_t) ((frame + last) / 2), .pitch = (uint8_t) pitch, .onset = (uint8_t) at };
  if (last > frame)
    peak->shift = (last - frame) % 2 ? 0.45f : 0; /* under 0.5: rounding gives the frame back */
  else
    peak->shift = 0.45f * (float) (after - before) / (float) (2 * at - before - after);
  return true;
}

/* Appends @peak unless one close to it at its pitch is stronger; then takes the other's place. */
static CtStatus
add (CtNotePeaks *self, const CtNotePeak *peak, size_t *last)
{
  if (*last != SIZE_MAX)
    {
      CtNotePeak *earlier = &self->peaks[*last];

      if (peak->frame - earlier->frame <= CT_NOTE_SEPARATION_FRAMES)
        {
          if (earlier->onset >= peak->onset)
            return CT_STATUS_OK;
          earlier->onset = 0;
        }
    }
  *last = self->n;
  return ct_note_peaks_append (self, peak);
}

CtStatus
ct_note_peaks_find (CtNotePeaks *self, const CtPosteriorgram *posteriors, int low, int high, uint8_t level)
{
  size_t last[CT_N_PITCHES]; /* last peak of each pitch */

  for (int pitch = 0; pitch < CT_N_PITCHES; pitch++)
    last[pitch] = SIZE_MAX;
  for (size_t frame = 0; frame < posteriors->n_frames; frame++)
    {
      const uint8_t *row = posteriors->onset + frame * CT_N_PITCHES;
      const uint8_t *before = frame > 0 ? row - CT_N_PITCHES : NULL;

      if (!ct_posteriors_reach (row, level))
        continue;
      for (int pitch = low; pitch <= high; pitch++)
        {
          CtNotePeak peak;

          if (row[pitch] < level || (before && row[pitch] <= before[pitch])
              || !measure (posteriors, frame, pitch, &peak))
            continue;
          if (add (self, &peak, &last[pitch]))
            return CT_STATUS_NO_MEMORY;
        }
    }
  return CT_STATUS_OK;
}

bool
ct_note_peak_is_sounding (const CtPosteriorgram *posteriors, const CtNotePeak *peak, uint8_t frame_level)
{
  if (peak->frame < SOUNDING_FRAMES)
    return false;
  for (size_t i = 1; i <= SOUNDING_FRAMES; i++)
    if (posteriors->frame[(peak->frame - i) * CT_N_PITCHES + peak->pitch] < frame_level)
      return false;
  return true;
}
