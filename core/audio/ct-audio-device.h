/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The sound devices of the system, as PortAudio lists them. */
#ifndef CT_AUDIO_DEVICE_H
#define CT_AUDIO_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The size of a device's name, with the zero at its end. */
#define CT_AUDIO_DEVICE_NAME_SIZE 192

/** Which way sound goes. */
typedef enum
{
  CT_AUDIO_OUTPUT, /**< playback */
  CT_AUDIO_INPUT,  /**< recording */
} CtAudioDirection;

/** A device. A plain value. */
typedef struct
{
  char name[CT_AUDIO_DEVICE_NAME_SIZE]; /**< UTF-8, "ALSA: default"; what preferences keep and functions take */
  int channels;                         /**< how many it has in the direction asked for */
  int rate_hz;                          /**< its preferred sample rate */
  bool is_default;                      /**< whether it is the system's default in that direction */
} CtAudioDevice;

/** Takes a reference to PortAudio, which has one state for the whole process: it is initialised with the first
 * reference, which may take some 100 ms, and its list of devices is of that moment. Any thread but the audio callback
 * may call the functions of this file.
 *
 * @return CT_STATUS_OK, to be paired with ct_audio_devices_release(), even where there is no device;
 * CT_STATUS_NO_DEVICE where PortAudio cannot be initialised */
CtStatus ct_audio_devices_acquire (void) CT_MUST_USE;

/** Drops a reference. */
void ct_audio_devices_release (void);

/** Looks for devices again. The caller must have closed its streams.
 *
 * @return true; false, with nothing changed, where the caller's reference is not the only one */
bool ct_audio_devices_rescan (void);

/** Lists devices. Needs a reference.
 *
 * @param direction     playback or recording
 * @param[out] devices  [max]
 * @param max           the most devices to list
 * @return how many were listed */
size_t ct_audio_devices_list (CtAudioDirection direction, CtAudioDevice *devices, size_t max);

/** Finds a device by name. Needs a reference.
 *
 * @param direction  playback or recording
 * @param name       its name; NULL or "": the default device
 * @return PortAudio's number of the device, or -1 */
int ct_audio_devices_find (CtAudioDirection direction, const char *name);

#ifdef __cplusplus
}
#endif

#endif
