/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_PLAYER_DEVICE_PRIVATE_H
#define CT_PLAYER_DEVICE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"
#include "core/playback/ct-player-output-private.h"
#include "core/playback/ct-player.h"

/* The stream on a sound device: opened when something is to be heard, watched, looked for again when it went away, and
 * closed when it has been silent for long. Used by the feeder alone; its callback renders a CtPlayerOutput. */
typedef struct _CtPlayerDevice CtPlayerDevice;

/* What the device may buffer, whatever the size of its buffers, and what is rendered ahead at most. Where threads have
 * no real-time priority, 36 ms lead to gaps when a window draws beside it. */
#define CT_PLAYER_LATENCY_S 0.060

/* @rate_hz is the preferred rate, @buffer_frames the size of the device's buffers; 0: the device's choice. @output is
 * borrowed. */
CtStatus
ct_player_device_new (int rate_hz, int buffer_frames, CtPlayerOutput *output, CtPlayerDevice **out) CT_MUST_USE;
void ct_player_device_free (CtPlayerDevice *self);

/* Closes the device and uses the one called @name from now on; "": the default. */
void ct_player_device_choose (CtPlayerDevice *self, const char *name);

/* Opens, checks or closes the device. @wanted: something is to be heard. Returns CT_PLAYER_EVENT_NO_DEVICE,
 * CT_PLAYER_EVENT_DEVICE_LOST or CT_PLAYER_EVENT_DEVICE_FOUND when that has just happened, else
 * CT_PLAYER_EVENT_NOTHING. Opening may change the output's rate. */
CtPlayerEvent ct_player_device_watch (CtPlayerDevice *self, bool wanted);

bool ct_player_device_is_open (const CtPlayerDevice *self);

/* Whether a device was needed but none could be opened. */
bool ct_player_device_is_missing (const CtPlayerDevice *self);

/* While it is missing: how many frames it would have played since the last call. */
size_t ct_player_device_missed_frames (CtPlayerDevice *self);

#endif
