/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_RECORDER_H
#define CT_RECORDER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Records a microphone into a sound file. PortAudio's callback passes the samples through a ring to a thread that
 * writes them; the callback allocates, locks and writes nothing. One thread controls a recorder; the functions that
 * tell its state may be called by any. */
typedef struct _CtRecorder CtRecorder;

typedef struct
{
  const char *device; /**< a name of ct_audio_devices_list(); NULL or "": the default input */
  int rate_hz;        /**< 0: what the device prefers */
  int channels;       /**< 1 or 2; 0: as many of these as the device has */
  double max_s;       /**< recording ends by itself after this many seconds; 0: an hour */
} CtRecorderOptions;

/** How loud it is since the last call. */
typedef struct
{
  float peak; /**< largest magnitude of a sample; 1 and above: it is clipped */
  float rms;
} CtRecorderLevel;

/** Creates the file at @path, which must not exist (FLAC where it ends in ".flac", else WAV; 24 bits), opens the device
 * and begins to record at once. @options NULL: all defaults. Opening may take some 100 ms: not for a thread that draws.
 * CT_STATUS_NO_DEVICE where there is no input or it cannot be opened; no file is left then. The caller owns *@out. */
CtStatus ct_recorder_new (const char *path, const CtRecorderOptions *options, CtRecorder **out) CT_MUST_USE;

/** While paused, nothing is written and the level goes on. */
void ct_recorder_set_paused (CtRecorder *self, int paused);

/** Seconds recorded so far. */
double ct_recorder_seconds (const CtRecorder *self);
CtRecorderLevel ct_recorder_level (CtRecorder *self);
int ct_recorder_rate_hz (const CtRecorder *self);
int ct_recorder_channels (const CtRecorder *self);

/** CT_STATUS_OK while all goes well; else why it ended by itself: CT_STATUS_DEVICE_LOST, CT_STATUS_NO_SPACE,
 * CT_STATUS_WRITE_FAILED, or CT_STATUS_EMPTY where the device delivers nothing. What was recorded until then is kept.
 */
CtStatus ct_recorder_status (const CtRecorder *self);

/** Whether max_s is reached. */
int ct_recorder_is_full (const CtRecorder *self);

/** Frames that were lost because writing could not keep up. */
uint64_t ct_recorder_lost_frames (const CtRecorder *self);

/** Ends the recording, completes the file and frees @self. The file then holds what was recorded, even where an error
 * is reported; where that is nothing, no file is left and CT_STATUS_EMPTY is returned. */
CtStatus ct_recorder_finish (CtRecorder *self) CT_MUST_USE;

/** Ends the recording, removes the file and frees @self, which may be NULL. */
void ct_recorder_discard (CtRecorder *self);

#ifdef __cplusplus
}
#endif

#endif
