/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The pitches that can be shown: a semitone around those the transform covers. */
#define CT_VIEW_LOW_MIDI 23.0
#define CT_VIEW_HIGH_MIDI 120.0
/* The closest zoom. */
#define CT_VIEW_MIN_SPAN_S 0.05
#define CT_VIEW_MIN_SPAN_MIDI 6.0

/* The part of time and pitch that is visible, and where it lies in a widget. A plain value.
 * Pitch is in MIDI notes; note p covers [p - 0.5, p + 0.5]; high pitches are at the top (y = 0). */
typedef struct
{
  double start_s;
  double end_s;
  double low_midi;
  double high_midi;
} CtView;

static inline double
ct_view_x (const CtView *self, double width, double time_s)
{
  return (time_s - self->start_s) / (self->end_s - self->start_s) * width;
}

static inline double
ct_view_time (const CtView *self, double width, double x)
{
  return self->start_s + x / width * (self->end_s - self->start_s);
}

static inline double
ct_view_y (const CtView *self, double height, double midi)
{
  return (self->high_midi - midi) / (self->high_midi - self->low_midi) * height;
}

static inline double
ct_view_midi (const CtView *self, double height, double y)
{
  return self->high_midi - y / height * (self->high_midi - self->low_midi);
}

static inline gboolean
ct_view_equal (const CtView *a, const CtView *b)
{
  return a->start_s == b->start_s && a->end_s == b->end_s && a->low_midi == b->low_midi && a->high_midi == b->high_midi;
}

/* Changes the view to the nearest valid one for a recording of @length_s: within the zoom limits above, and at most
 * half of the span beyond the end. */
void ct_view_clamp (CtView *self, double length_s);
/* Multiplies a span by @factor (above 0), within the zoom limits; @time_s or @midi keeps its place on the screen. */
void ct_view_zoom_time (CtView *self, double factor, double time_s, double length_s);
void ct_view_zoom_pitch (CtView *self, double factor, double midi);
/* Moves by a share of the visible span: 1 is a whole page later or higher. */
void ct_view_pan (CtView *self, double time_share, double pitch_share);
/* Moves as little as necessary to make the point visible, with a margin. */
void ct_view_reveal (CtView *self, double time_s, double midi);

G_END_DECLS
