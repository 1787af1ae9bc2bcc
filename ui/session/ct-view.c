/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-view.h"

#define END_SHARE 0.5     /* of the visible span that may lie beyond the end */
#define WIDEST_SHARE 1.1  /* of the length, that is visible at most */
#define MARGIN_SHARE 0.04 /* of the span, around what is revealed */

static double
clamp_span_s (double span_s, double length_s)
{
  return CLAMP (span_s, CT_VIEW_MIN_SPAN_S, MAX (length_s * WIDEST_SHARE, CT_VIEW_MIN_SPAN_S));
}

static double
clamp_span_midi (double span_midi)
{
  return CLAMP (span_midi, CT_VIEW_MIN_SPAN_MIDI, CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI);
}

void
ct_view_clamp (CtView *self, double length_s)
{
  double span_s = clamp_span_s (self->end_s - self->start_s, length_s);
  double span_midi = clamp_span_midi (self->high_midi - self->low_midi);

  self->start_s = CLAMP (self->start_s, 0, MAX (0, length_s - span_s * (1 - END_SHARE)));
  self->end_s = self->start_s + span_s;
  self->low_midi = CLAMP (self->low_midi, CT_VIEW_LOW_MIDI, CT_VIEW_HIGH_MIDI - span_midi);
  self->high_midi = self->low_midi + span_midi;
}

void
ct_view_zoom_time (CtView *self, double factor, double time_s, double length_s)
{
  double span_s = self->end_s - self->start_s, share = (time_s - self->start_s) / span_s;

  span_s = clamp_span_s (span_s * factor, length_s);
  self->start_s = time_s - share * span_s;
  self->end_s = self->start_s + span_s;
}

void
ct_view_zoom_pitch (CtView *self, double factor, double midi)
{
  double span_midi = self->high_midi - self->low_midi, share = (midi - self->low_midi) / span_midi;

  span_midi = clamp_span_midi (span_midi * factor);
  self->low_midi = midi - share * span_midi;
  self->high_midi = self->low_midi + span_midi;
}

static void
move (CtView *self, double time_s, double midi)
{
  self->start_s += time_s;
  self->end_s += time_s;
  self->low_midi += midi;
  self->high_midi += midi;
}

void
ct_view_pan (CtView *self, double time_share, double pitch_share)
{
  move (self, time_share * (self->end_s - self->start_s), pitch_share * (self->high_midi - self->low_midi));
}

/* How far [low, high] must move so that @value lies inside, a margin away from its ends. */
static double
shift_to (double value, double low, double high)
{
  double margin = MARGIN_SHARE * (high - low);

  if (value < low + margin)
    return value - margin - low;
  if (value > high - margin)
    return value + margin - high;
  return 0;
}

void
ct_view_reveal (CtView *self, double time_s, double midi)
{
  move (self, shift_to (time_s, self->start_s, self->end_s), shift_to (midi, self->low_midi, self->high_midi));
}
