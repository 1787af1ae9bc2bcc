/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notes/ct-onset-peaks-private.h"

#include <stdlib.h>

#define LEAK_SUSTAIN_FRAMES 8 /* this long the frames of an onset and of what it leaks into are compared */
#define LEAK_SHARE 0.7f       /* what leaks is weaker than this share of what it leaks from */

CtStatus
ct_onset_peaks_append (CtOnsetPeaks *self, const CtOnsetPeak *peak)
{
  if (self->n == self->capacity)
    {
      size_t capacity = self->capacity ? 2 * self->capacity : 1024;
      CtOnsetPeak *peaks = realloc (self->peaks, capacity * sizeof *peaks);

      if (!peaks)
        return CT_STATUS_NO_MEMORY;
      self->peaks = peaks;
      self->capacity = capacity;
    }
  self->peaks[self->n++] = *peak;
  return CT_STATUS_OK;
}

void
ct_onset_peaks_clear (CtOnsetPeaks *self)
{
  free (self->peaks);
  *self = (CtOnsetPeaks){ 0 };
}

static inline uint8_t
onset_at (const CtPosteriorgram *posteriors, size_t frame, int pitch)
{
  return posteriors->onset[frame * CT_N_PITCHES + (size_t) pitch];
}

static inline uint8_t
frame_at (const CtPosteriorgram *posteriors, size_t frame, int pitch)
{
  return posteriors->frame[frame * CT_N_PITCHES + (size_t) pitch];
}

/* Whether a peak begins at @frame, which lies above the frame before it: the middle of a plateau, or the top of a
 * parabola through three frames. */
static bool
measure_peak (const CtPosteriorgram *posteriors, size_t frame, int pitch, CtOnsetPeak *peak)
{
  size_t n_frames = posteriors->n_frames, last = frame;
  int at = onset_at (posteriors, frame, pitch);
  int before = frame > 0 ? onset_at (posteriors, frame - 1, pitch) : 0, after;

  while (last + 1 < n_frames && onset_at (posteriors, last + 1, pitch) == at)
    last++;
  after = last + 1 < n_frames ? onset_at (posteriors, last + 1, pitch) : 0;
  if (after > at)
    return false;
  *peak = (CtOnsetPeak){ .frame = (uint32_t) ((frame + last) / 2), .pitch = (uint8_t) pitch, .onset = (uint8_t) at };
  if (last > frame)
    peak->shift = (last - frame) % 2 ? 0.45f : 0; /* under 0.5: rounding gives the frame back */
  else
    peak->shift = 0.45f * (float) (after - before) / (float) (2 * at - before - after);
  return true;
}

/* Appends @peak unless one close to it at its pitch is stronger; then takes the other's place. */
static CtStatus
add_peak (CtOnsetPeaks *self, const CtOnsetPeak *peak, size_t *last)
{
  if (*last != SIZE_MAX)
    {
      CtOnsetPeak *earlier = &self->peaks[*last];

      if (peak->frame - earlier->frame <= CT_ONSET_SEPARATION_FRAMES)
        {
          if (earlier->onset >= peak->onset)
            return CT_STATUS_OK;
          earlier->onset = 0;
        }
    }
  *last = self->n;
  return ct_onset_peaks_append (self, peak);
}

CtStatus
ct_onset_peaks_find (CtOnsetPeaks *self, const CtPosteriorgram *posteriors, int low, int high, uint8_t level)
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
          CtOnsetPeak peak;

          if (row[pitch] < level || (before && row[pitch] <= before[pitch])
              || !measure_peak (posteriors, frame, pitch, &peak))
            continue;
          if (add_peak (self, &peak, &last[pitch]))
            return CT_STATUS_NO_MEMORY;
        }
    }
  return CT_STATUS_OK;
}

/* Sum of frame posteriors while a note that begins at @frame would sound. */
static int
sustain (const CtPosteriorgram *posteriors, size_t frame, int pitch)
{
  size_t end = frame + LEAK_SUSTAIN_FRAMES;
  int sum = 0;

  for (size_t i = frame; i < end && i < posteriors->n_frames; i++)
    sum += frame_at (posteriors, i, pitch);
  return sum;
}

bool
ct_onset_peak_is_leak (const CtOnsetPeak *peak, const CtPosteriorgram *posteriors)
{
  size_t first = peak->frame > CT_ONSET_LEAK_FRAMES ? peak->frame - CT_ONSET_LEAK_FRAMES : 0;
  size_t end = peak->frame + CT_ONSET_LEAK_FRAMES + 1;
  float own = (float) sustain (posteriors, peak->frame, peak->pitch);

  for (int pitch = peak->pitch - 1; pitch <= peak->pitch + 1; pitch += 2)
    {
      int onset = 0;

      if (pitch < 0 || pitch >= CT_N_PITCHES)
        continue;
      for (size_t i = first; i < end && i < posteriors->n_frames; i++)
        onset = onset_at (posteriors, i, pitch) > onset ? onset_at (posteriors, i, pitch) : onset;
      if ((float) peak->onset < LEAK_SHARE * (float) onset
          && own < LEAK_SHARE * (float) sustain (posteriors, peak->frame, pitch))
        return true;
    }
  return false;
}

/* Where what begins with @peak has its first gap; frames may follow an onset with a delay. */
static size_t
find_gap (const CtOnsetPeak *peak, const CtPosteriorgram *posteriors, uint8_t frame_level)
{
  size_t at = peak->frame + 1;

  while (at < posteriors->n_frames
         && (at - peak->frame <= CT_ONSET_SEPARATION_FRAMES || frame_at (posteriors, at, peak->pitch) >= frame_level))
    at++;
  return at;
}

void
ct_onset_peaks_judge (CtOnsetPeaks *self, const CtPosteriorgram *posteriors, const CtOnsetLevels *levels)
{
  size_t gaps[CT_N_PITCHES] = { 0 }; /* in the note that began last */

  for (size_t i = 0; i < self->n; i++)
    {
      CtOnsetPeak *peak = &self->peaks[i];
      bool repeats = peak->frame < gaps[peak->pitch];

      peak->wanted = repeats ? levels->repeated : levels->onset;
      if (peak->onset < peak->wanted)
        continue;
      if (ct_onset_peak_is_leak (peak, posteriors))
        peak->onset = 0;
      else if (!repeats)
        gaps[peak->pitch] = find_gap (peak, posteriors, levels->frame);
    }
}
