/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/playback/ct-player-device-private.h"

#include <portaudio.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-audio-file.h"
#include "core/base/ct-clock-private.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player-output-private.h"
#include "core/playback/ct-player.h"

#define FIRST_RETRY_NS INT64_C (250000000) /* when to look for a device that is gone, each time later by twice that */
#define LAST_RETRY_NS INT64_C (3000000000) /* but not more seldom */
#define DEAD_NS INT64_C (1500000000)       /* without a callback: the device is gone, or it hangs */
#define IDLE_NS INT64_C (30000000000)      /* of silence after which the device is released */

struct _CtPlayerDevice
{
  int preferred_rate_hz, buffer_frames;
  CtPlayerOutput *output;
  char name[CT_AUDIO_DEVICE_NAME_SIZE];
  bool has_devices; /* a reference to PortAudio */
  PaStream *stream; /* NULL: closed */
  bool missing;
  int64_t tried_ns;  /* when it was last opened or lost; 0: never */
  int64_t retry_ns;  /* how long after that to look for it again */
  int64_t active_ns; /* when it was last needed */
  /* the last callback seen */
  uint64_t seen_callbacks;
  int64_t seen_ns;
  /* what it would have played */
  int64_t paced_ns;
  double paced_left; /* fraction of a frame */
};

CtStatus
ct_player_device_new (int rate_hz, int buffer_frames, CtPlayerOutput *output, CtPlayerDevice **out)
{
  CtPlayerDevice *self = calloc (1, sizeof *self);

  *out = self;
  if (!self)
    return CT_STATUS_NO_MEMORY;
  self->preferred_rate_hz = rate_hz;
  self->buffer_frames = buffer_frames;
  self->output = output;
  return CT_STATUS_OK;
}

static void
close_stream (CtPlayerDevice *self)
{
  if (self->stream)
    {
      Pa_AbortStream (self->stream);
      Pa_CloseStream (self->stream);
    }
  self->stream = NULL;
  atomic_store (&self->output->device_open, false);
  atomic_store (&self->output->device_latency_s, 0.0);
}

void
ct_player_device_free (CtPlayerDevice *self)
{
  if (!self)
    return;
  close_stream (self);
  if (self->has_devices)
    ct_audio_devices_release ();
  free (self);
}

static PaError
open_stream (CtPlayerDevice *self, int device, const PaDeviceInfo *info, int rate_hz)
{
  PaStreamParameters parameters = { .device = device,
                                    .channelCount = info->maxOutputChannels > 1 ? 2 : 1,
                                    .sampleFormat = paFloat32,
                                    .suggestedLatency = CT_PLAYER_LATENCY_S };
  unsigned long frames = self->buffer_frames > 0 ? (unsigned long) self->buffer_frames : paFramesPerBufferUnspecified;

  if (parameters.channelCount < 2)
    return paInvalidChannelCount;
  return Pa_OpenStream (&self->stream, NULL, &parameters, rate_hz, frames, paNoFlag, ct_player_output_callback,
                        self->output);
}

/* Tries rates, the best first. */
static PaError
open_at_some_rate (CtPlayerDevice *self, int device, const PaDeviceInfo *info)
{
  const int rates[] = { self->preferred_rate_hz, (int) (info->defaultSampleRate + 0.5), 48000, 44100 };
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
start_stream (CtPlayerDevice *self)
{
  int device = ct_audio_devices_find (CT_AUDIO_OUTPUT, self->name);
  const PaDeviceInfo *info;
  const PaStreamInfo *stream_info;

  /* where the chosen device no longer exists, the default one is better than none */
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

static CtPlayerEvent
open_device (CtPlayerDevice *self)
{
  bool was_missing = self->missing;

  self->tried_ns = ct_clock_now_ns ();
  if (!self->has_devices)
    self->has_devices = ct_audio_devices_acquire () == CT_STATUS_OK;
  else if (was_missing)
    ct_audio_devices_rescan ();
  self->missing = !(self->has_devices && start_stream (self));
  if (self->missing)
    {
      self->retry_ns = !was_missing                         ? FIRST_RETRY_NS
                       : self->retry_ns < LAST_RETRY_NS / 2 ? 2 * self->retry_ns
                                                            : LAST_RETRY_NS;
      self->paced_ns = ct_clock_now_ns ();
      return was_missing ? CT_PLAYER_EVENT_NOTHING : CT_PLAYER_EVENT_NO_DEVICE;
    }
  self->seen_callbacks = atomic_load (&self->output->callbacks);
  self->seen_ns = self->active_ns = ct_clock_now_ns ();
  atomic_store (&self->output->device_open, true);
  return was_missing ? CT_PLAYER_EVENT_DEVICE_FOUND : CT_PLAYER_EVENT_NOTHING;
}

void
ct_player_device_choose (CtPlayerDevice *self, const char *name)
{
  close_stream (self);
  strncpy (self->name, name, sizeof self->name - 1);
  self->tried_ns = 0;
}

static CtPlayerEvent
check_stream (CtPlayerDevice *self, bool wanted)
{
  CtPlayerOutput *output = self->output;
  uint64_t callbacks = atomic_load (&output->callbacks);
  int64_t now_ns = ct_clock_now_ns ();

  if (callbacks != self->seen_callbacks)
    {
      self->seen_callbacks = callbacks;
      self->seen_ns = now_ns;
    }
  if (now_ns - self->seen_ns > DEAD_NS || Pa_IsStreamActive (self->stream) != 1)
    {
      close_stream (self);
      self->missing = true;
      self->tried_ns = self->paced_ns = ct_clock_now_ns ();
      self->retry_ns = FIRST_RETRY_NS;
      return CT_PLAYER_EVENT_DEVICE_LOST;
    }
  if (wanted || atomic_load (&output->moving) || atomic_load (&output->touched))
    self->active_ns = now_ns;
  if (now_ns - self->active_ns > IDLE_NS)
    close_stream (self);
  return CT_PLAYER_EVENT_NOTHING;
}

/* A device that is missing is looked for now and then, any other as soon as it is wanted. */
static bool
is_due (const CtPlayerDevice *self, bool wanted)
{
  if (!self->missing)
    return wanted;
  return self->tried_ns == 0 || ct_clock_now_ns () - self->tried_ns > self->retry_ns;
}

CtPlayerEvent
ct_player_device_watch (CtPlayerDevice *self, bool wanted)
{
  if (self->stream)
    return check_stream (self, wanted);
  return is_due (self, wanted) ? open_device (self) : CT_PLAYER_EVENT_NOTHING;
}

bool
ct_player_device_is_open (const CtPlayerDevice *self)
{
  return self->stream != NULL;
}

bool
ct_player_device_is_missing (const CtPlayerDevice *self)
{
  return self->missing;
}

size_t
ct_player_device_missed_frames (CtPlayerDevice *self)
{
  int rate_hz = ct_player_output_rate_hz (self->output);
  int64_t now_ns = ct_clock_now_ns ();
  double frames = 1e-9 * (double) (now_ns - self->paced_ns) * rate_hz + self->paced_left;

  self->paced_ns = now_ns;
  if (frames > rate_hz)
    frames = 0; /* this thread was delayed: nobody missed anything */
  self->paced_left = frames - (double) (size_t) frames;
  return (size_t) frames;
}
