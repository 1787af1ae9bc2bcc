/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Decoding of sound files. */
#ifndef CT_AUDIO_FILE_H
#define CT_AUDIO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most channels a file may have. */
#define CT_AUDIO_MAX_CHANNELS 8
/** The lowest sample rate. */
#define CT_AUDIO_MIN_RATE_HZ 4000
/** The highest sample rate. */
#define CT_AUDIO_MAX_RATE_HZ 768000

/** A local regular file open for reading, by libsndfile or, where it is built in, by GStreamer. One thread at a time
 * may use it. */
typedef struct _CtAudioFile CtAudioFile;

/** What a file contains. */
typedef struct
{
  int rate_hz;    /**< sample rate */
  int channels;   /**< 1 to CT_AUDIO_MAX_CHANNELS */
  int64_t frames; /**< its length; -1: the file does not say */
} CtAudioInfo;

/** What is wrong with a file that can be read all the same. */
typedef enum
{
  CT_AUDIO_MENDED = 1 << 0,  /**< its header gave a wrong length, as of a recorder that was cut off: read to its end */
  CT_AUDIO_STOPPED = 1 << 1, /**< reading stopped before the end: the rest cannot be decoded, or is missing */
} CtAudioWarning;

/** Opens a file: of several sound streams, the first in whose first ten minutes anything can be heard, or else the
 * first.
 *
 * @param path      the file
 * @param[out] out  the open file; close it with ct_audio_file_close()
 * @return CT_STATUS_OK; CT_STATUS_UNKNOWN_FORMAT, CT_STATUS_UNSUPPORTED_AUDIO; or why it could not be read */
CtStatus ct_audio_file_open (const char *path, CtAudioFile **out) CT_MUST_USE;

/** Opens one of the sound streams of a file, as a film has for each language.
 *
 * @param path       the file
 * @param stream     which one, counted from 1; 0: as ct_audio_file_open() chooses
 * @param cancelled  set by any thread, it ends the search for that one; not looked at later; may be NULL
 * @param[out] out   the open file; close it with ct_audio_file_close()
 * @return as ct_audio_file_open(), CT_STATUS_NO_STREAM or CT_STATUS_CANCELLED */
CtStatus
ct_audio_file_open_stream (const char *path, int stream, const atomic_bool *cancelled, CtAudioFile **out) CT_MUST_USE;

/** Which of the sound streams is read.
 *
 * @param self  the file
 * @return from 1 to ct_audio_file_n_streams() */
int ct_audio_file_stream (const CtAudioFile *self);

/** How many sound streams there are.
 *
 * @param self  the file
 * @return at least 1 */
int ct_audio_file_n_streams (const CtAudioFile *self);

/** Closes a file.
 *
 * @param self  the file, or NULL */
void ct_audio_file_close (CtAudioFile *self);

/** What the file contains.
 *
 * @param self  the file
 * @return valid as long as the file is open */
const CtAudioInfo *ct_audio_file_info (const CtAudioFile *self);

/** What is wrong with the file, as far as it was read.
 *
 * @param self  the file
 * @return CtAudioWarning, joined by or */
unsigned ct_audio_file_warnings (const CtAudioFile *self);

/** Describes a warning to the user.
 *
 * @param warning  one of them
 * @return one line in English, without the name of the file and without a full stop; static, never NULL */
const char *ct_audio_warning_string (CtAudioWarning warning);

/** Reads the next frames.
 *
 * @param self          the file
 * @param[out] samples  [n_frames][channels], full scale 1
 * @param n_frames      the most frames to read
 * @param[out] n_read   how many were read; 0 only at the end
 * @return CT_STATUS_OK; CT_STATUS_NOT_FINITE where the file contains NaN or infinity; or what else failed */
CtStatus ct_audio_file_read (CtAudioFile *self, float *samples, size_t n_frames, size_t *n_read) CT_MUST_USE;

/** Skips forward, by seeking where the format can, else by decoding. Past the end is no error: the next read returns 0
 * frames.
 *
 * @param self   the file
 * @param frame  the frame to read next, not before the current one
 * @return CT_STATUS_OK or what failed */
CtStatus ct_audio_file_skip_to (CtAudioFile *self, int64_t frame) CT_MUST_USE;

/** Moves in any direction, where the format can do so exactly.
 *
 * @param self   the file
 * @param frame  the frame to read next
 * @return false, with nothing moved, where the format cannot or @p frame is not in the file */
bool ct_audio_file_seek (CtAudioFile *self, int64_t frame);

#ifdef __cplusplus
}
#endif

#endif
