/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-play-position-private.h"

#include <math.h>
#include <stdatomic.h>
#include <stdint.h>

#include "core/base/ct-clock-private.h"

#define MAX_AHEAD_S 0.25 /* how far a position is carried on from the last moment published */

void
ct_play_position_publish (CtPlayPosition *self, double time_s, double step_s, int64_t at_ns, unsigned jump)
{
  unsigned next = atomic_load_explicit (&self->published, memory_order_relaxed) + 1;
  CtPlayMoment *moment = &self->moments[next % CT_PLAY_POSITION_SLOTS];

  atomic_store_explicit (&moment->time_s, time_s, memory_order_relaxed);
  atomic_store_explicit (&moment->step_s, step_s, memory_order_relaxed);
  atomic_store_explicit (&moment->at_ns, at_ns, memory_order_relaxed);
  atomic_store_explicit (&moment->jump, jump, memory_order_relaxed);
  atomic_store_explicit (&self->published, next, memory_order_release);
}

unsigned
ct_play_position_jump (CtPlayPosition *self, double time_s)
{
  unsigned jump = atomic_load (&self->jumps) + 1;

  atomic_store (&self->jump_s, time_s);
  atomic_store (&self->jumps, jump);
  return jump;
}

double
ct_play_position_now_s (const CtPlayPosition *self)
{
  for (;;)
    {
      unsigned number = atomic_load_explicit (&self->published, memory_order_acquire), now;
      const CtPlayMoment *moment = &self->moments[number % CT_PLAY_POSITION_SLOTS];
      double time_s = atomic_load_explicit (&moment->time_s, memory_order_relaxed);
      double step_s = atomic_load_explicit (&moment->step_s, memory_order_relaxed);
      int64_t at_ns = atomic_load_explicit (&moment->at_ns, memory_order_relaxed);
      unsigned jump = atomic_load_explicit (&moment->jump, memory_order_acquire);
      double ahead_s;

      now = atomic_load_explicit (&self->published, memory_order_acquire);
      if (now - number >= CT_PLAY_POSITION_SLOTS - 1)
        continue; /* overwritten while it was read */
      if (jump != atomic_load (&self->jumps))
        return atomic_load (&self->jump_s);
      if (at_ns == 0)
        return time_s;
      ahead_s = fmin (fmax (1e-9 * (double) (ct_clock_now_ns () - at_ns), -MAX_AHEAD_S), MAX_AHEAD_S);
      return fmax (time_s + step_s * ahead_s, 0);
    }
}
