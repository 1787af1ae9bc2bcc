/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

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

G_END_DECLS
