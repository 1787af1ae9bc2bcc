/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_AUDIO_FILE_H
#define CT_AUDIO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A sound file opened for reading: by libsndfile, or by GStreamer where that is built in.
 * Only local regular files are read; one thread at a time may use a file. */
typedef struct _CtAudioFile CtAudioFile;

#define CT_AUDIO_MAX_CHANNELS 8
#define CT_AUDIO_MIN_RATE_HZ 4000
#define CT_AUDIO_MAX_RATE_HZ 768000

typedef struct
{
  int rate_hz;
  int channels;
  int64_t frames; /**< -1: the file does not say */
} CtAudioInfo;

/** Opens @path. On success the caller owns *@out and gives it back with ct_audio_file_close(). */
CtStatus ct_audio_file_open (const char *path, CtAudioFile **out) CT_MUST_USE;
void ct_audio_file_close (CtAudioFile *self);

/** Valid as long as the file is open. */
const CtAudioInfo *ct_audio_file_info (const CtAudioFile *self);

/** Reads up to @n_frames frames into @samples ([n_frames][channels], full scale 1). *@n_read is 0 at the end only.
 * CT_STATUS_NOT_FINITE where the file holds NaN or infinity. */
CtStatus ct_audio_file_read (CtAudioFile *self, float *samples, size_t n_frames, size_t *n_read) CT_MUST_USE;

/** Reads on and throws away until @frame frames from the start have passed, by seeking where the format can.
 * Forward only. Past the end is no error: the next read returns 0 frames. */
CtStatus ct_audio_file_skip_to (CtAudioFile *self, int64_t frame) CT_MUST_USE;

/** Moves to @frame, backwards too; false, with nothing moved, where the format cannot do that exactly or @frame is not
 * in the file. */
bool ct_audio_file_seek (CtAudioFile *self, int64_t frame);

#ifdef __cplusplus
}
#endif

#endif
