/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <portaudio.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player-private.h"
#include "core/playback/ct-player.h"

#define RETRY_NS INT64_C (3000000000) /* how often a device is looked for */
#define DEAD_NS INT64_C (1500000000)  /* without a callback: the device is gone, or it hangs */
#define IDLE_NS INT64_C (30000000000) /* after which a device that nobody hears is given back */
#define PACED_FRAMES 256

static PaError
open_stream (CtPlayer *self, int device, const PaDeviceInfo *info, int rate_hz)
{
  PaStreamParameters parameters = { .device = device,
                                    .channelCount = info->maxOutputChannels > 1 ? 2 : 1,
                                    .sampleFormat = paFloat32,
                                    .suggestedLatency = CT_PLAYER_LATENCY_S };
  unsigned long frames = self->options.buffer_frames > 0 ? (unsigned long) self->options.buffer_frames
                                                         : paFramesPerBufferUnspecified;

  if (parameters.channelCount < 2)
    return paInvalidChannelCount;
  return Pa_OpenStream (&self->stream, NULL, &parameters, rate_hz, frames, paNoFlag, ct_player_output_callback,
                        self->output);
}

/* The rates to try, the best first. */
static PaError
open_at_some_rate (CtPlayer *self, int device, const PaDeviceInfo *info)
{
  const int rates[] = { self->options.rate_hz, (int) (info->defaultSampleRate + 0.5), 48000, 44100 };
  PaError error = paInvalidDevice;

  for (size_t i = 0; i < sizeof rates / sizeof *rates && error != paNoError; i++)
    {
      if (rates[i] < CT_AUDIO_MIN_RATE_HZ || rates[i] > CT_AUDIO_MAX_RATE_HZ)
        continue;
      if (ct_player_output_set_rate (self->output, rates[i]) != CT_STATUS_OK)
        return paInsufficientMemory;
      error = open_stream (self, device, info, rates[i]);
    }
  return error;
}

static bool
start_device (CtPlayer *self)
{
  int device = ct_audio_devices_find (CT_AUDIO_OUTPUT, self->now.device);
  const PaDeviceInfo *info;
  const PaStreamInfo *stream_info;

  /* a device that is not there any more: better the default one than none */
  if (device < 0)
    device = ct_audio_devices_find (CT_AUDIO_OUTPUT, NULL);
  info = device >= 0 ? Pa_GetDeviceInfo (device) : NULL;
  if (!info || open_at_some_rate (self, device, info) != paNoError)
    {
      self->stream = NULL;
      return false;
    }
  stream_info = Pa_GetStreamInfo (self->stream);
  atomic_store (&self->output->device_latency_s, stream_info ? stream_info->outputLatency : 0);
  if (Pa_StartStream (self->stream) != paNoError)
    {
      Pa_CloseStream (self->stream);
      self->stream = NULL;
      return false;
    }
  return true;
}

void
ct_player_device_open (CtPlayer *self)
{
  int rate_hz = ct_player_out_rate (self);
  bool opened;

  self->tried_ns = ct_player_now_ns ();
  if (!self->has_devices)
    self->has_devices = ct_audio_devices_acquire () == CT_STATUS_OK;
  else if (self->device_missing)
    ct_audio_devices_rescan ();
  opened = self->has_devices && start_device (self);
  /* what is in the ring was made for another rate */
  if (ct_player_out_rate (self) != rate_hz && self->chain_ready)
    {
      self->resume_frame = (int64_t) (ct_player_position_s (self) * self->in_rate_hz);
      self->chain_ready = false;
    }
  if (opened)
    {
      self->seen_callbacks = atomic_load (&self->output->callbacks);
      atomic_store (&self->ahead_s, 0.0);
      self->seen_ns = self->active_ns = ct_player_now_ns ();
      if (self->device_missing)
        ct_player_say (self, CT_PLAYER_EVENT_DEVICE_FOUND, CT_STATUS_OK);
      self->device_missing = false;
      atomic_store (&self->device_open, true);
      return;
    }
  if (!self->device_missing)
    ct_player_say (self, CT_PLAYER_EVENT_NO_DEVICE, CT_STATUS_NO_DEVICE);
  self->device_missing = true;
  self->paced_ns = ct_player_now_ns ();
}

void
ct_player_device_close (CtPlayer *self)
{
  if (self->stream)
    {
      Pa_AbortStream (self->stream);
      Pa_CloseStream (self->stream);
    }
  self->stream = NULL;
  atomic_store (&self->device_open, false);
  atomic_store (&self->output->device_latency_s, 0.0);
}

static void
lose_device (CtPlayer *self)
{
  ct_player_device_close (self);
  self->device_missing = true;
  self->tried_ns = ct_player_now_ns ();
  self->now.plays = false;
  atomic_store (&self->state, CT_PLAYER_PAUSED);
  atomic_store (&self->output->gate, false);
  self->opened = self->feeding = false;
  ct_player_say (self, CT_PLAYER_EVENT_DEVICE_LOST, CT_STATUS_DEVICE_LOST);
}

/* Without a device the sound goes nowhere, at the pace at which it would be heard. */
static void
play_to_nobody (CtPlayer *self)
{
  float out[2 * PACED_FRAMES];
  int64_t now_ns = ct_player_now_ns ();
  double frames = 1e-9 * (double) (now_ns - self->paced_ns) * ct_player_out_rate (self) + self->paced_left;

  self->paced_ns = now_ns;
  if (frames > ct_player_out_rate (self))
    frames = 0; /* it was held up: nobody missed anything */
  for (; frames >= PACED_FRAMES; frames -= PACED_FRAMES)
    {
      ct_player_feed (self);
      ct_player_output_render (self->output, out, PACED_FRAMES, now_ns);
    }
  self->paced_left = frames;
}

static void
watch_stream (CtPlayer *self, int64_t now_ns)
{
  CtPlayerOutput *output = self->output;
  uint64_t callbacks = atomic_load (&output->callbacks);

  if (callbacks != self->seen_callbacks)
    {
      self->seen_callbacks = callbacks;
      self->seen_ns = now_ns;
    }
  if (now_ns - self->seen_ns > DEAD_NS || Pa_IsStreamActive (self->stream) != 1)
    {
      lose_device (self);
      return;
    }
  if (self->now.plays || atomic_load (&output->moving) || atomic_load (&output->touched) || self->now.wakes)
    self->active_ns = now_ns;
  if (now_ns - self->active_ns > IDLE_NS)
    ct_player_device_close (self);
}

void
ct_player_device_watch (CtPlayer *self)
{
  int64_t now_ns = ct_player_now_ns ();
  bool wanted = self->now.plays || self->now.wakes;

  if (self->now.device_changed)
    {
      ct_player_device_close (self);
      self->tried_ns = 0;
    }
  if (self->stream)
    watch_stream (self, now_ns);
  else if ((wanted || self->device_missing)
           && (self->tried_ns == 0 || now_ns - self->tried_ns > RETRY_NS || (wanted && !self->device_missing)))
    ct_player_device_open (self);
  self->now.device_changed = false;
  self->now.wakes = false;
  if (!self->stream && self->device_missing)
    play_to_nobody (self);
}
