/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-audio-device.h"

#include <dlfcn.h>
#include <portaudio.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/base/ct-utf8.h"

/* PortAudio has one state for the process, and so has this. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned references;

static void
ignore_alsa (const char *file, int line, const char *function, int error, const char *format, ...)
{
}

static void
ignore_jack (const char *message)
{
}

/* The libraries below PortAudio report on standard error whatever they fail to find while they probe. Those that are
 * loaded are silenced. */
static void
silence_libraries (void)
{
  typedef void Alsa (const char *, int, const char *, int, const char *, ...);
  typedef void Jack (const char *);
  int (*set_alsa) (Alsa *) = NULL;
  void (*set_jack) (Jack *) = NULL;

  *(void **) &set_alsa = dlsym (RTLD_DEFAULT, "snd_lib_error_set_handler");
  if (set_alsa)
    set_alsa (ignore_alsa);
  *(void **) &set_jack = dlsym (RTLD_DEFAULT, "jack_set_error_function");
  if (set_jack)
    set_jack (ignore_jack);
  *(void **) &set_jack = dlsym (RTLD_DEFAULT, "jack_set_info_function");
  if (set_jack)
    set_jack (ignore_jack);
}

static CtStatus
initialise (void)
{
  silence_libraries ();
  return Pa_Initialize () == paNoError ? CT_STATUS_OK : CT_STATUS_NO_DEVICE;
}

CtStatus
ct_audio_devices_acquire (void)
{
  CtStatus status = CT_STATUS_OK;

  pthread_mutex_lock (&mutex);
  if (references == 0)
    status = initialise ();
  if (status == CT_STATUS_OK)
    references++;
  pthread_mutex_unlock (&mutex);
  return status;
}

void
ct_audio_devices_release (void)
{
  pthread_mutex_lock (&mutex);
  if (--references == 0)
    Pa_Terminate ();
  pthread_mutex_unlock (&mutex);
}

bool
ct_audio_devices_rescan (void)
{
  bool alone;

  pthread_mutex_lock (&mutex);
  alone = references == 1;
  if (alone)
    {
      Pa_Terminate ();
      /* where it cannot be initialised any more, it is left as it came: with no device */
      if (initialise () != CT_STATUS_OK)
        alone = Pa_Initialize () == paNoError;
    }
  pthread_mutex_unlock (&mutex);
  return alone;
}

static int
channels_of (CtAudioDirection direction, const PaDeviceInfo *info)
{
  return direction == CT_AUDIO_OUTPUT ? info->maxOutputChannels : info->maxInputChannels;
}

static int
default_device (CtAudioDirection direction)
{
  return direction == CT_AUDIO_OUTPUT ? Pa_GetDefaultOutputDevice () : Pa_GetDefaultInputDevice ();
}

static void
describe (const PaDeviceInfo *info, CtAudioDevice *device)
{
  const PaHostApiInfo *api = Pa_GetHostApiInfo (info->hostApi);

  snprintf (device->name, sizeof device->name, "%s: %s", api ? api->name : "", info->name);
  /* a name cut in the middle of a character is cut before it */
  device->name[ct_utf8_whole (device->name, strlen (device->name))] = '\0';
  device->rate_hz = (int) (info->defaultSampleRate + 0.5);
}

size_t
ct_audio_devices_list (CtAudioDirection direction, CtAudioDevice *devices, size_t max)
{
  size_t n = 0;

  pthread_mutex_lock (&mutex);
  for (int i = 0; references > 0 && i < Pa_GetDeviceCount (); i++)
    {
      const PaDeviceInfo *info = Pa_GetDeviceInfo (i);

      if (!info || channels_of (direction, info) < 1)
        continue;
      if (n < max)
        {
          describe (info, &devices[n]);
          devices[n].channels = channels_of (direction, info);
          devices[n].is_default = i == default_device (direction);
        }
      n++;
    }
  pthread_mutex_unlock (&mutex);
  return n;
}

int
ct_audio_devices_find (CtAudioDirection direction, const char *name)
{
  int found = -1;

  pthread_mutex_lock (&mutex);
  if (references > 0 && (!name || !*name))
    found = default_device (direction);
  for (int i = 0; references > 0 && found < 0 && name && *name && i < Pa_GetDeviceCount (); i++)
    {
      const PaDeviceInfo *info = Pa_GetDeviceInfo (i);
      CtAudioDevice device;

      if (!info || channels_of (direction, info) < 1)
        continue;
      describe (info, &device);
      if (strcmp (device.name, name) == 0)
        found = i;
    }
  pthread_mutex_unlock (&mutex);
  return found < 0 ? -1 : found;
}
