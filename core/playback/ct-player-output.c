/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-player-output-private.h"

#include <math.h>
#include <portaudio.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-clock-private.h"
#include "core/base/ct-ring-private.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-note-synth.h"
#include "core/playback/ct-play-position-private.h"
#include "core/playback/ct-player.h"

#define GATE_S 0.005
#define FALL 0.97f /* per sample, from the last frame, where the ring is empty */
#define TOUCH_VOICES 24
#define TOUCH_LANE 0
#define SYNTH_PIECE 256

CtStatus
ct_player_output_new (int rate_hz, CtPlayerOutput **out)
{
  CtPlayerOutput *self = aligned_alloc (64, (sizeof *self + 63) / 64 * 64);
  CtStatus status;

  *out = NULL;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  memset (self, 0, sizeof *self);
  status = ct_ring_init (&self->blocks, sizeof (CtPlayerBlock), CT_PLAYER_RING_BLOCKS);
  if (status == CT_STATUS_OK)
    status = ct_ring_init (&self->touches, sizeof (CtTouch), CT_PLAYER_TOUCHES);
  if (status == CT_STATUS_OK)
    status = ct_player_output_set_rate (self, rate_hz);
  if (status != CT_STATUS_OK)
    {
      ct_player_output_free (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

void
ct_player_output_free (CtPlayerOutput *self)
{
  if (!self)
    return;
  ct_note_synth_free (self->touch_synth);
  ct_ring_clear (&self->blocks);
  ct_ring_clear (&self->touches);
  free (self);
}

CtStatus
ct_player_output_set_rate (CtPlayerOutput *self, int rate_hz)
{
  CtNoteSynth *synth;
  CtStatus status = ct_note_synth_new (rate_hz, TOUCH_VOICES, &synth);

  if (status != CT_STATUS_OK)
    return status;
  ct_note_synth_free (self->touch_synth);
  self->touch_synth = synth;
  self->touch_drums = (CtDrumSynth){ .rate_hz = rate_hz };
  atomic_store (&self->rate_hz, rate_hz);
  return CT_STATUS_OK;
}

int
ct_player_output_rate_hz (const CtPlayerOutput *self)
{
  return atomic_load_explicit (&self->rate_hz, memory_order_relaxed);
}

void
ct_player_output_touch (CtPlayerOutput *self, const CtTouch *touch)
{
  if (ct_ring_room (&self->touches) > 0)
    {
      memcpy (ct_ring_next (&self->touches), touch, sizeof *touch);
      ct_ring_push (&self->touches);
    }
}

/* The share of a period within which @part of the callbacks returned. */
static double
percentile (const CtPlayerOutput *self, double part)
{
  uint64_t all = 0, sum = 0;
  int bin = 0;

  for (int i = 0; i < CT_PLAYER_HISTOGRAM; i++)
    all += atomic_load (&self->histogram[i]);
  for (; bin < CT_PLAYER_HISTOGRAM - 1; bin++)
    {
      sum += atomic_load (&self->histogram[bin]);
      if ((double) sum >= part * (double) all)
        break;
    }
  return all ? (bin + 1) / 32.0 : 0;
}

void
ct_player_output_stats (const CtPlayerOutput *self, CtPlayerStats *stats)
{
  stats->callbacks = atomic_load (&self->callbacks);
  stats->starved = atomic_load (&self->starved);
  stats->underflows = atomic_load (&self->underflows);
  stats->callback_p50 = percentile (self, 0.5);
  stats->callback_p99 = percentile (self, 0.99);
  stats->callback_max = (double) atomic_load (&self->callback_max);
  stats->device_latency_s = atomic_load (&self->device_latency_s);
  stats->rate_hz = atomic_load (&self->device_open) ? ct_player_output_rate_hz (self) : 0;
}

/* ---- the audio callback: no allocation, no lock, no file, no waiting ---- */

/* The first block of @epoch; earlier ones are dropped. NULL: there is none. */
static CtPlayerBlock *
first_block (CtPlayerOutput *self, unsigned epoch)
{
  while (ct_ring_filled (&self->blocks) > 0)
    {
      CtPlayerBlock *block = ct_ring_first (&self->blocks);

      if (block->epoch == epoch)
        return block;
      ct_ring_pop (&self->blocks);
      self->block_at = 0;
    }
  return NULL;
}

/* Lets the last sample fall to zero in @out ([@n][2]), rather than click. */
static void
fall_silent (CtPlayerOutput *self, float *out, size_t n)
{
  for (size_t i = 0; i < n && (self->last[0] != 0 || self->last[1] != 0); i++)
    for (int c = 0; c < 2; c++)
      {
        self->last[c] *= FALL;
        if (fabsf (self->last[c]) < 1e-6f)
          self->last[c] = 0;
        out[2 * i + (size_t) c] = self->last[c];
      }
}

/* Copies from the ring while it lasts and the gate is open; the rest of @out stays silent. */
static void
take_blocks (CtPlayerOutput *self, float *out, size_t n, int64_t heard_ns)
{
  int rate_hz = atomic_load_explicit (&self->rate_hz, memory_order_relaxed);
  bool open = atomic_load_explicit (&self->gate, memory_order_acquire);
  unsigned epoch = atomic_load_explicit (&self->epoch, memory_order_acquire);
  bool ended = atomic_load_explicit (&self->ended_epoch, memory_order_relaxed) == epoch;
  float gate_step = 1.0f / (float) (GATE_S * rate_hz);
  CtPlayerBlock *block = first_block (self, epoch);
  size_t i = 0;

  open = open && !ended;
  if (block)
    ct_play_position_publish (&self->position, block->time_s + block->step_s * (double) self->block_at,
                              open ? block->step_s * rate_hz : 0, heard_ns, block->jump);
  for (; i < n && block && (open || self->gain > 0); i++)
    {
      const float *sample = block->samples[self->block_at];

      self->gain += open ? gate_step : -gate_step;
      self->gain = self->gain > 1.0f ? 1.0f : self->gain < 0 ? 0 : self->gain;
      for (int c = 0; c < 2; c++)
        self->last[c] = out[2 * i + (size_t) c] = self->gain * sample[c];
      if (++self->block_at < CT_PLAYER_BLOCK_FRAMES)
        continue;
      self->block_at = 0;
      if (block->last)
        {
          atomic_store_explicit (&self->ended_epoch, epoch, memory_order_release);
          self->gain = 0;
          open = false;
        }
      ct_ring_pop (&self->blocks);
      block = first_block (self, epoch);
    }
  if (i < n && open)
    {
      /* the feeder is late: no click, and then a fade in */
      atomic_fetch_add_explicit (&self->starved, !self->starving, memory_order_relaxed);
      self->gain = 0;
    }
  self->starving = i < n && open;
  fall_silent (self, out + 2 * i, n - i);
  atomic_store_explicit (&self->moving, open || self->gain > 0, memory_order_relaxed);
}

static void
take_touches (CtPlayerOutput *self)
{
  while (ct_ring_filled (&self->touches) > 0)
    {
      const CtTouch *touch = ct_ring_first (&self->touches);
      CtVoiceId id = (CtVoiceId) touch->midi + 1;

      switch (touch->kind)
        {
        case CT_TOUCH_ON:
          ct_note_synth_release (self->touch_synth, id);
          ct_note_synth_start (self->touch_synth, &(CtSynthNote){ .id = id,
                                                                  .lane = TOUCH_LANE,
                                                                  .sound = &touch->sound,
                                                                  .midi = touch->midi,
                                                                  .velocity = touch->velocity,
                                                                  .length_s = touch->length_s });
          break;
        case CT_TOUCH_DRUM:
          ct_drum_synth_start (&self->touch_drums, touch->midi, touch->strength, 0);
          break;
        case CT_TOUCH_OFF:
          ct_note_synth_release (self->touch_synth, id);
          break;
        case CT_TOUCH_ALL_OFF:
          ct_note_synth_release_all (self->touch_synth);
          break;
        }
      ct_ring_pop (&self->touches);
    }
}

static void
hold_peak (_Atomic float *peak, float value)
{
  if (value > atomic_load_explicit (peak, memory_order_relaxed))
    atomic_store_explicit (peak, value, memory_order_relaxed);
}

static void
meter (CtPlayerOutput *self, const float *out, size_t n)
{
  float left = 0, right = 0;

  for (size_t i = 0; i < n; i++)
    {
      left = fmaxf (left, fabsf (out[2 * i]));
      right = fmaxf (right, fabsf (out[2 * i + 1]));
    }
  hold_peak (&self->left_peak, left);
  hold_peak (&self->right_peak, right);
}

void
ct_player_output_render (CtPlayerOutput *self, float *out, size_t n, int64_t heard_ns)
{
  memset (out, 0, 2 * n * sizeof *out);
  take_blocks (self, out, n, heard_ns);
  take_touches (self);
  for (size_t done = 0; done < n; done += SYNTH_PIECE)
    ct_note_synth_render (self->touch_synth, out + 2 * done, n - done < SYNTH_PIECE ? n - done : SYNTH_PIECE);
  ct_drum_synth_render (&self->touch_drums, 1, 1, out, n);
  atomic_store_explicit (&self->touched,
                         ct_note_synth_n_voices (self->touch_synth) + ct_drum_synth_n_voices (&self->touch_drums) > 0,
                         memory_order_relaxed);
  meter (self, out, n);
}

int
ct_player_output_callback (const void *in,
                           void *out,
                           unsigned long n,
                           const PaStreamCallbackTimeInfo *time,
                           PaStreamCallbackFlags flags,
                           void *data)
{
  CtPlayerOutput *self = data;
  int64_t start_ns = ct_clock_now_ns ();
  double latency_s = time->outputBufferDacTime - time->currentTime;
  float share;
  int bin;

  /* some drivers do not report when a buffer is heard: the latency of the stream has to do */
  if (!(time->outputBufferDacTime > 0 && latency_s >= 0 && latency_s < 5))
    latency_s = atomic_load_explicit (&self->device_latency_s, memory_order_relaxed);
  ct_player_output_render (self, out, n, start_ns + (int64_t) (1e9 * latency_s));
  if (flags & paOutputUnderflow)
    atomic_fetch_add_explicit (&self->underflows, 1, memory_order_relaxed);
  share = (float) (1e-9 * (double) (ct_clock_now_ns () - start_ns)
                   * atomic_load_explicit (&self->rate_hz, memory_order_relaxed) / (double) n);
  bin = share * 32 < CT_PLAYER_HISTOGRAM - 1 ? (int) (share * 32) : CT_PLAYER_HISTOGRAM - 1;
  atomic_fetch_add_explicit (&self->histogram[bin], 1, memory_order_relaxed);
  hold_peak (&self->callback_max, share);
  atomic_fetch_add_explicit (&self->callbacks, 1, memory_order_relaxed);
  return paContinue;
}
