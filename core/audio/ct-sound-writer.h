/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Writing of sound files. */
#ifndef CT_SOUND_WRITER_H
#define CT_SOUND_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A WAV or FLAC file of 24 bits that is being written. No write that fails goes unnoticed, whatever libsndfile and the
 * encoder make of it. One thread at a time may use it. */
typedef struct _CtSoundWriter CtSoundWriter;

/** Begins a file.
 *
 * @param fd        an empty file, for reading and writing; borrowed until ct_sound_writer_close()
 * @param flac      as FLAC, else as WAV
 * @param rate_hz   the sample rate
 * @param channels  how many
 * @param[out] out  the writer; end it with ct_sound_writer_close()
 * @return CT_STATUS_OK, CT_STATUS_NO_MEMORY, CT_STATUS_UNSUPPORTED_AUDIO, or why nothing could be written */
CtStatus ct_sound_writer_new (int fd, bool flac, int rate_hz, int channels, CtSoundWriter **out) CT_MUST_USE;

/** Appends frames.
 *
 * @param self      the writer
 * @param samples   [n_frames][channels]; what is beyond full scale is clipped
 * @param n_frames  how many
 * @return CT_STATUS_OK, or the first error since the file was begun */
CtStatus ct_sound_writer_write (CtSoundWriter *self, const float *samples, size_t n_frames) CT_MUST_USE;

/** Completes the header and frees the writer. What was written before an error can be read.
 *
 * @param self  the writer, or NULL
 * @return CT_STATUS_OK, or the first error since the file was begun */
CtStatus ct_sound_writer_close (CtSoundWriter *self);

#ifdef __cplusplus
}
#endif

#endif
