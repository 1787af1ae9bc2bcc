/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <portaudio.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/audio/ct-audio-device.h"
#include "core/audio/ct-recorder-private.h"
#include "core/audio/ct-sound-writer.h"
#include "core/base/ct-ring-private.h"
#include "core/base/ct-write-status.h"

#define RING_SAMPLES (1u << 19) /* 5 s of stereo at 48 kHz */
#define CHUNK_SAMPLES 4096
#define NAP_NS 10000000
#define PATIENCE_NAPS 300 /* without a sample: the device is gone */
#define DEFAULT_MAX_S 3600.0

struct _CtRecorder
{
  char *path;
  int rate_hz, channels;
  PaStream *stream; /* NULL: fed by a test */
  bool has_devices; /* holds a reference to PortAudio */
  int fd;
  CtSoundWriter *file;
  CtRing ring; /* of samples: the callback writes, the writer thread reads */
  float silence[CHUNK_SAMPLES];
  uint64_t max_frames;

  pthread_t writer;
  bool writing;
  atomic_bool stop; /* stored (release) once no callback runs any more: what is then in the ring is the last */
  atomic_bool paused;
  atomic_int status;
  _Atomic uint64_t frames;      /* written to the file */
  _Atomic uint64_t lost_frames; /* the ring was full */
  _Atomic uint64_t fed_frames;  /* shows the writer that the device is alive */

  pthread_mutex_t level_mutex; /* between the writer and queries; the callback never takes it */
  float peak;
  double power;
  uint64_t level_samples;
};

void
ct_recorder_feed (CtRecorder *self, const float *samples, size_t n)
{
  size_t channels = (size_t) self->channels, room = ct_ring_room (&self->ring) / channels;
  size_t kept = n < room ? n : room;

  for (size_t done = 0; done < kept;)
    {
      size_t part = kept - done;

      if (!samples && part > CHUNK_SAMPLES / channels)
        part = CHUNK_SAMPLES / channels;
      ct_ring_write (&self->ring, samples ? samples + done * channels : self->silence, part * channels);
      done += part;
    }
  atomic_fetch_add_explicit (&self->lost_frames, n - kept, memory_order_relaxed);
  atomic_fetch_add_explicit (&self->fed_frames, n, memory_order_relaxed);
}

static int
callback (const void *input,
          void *output,
          unsigned long n,
          const PaStreamCallbackTimeInfo *time,
          PaStreamCallbackFlags flags,
          void *data)
{
  ct_recorder_feed (data, input, n);
  return paContinue;
}

static void
meter (CtRecorder *self, const float *samples, size_t n)
{
  float peak = 0;
  double power = 0;

  for (size_t i = 0; i < n; i++)
    {
      float magnitude = fabsf (samples[i]);

      peak = magnitude > peak ? magnitude : peak;
      power += (double) samples[i] * (double) samples[i];
    }
  pthread_mutex_lock (&self->level_mutex);
  self->peak = peak > self->peak ? peak : self->peak;
  self->power += power;
  self->level_samples += n;
  pthread_mutex_unlock (&self->level_mutex);
}

static void
fail (CtRecorder *self, CtStatus status)
{
  int none = CT_STATUS_OK;

  atomic_compare_exchange_strong (&self->status, &none, (int) status);
}

/* Writes what belongs into the file. */
static void
store (CtRecorder *self, const float *samples, size_t n_frames)
{
  uint64_t done = atomic_load_explicit (&self->frames, memory_order_relaxed);
  CtStatus status;

  if (atomic_load (&self->paused) || atomic_load (&self->status) != CT_STATUS_OK || done >= self->max_frames)
    return;
  if (n_frames > self->max_frames - done)
    n_frames = (size_t) (self->max_frames - done);
  status = ct_sound_writer_write (self->file, samples, n_frames);
  if (status != CT_STATUS_OK)
    {
      fail (self, status);
      return;
    }
  atomic_fetch_add_explicit (&self->frames, n_frames, memory_order_relaxed);
}

