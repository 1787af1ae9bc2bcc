/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Random access to the sound of a recording. */
#ifndef CT_SOUND_READER_H
#define CT_SOUND_READER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A recording that can be read from anywhere, as mono or stereo; more channels are mixed down to two. Formats without
 * exact seeking (MP3, Ogg, whatever GStreamer reads) are decoded once, as far as needed, into an unnamed temporary
 * file. Threads may share a reader; each reads through a cursor of its own. */
typedef struct _CtSoundReader CtSoundReader;

/** Where one thread reads. */
typedef struct _CtSoundCursor CtSoundCursor;

/** Opens a recording.
 *
 * @param path      the file
 * @param stream    which of its sound streams, as for ct_audio_file_open_stream()
 * @param scratch   where a temporary file goes; NULL: where the system keeps them
 * @param[out] out  the reader; free it with ct_sound_reader_free()
 * @return CT_STATUS_OK; CT_STATUS_NO_SPACE for the temporary file; or why the recording could not be opened, as
 * ct_audio_file_open_stream() */
CtStatus
ct_sound_reader_new (const char *path, int stream, const CtScratchPlaces *scratch, CtSoundReader **out) CT_MUST_USE;

/** Frees a reader, after its cursors.
 *
 * @param self  the reader, or NULL */
void ct_sound_reader_free (CtSoundReader *self);

/** The file.
 *
 * @param self  the reader
 * @return its path, borrowed */
const char *ct_sound_reader_path (const CtSoundReader *self);

/** The sample rate.
 *
 * @param self  the reader
 * @return in Hz */
int ct_sound_reader_rate_hz (const CtSoundReader *self);

/** The channels that cursors deliver.
 *
 * @param self  the reader
 * @return 1 or 2 */
int ct_sound_reader_channels (const CtSoundReader *self);

/** The length as far as it is known. Any thread may ask.
 *
 * @param self  the reader
 * @return in frames; before the recording was decoded to its end, what the file says, -1 where it does not */
int64_t ct_sound_reader_frames (const CtSoundReader *self);

/** Makes a cursor.
 *
 * @param reader    the reader, which must outlive it
 * @param[out] out  the cursor; free it with ct_sound_cursor_free()
 * @return CT_STATUS_OK, CT_STATUS_NO_MEMORY, or why the file could not be opened again */
CtStatus ct_sound_cursor_new (CtSoundReader *reader, CtSoundCursor **out) CT_MUST_USE;

/** Frees a cursor.
 *
 * @param self  the cursor, or NULL */
void ct_sound_cursor_free (CtSoundCursor *self);

/** Reads frames from anywhere: zeros before the beginning and after the end.
 *
 * @param self          the cursor
 * @param frame         the first frame; may be negative
 * @param n             how many frames
 * @param[out] samples  [n][channels], full scale 1
 * @param[out] n_read   how many of them are not beyond the end; may be NULL
 * @return CT_STATUS_OK or why the file could not be read */
CtStatus
ct_sound_cursor_read (CtSoundCursor *self, int64_t frame, size_t n, float *samples, size_t *n_read) CT_MUST_USE;

/** Measures the recording, decoding it to its end where that is needed.
 *
 * @param self         the cursor
 * @param[out] frames  its length
 * @return CT_STATUS_OK or why the file could not be read */
CtStatus ct_sound_cursor_measure (CtSoundCursor *self, int64_t *frames) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
