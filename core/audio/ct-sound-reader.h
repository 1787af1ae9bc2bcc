/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SOUND_READER_H
#define CT_SOUND_READER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A recording that any place of can be read at any time, as mono or stereo; more channels are folded down to two.
 * Formats that cannot be entered exactly in their middle (MP3, Ogg, what GStreamer reads) are decoded once, as far as
 * is asked for, into a temporary file without a name. Threads may share a reader; each reads through a cursor of its
 * own. */
typedef struct _CtSoundReader CtSoundReader;
typedef struct _CtSoundCursor CtSoundCursor;

/** @scratch_folder: where a temporary file goes; NULL: the system's folder for them. The caller owns *@out. */
CtStatus ct_sound_reader_new (const char *path, const char *scratch_folder, CtSoundReader **out) CT_MUST_USE;
void ct_sound_reader_free (CtSoundReader *self);

/** Borrowed. */
const char *ct_sound_reader_path (const CtSoundReader *self);

int ct_sound_reader_rate_hz (const CtSoundReader *self);
int ct_sound_reader_channels (const CtSoundReader *self);

/** Frames in all; while it has not been decoded to its end, what the file says: -1 where it says nothing. Any thread.
 */
int64_t ct_sound_reader_frames (const CtSoundReader *self);

/** Borrows @reader, which must outlive it. */
CtStatus ct_sound_cursor_new (CtSoundReader *reader, CtSoundCursor **out) CT_MUST_USE;
void ct_sound_cursor_free (CtSoundCursor *self);

/** Fills @samples ([@n][channels]) with the frames from @frame on, which may be negative: zeros before the beginning
 * and after the end. *@n_read (may be NULL): how many of them are not beyond the end. */
CtStatus
ct_sound_cursor_read (CtSoundCursor *self, int64_t frame, size_t n, float *samples, size_t *n_read) CT_MUST_USE;

/** Decodes on to the end where that is needed to know how many frames there are. */
CtStatus ct_sound_cursor_measure (CtSoundCursor *self, int64_t *frames) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