/* Tells a device that has gone from one that is only slow. */
static void
watch_device (CtRecorder *self, int naps)
{
  if (!self->stream || (naps < PATIENCE_NAPS && (naps % 20 || Pa_IsStreamActive (self->stream) == 1)))
    return;
  fail (self, atomic_load (&self->fed_frames) ? CT_STATUS_DEVICE_LOST : CT_STATUS_EMPTY);
}

static void *
writer_main (void *data)
{
  const struct timespec nap = { .tv_nsec = NAP_NS };
  CtRecorder *self = data;
  float samples[CHUNK_SAMPLES];
  size_t channels = (size_t) self->channels;
  int naps = 0;

  for (;;)
    {
      bool last = atomic_load_explicit (&self->stop, memory_order_acquire);
      size_t n = ct_ring_read (&self->ring, samples, CHUNK_SAMPLES / channels * channels);

      if (n > 0)
        {
          naps = 0;
          meter (self, samples, n);
          store (self, samples, n / channels);
          continue;
        }
      if (last)
        return NULL;
      watch_device (self, ++naps);
      nanosleep (&nap, NULL);
    }
}

static CtStatus
open_file (CtRecorder *self, const char *path)
{
  size_t length = strlen (path);
  bool flac = length >= 5 && strcmp (path + length - 5, ".flac") == 0;
  CtStatus status;

  self->fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0)
    return ct_write_status (errno);
  self->path = strdup (path);
  if (!self->path)
    {
      unlink (path);
      return CT_STATUS_NO_MEMORY;
    }
  status = ct_sound_writer_new (self->fd, flac, self->rate_hz, self->channels, &self->file);
  if (status == CT_STATUS_OK)
    return status;
  unlink (path);
  free (self->path);
  self->path = NULL;
  return status;
}

static CtStatus
open_device (CtRecorder *self, const CtRecorderOptions *options)
{
  PaStreamParameters parameters = { .sampleFormat = paFloat32 };
  const PaDeviceInfo *info;
  CtStatus status = ct_audio_devices_acquire ();

  if (status != CT_STATUS_OK)
    return status;
  self->has_devices = true;
  parameters.device = ct_audio_devices_find (CT_AUDIO_INPUT, options->device);
  info = parameters.device >= 0 ? Pa_GetDeviceInfo (parameters.device) : NULL;
  if (!info)
    return CT_STATUS_NO_DEVICE;
  if (self->channels == 0)
    self->channels = info->maxInputChannels > 1 ? 2 : 1;
  if (self->rate_hz == 0)
    self->rate_hz = (int) (info->defaultSampleRate + 0.5);
  parameters.channelCount = self->channels;
  /* nobody listens: latency does not matter, lost samples do */
  parameters.suggestedLatency = info->defaultHighInputLatency;
  if (Pa_OpenStream (&self->stream, &parameters, NULL, self->rate_hz, paFramesPerBufferUnspecified, paClipOff, callback,
                     self)
      != paNoError)
    {
      self->stream = NULL;
      return CT_STATUS_NO_DEVICE;
    }
  return CT_STATUS_OK;
}

static CtStatus
begin (CtRecorder *self, const char *path, const CtRecorderOptions *options, bool with_device)
{
  CtStatus status = ct_ring_init (&self->ring, sizeof (float), RING_SAMPLES);
  double max_s = options->max_s > 0 ? options->max_s : DEFAULT_MAX_S;

  if (status == CT_STATUS_OK && with_device)
    status = open_device (self, options);
  if (status == CT_STATUS_OK)
    {
      self->max_frames = (uint64_t) ceil (max_s * self->rate_hz);
      status = open_file (self, path);
    }
  if (status == CT_STATUS_OK)
    {
      self->writing = pthread_create (&self->writer, NULL, writer_main, self) == 0;
      status = self->writing ? CT_STATUS_OK : CT_STATUS_NO_THREAD;
    }
  if (status == CT_STATUS_OK && with_device && Pa_StartStream (self->stream) != paNoError)
    status = CT_STATUS_NO_DEVICE;
  return status;
}

