/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/audio/ct-audio-device.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-player-private.h"
#include "core/playback/ct-player.h"

/* What can be asked of a player, most of it by any thread. */

#define MAX_AHEAD_S 0.25 /* that a position is carried forward from what the callback said */

int
ct_player_out_rate (const CtPlayer *self)
{
  return atomic_load_explicit (&self->output->rate_hz, memory_order_relaxed);
}

CtPlayerState
ct_player_state (const CtPlayer *self)
{
  return (CtPlayerState) atomic_load (&self->state);
}

double
ct_player_position_s (const CtPlayer *self)
{
  const CtPlayerOutput *output = self->output;

  for (;;)
    {
      unsigned number = atomic_load_explicit (&output->place, memory_order_acquire), now;
      const CtPlayerPlace *place = &output->places[number % CT_PLAYER_PLACES];
      double time_s = atomic_load_explicit (&place->time_s, memory_order_relaxed);
      double step_s = atomic_load_explicit (&place->step_s, memory_order_relaxed);
      int64_t at_ns = atomic_load_explicit (&place->at_ns, memory_order_relaxed);
      unsigned jump = atomic_load_explicit (&place->jump, memory_order_acquire);
      double ahead_s;

      now = atomic_load_explicit (&output->place, memory_order_acquire);
      if (now - number >= CT_PLAYER_PLACES - 1)
        continue; /* it was overwritten while it was read */
      if (jump != atomic_load (&self->jump))
        return atomic_load (&self->jump_s);
      if (self->options.stepped)
        return time_s;
      ahead_s = fmin (fmax (1e-9 * (double) (ct_player_now_ns () - at_ns), -MAX_AHEAD_S), MAX_AHEAD_S);
      return fmax (time_s + step_s * ahead_s, 0);
    }
}

void
ct_player_levels (CtPlayer *self, float *left, float *right)
{
  *left = atomic_exchange (&self->output->left_peak, 0.0f);
  *right = atomic_exchange (&self->output->right_peak, 0.0f);
}

double
ct_player_isolated (const CtPlayer *self)
{
  return self->maker ? ct_stem_maker_progress (self->maker) : 1.0;
}

bool
ct_player_is_waiting (const CtPlayer *self)
{
  return atomic_load (&self->waiting);
}

/* The share of a period below which @part of the callbacks stayed. */
static double
percentile (const CtPlayerOutput *output, double part)
{
  uint64_t all = 0, sum = 0;
  int bin = 0;

  for (int i = 0; i < CT_PLAYER_HISTOGRAM; i++)
    all += atomic_load (&output->histogram[i]);
  for (; bin < CT_PLAYER_HISTOGRAM - 1; bin++)
    {
      sum += atomic_load (&output->histogram[bin]);
      if ((double) sum >= part * (double) all)
        break;
    }
  return all ? (bin + 1) / 32.0 : 0;
}

void
ct_player_stats (const CtPlayer *self, CtPlayerStats *stats)
{
  const CtPlayerOutput *output = self->output;

  *stats = (CtPlayerStats){ .callbacks = atomic_load (&output->callbacks),
                            .starved = atomic_load (&output->starved),
                            .underflows = atomic_load (&output->underflows),
                            .callback_p50 = percentile (output, 0.5),
                            .callback_p99 = percentile (output, 0.99),
                            .callback_max = (double) atomic_load (&output->callback_max),
                            .device_latency_s = atomic_load (&output->device_latency_s),
                            .ahead_s = atomic_load (&self->ahead_s),
                            .rate_hz = atomic_load (&self->device_open) ? ct_player_out_rate (self) : 0 };
}

void
ct_player_say (CtPlayer *self, CtPlayerEvent event, CtStatus status)
{
  pthread_mutex_lock (&self->mutex);
  /* with nobody asking, the oldest go */
  if (self->n_messages == CT_PLAYER_MESSAGES)
    memmove (self->messages, self->messages + 1, --self->n_messages * sizeof *self->messages);
  self->messages[self->n_messages++] = (CtPlayerMessage){ event, status };
  pthread_mutex_unlock (&self->mutex);
}

bool
ct_player_take_message (CtPlayer *self, CtPlayerMessage *message)
{
  bool any;

  pthread_mutex_lock (&self->mutex);
  any = self->n_messages > 0;
  if (any)
    {
      *message = self->messages[0];
      memmove (self->messages, self->messages + 1, --self->n_messages * sizeof *self->messages);
    }
  pthread_mutex_unlock (&self->mutex);
  return any;
}

size_t
ct_player_list_devices (CtPlayer *self, CtAudioDevice *devices, size_t max)
{
  size_t n;

  if (ct_audio_devices_acquire () != CT_STATUS_OK)
    return 0;
  n = ct_audio_devices_list (CT_AUDIO_OUTPUT, devices, max);
  ct_audio_devices_release ();
  return n;
}
