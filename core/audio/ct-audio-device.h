/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_AUDIO_DEVICE_H
#define CT_AUDIO_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Sound devices, as PortAudio knows them. PortAudio has one state for the whole process: everybody who uses it holds a
 * reference, and its list of devices is as old as the first of them. All functions may be called by any thread but the
 * audio callback; the first reference may take some 100 ms. */

#define CT_AUDIO_DEVICE_NAME_SIZE 192

typedef enum
{
  CT_AUDIO_OUTPUT,
  CT_AUDIO_INPUT,
} CtAudioDirection;

/** A plain value. */
typedef struct
{
  char name[CT_AUDIO_DEVICE_NAME_SIZE]; /**< UTF-8, "ALSA: default"; what preferences keep and functions take */
  int channels;                         /**< how many it has in the direction asked for */
  int rate_hz;                          /**< the one it prefers */
  bool is_default;
} CtAudioDevice;

/** Initialises PortAudio where nobody has yet. CT_STATUS_NO_DEVICE where it cannot be; having no device is no error.
 * Every success is paired with ct_audio_devices_release(). */
CtStatus ct_audio_devices_acquire (void) CT_MUST_USE;
void ct_audio_devices_release (void);

/** Looks for devices again, if the caller's reference is the only one: returns false, and changes nothing, where others
 * use PortAudio. The caller must have closed its streams. */
bool ct_audio_devices_rescan (void);

/** Copies at most @max devices of @direction to @devices and returns how many there are; needs a reference. */
size_t ct_audio_devices_list (CtAudioDirection direction, CtAudioDevice *devices, size_t max);

/** PortAudio's number of the device called @name, or of the default one where @name is NULL or ""; -1: there is none.
 * Needs a reference. */
int ct_audio_devices_find (CtAudioDirection direction, const char *name);

#ifdef __cplusplus
}
#endif

#endif