static CtStatus
make (const char *path, const CtRecorderOptions *options, bool with_device, CtRecorder **out)
{
  static const CtRecorderOptions defaults;
  CtRecorder *self;
  CtStatus status;

  *out = NULL;
  options = options ? options : &defaults;
  if (options->channels < 0 || options->channels > 2 || options->rate_hz < 0 || !(options->max_s >= 0)
      || (!with_device && (options->channels == 0 || options->rate_hz == 0)))
    return CT_STATUS_BAD_ARGUMENT;
  /* the ring wants its alignment */
  self = aligned_alloc (_Alignof(CtRecorder), sizeof *self);
  if (!self)
    return CT_STATUS_NO_MEMORY;
  memset (self, 0, sizeof *self);
  self->fd = -1;
  pthread_mutex_init (&self->level_mutex, NULL);
  self->channels = options->channels;
  self->rate_hz = options->rate_hz;
  status = begin (self, path, options, with_device);
  if (status != CT_STATUS_OK)
    {
      ct_recorder_discard (self);
      return status;
    }
  *out = self;
  return CT_STATUS_OK;
}

CtStatus
ct_recorder_new (const char *path, const CtRecorderOptions *options, CtRecorder **out)
{
  return make (path, options, true, out);
}

CtStatus
ct_recorder_new_fed (const char *path, const CtRecorderOptions *options, CtRecorder **out)
{
  return make (path, options, false, out);
}

void
ct_recorder_set_paused (CtRecorder *self, int paused)
{
  atomic_store (&self->paused, paused != 0);
}

double
ct_recorder_seconds (const CtRecorder *self)
{
  return (double) atomic_load (&self->frames) / self->rate_hz;
}

CtRecorderLevel
ct_recorder_level (CtRecorder *self)
{
  CtRecorderLevel level;

  pthread_mutex_lock (&self->level_mutex);
  level.peak = self->peak;
  level.rms = self->level_samples ? (float) sqrt (self->power / (double) self->level_samples) : 0;
  self->peak = 0;
  self->power = 0;
  self->level_samples = 0;
  pthread_mutex_unlock (&self->level_mutex);
  return level;
}

CtStatus
ct_recorder_status (const CtRecorder *self)
{
  return (CtStatus) atomic_load (&self->status);
}

int
ct_recorder_is_full (const CtRecorder *self)
{
  return atomic_load (&self->frames) >= self->max_frames;
}

uint64_t
ct_recorder_lost_frames (const CtRecorder *self)
{
  return atomic_load (&self->lost_frames);
}

/* Ends device, thread and file; the file's status. */
static CtStatus
end (CtRecorder *self)
{
  CtStatus status;

  if (self->stream)
    {
      Pa_StopStream (self->stream);
      Pa_CloseStream (self->stream);
    }
  if (self->writing)
    {
      atomic_store_explicit (&self->stop, true, memory_order_release);
      pthread_join (self->writer, NULL);
    }
  status = ct_sound_writer_close (self->file);
  if (status != CT_STATUS_OK)
    fail (self, status);
  if (self->fd >= 0 && close (self->fd) != 0)
    fail (self, ct_write_status (errno));
  status = ct_recorder_status (self);
  if (self->has_devices)
    ct_audio_devices_release ();
  return status;
}

static void
free_recorder (CtRecorder *self)
{
  ct_ring_clear (&self->ring);
  pthread_mutex_destroy (&self->level_mutex);
  free (self->path);
  free (self);
}

CtStatus
ct_recorder_finish (CtRecorder *self)
{
  CtStatus status = end (self);

  if (atomic_load (&self->frames) == 0)
    {
      unlink (self->path);
      if (status == CT_STATUS_OK)
        status = CT_STATUS_EMPTY;
    }
  free_recorder (self);
  return status;
}

void
ct_recorder_discard (CtRecorder *self)
{
  if (!self)
    return;
  (void) !end (self);
  if (self->path)
    unlink (self->path);
  free_recorder (self);
}
