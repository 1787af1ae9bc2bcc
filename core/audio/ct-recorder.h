/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Recording from a microphone into a sound file. */
#ifndef CT_RECORDER_H
#define CT_RECORDER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A recording in progress. PortAudio's callback passes the samples through a ring to a thread that writes them; the
 * callback neither allocates nor locks nor writes. One thread controls a recorder; any may query it. */
typedef struct _CtRecorder CtRecorder;

/** How to record. Zeroed: all defaults. */
typedef struct
{
  const char *device; /**< a name from ct_audio_devices_list(); NULL or "": the default input */
  int rate_hz;        /**< 0: what the device prefers */
  int channels;       /**< 1 or 2; 0: as many of these as the device has */
  double max_s;       /**< after this many seconds the recording ends by itself; 0: an hour */
} CtRecorderOptions;

/** How loud it was since the last query. */
typedef struct
{
  float peak; /**< largest magnitude of a sample; 1 and above: clipped */
  float rms;  /**< root mean square */
} CtRecorderLevel;

/** Creates the file, opens the device and begins to record at once. This may take some 100 ms.
 *
 * @param path      the file, which must not exist; FLAC where it ends in ".flac", else WAV; 24 bits
 * @param options   how to record; NULL: all defaults
 * @param[out] out  the recorder; end it with ct_recorder_finish() or ct_recorder_discard()
 * @return CT_STATUS_OK; CT_STATUS_EXISTS; CT_STATUS_NO_DEVICE where no input can be opened, and no file is left; or
 * what else failed */
CtStatus ct_recorder_new (const char *path, const CtRecorderOptions *options, CtRecorder **out) CT_MUST_USE;

/** Pauses or goes on. While paused nothing is written, but levels are measured.
 *
 * @param self    the recorder
 * @param paused  whether to pause */
void ct_recorder_set_paused (CtRecorder *self, int paused);

/** How much has been recorded.
 *
 * @param self  the recorder
 * @return seconds */
double ct_recorder_seconds (const CtRecorder *self);

/** How loud it was since the last call.
 *
 * @param self  the recorder
 * @return the level */
CtRecorderLevel ct_recorder_level (CtRecorder *self);

/** Why the recording ended by itself. What was recorded until then is kept.
 *
 * @param self  the recorder
 * @return CT_STATUS_OK while all is well; CT_STATUS_DEVICE_LOST, CT_STATUS_NO_SPACE, CT_STATUS_WRITE_FAILED, or
 *         CT_STATUS_EMPTY where the device delivers nothing */
CtStatus ct_recorder_status (const CtRecorder *self);

/** Whether the longest time was reached.
 *
 * @param self  the recorder
 * @return 1 or 0 */
int ct_recorder_is_full (const CtRecorder *self);

/** Counts the frames that were lost because writing could not keep up.
 *
 * @param self  the recorder
 * @return how many */
uint64_t ct_recorder_lost_frames (const CtRecorder *self);

/** Ends the recording, completes the file and frees @p self. The file keeps what was recorded even where an error is
 * reported.
 *
 * @param self  the recorder
 * @return CT_STATUS_OK; CT_STATUS_EMPTY where nothing was recorded, and no file is left; or the status of the recorder
 */
CtStatus ct_recorder_finish (CtRecorder *self) CT_MUST_USE;

/** Ends the recording, removes the file and frees @p self.
 *
 * @param self  the recorder, or NULL */
void ct_recorder_discard (CtRecorder *self);

#ifdef __cplusplus
}
#endif

#endif
