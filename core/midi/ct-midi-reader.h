/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Reads MIDI files, which are not trusted. */
#ifndef CT_MIDI_READER_H
#define CT_MIDI_READER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-status.h"
#include "core/midi/ct-midi-song.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest file that is read; beyond this and a song's limits: CT_STATUS_TOO_LARGE. */
#define CT_MIDI_READER_MAX_BYTES (64 << 20)
/** Parses a Standard MIDI File of format 0 or 1. Times follow the tempo map of all tracks together, or the frames of an
 * SMPTE division. A note ends with the first end of its pitch on its channel and track that no earlier note took, or
 * with the track; a missing end of track is no error. What makes no sense (a tempo of 0, a meter of 0/0) is passed
 * over; the tempo map leaves out what no map can hold, and is exact everywhere else. Names that are not UTF-8 are taken
 * for what programs wrote in the user's language before, or else for Windows-1252.
 *
 * @param data      [size] bytes
 * @param size      how many
 * @param language  that language, as in the names of locales ("zh_TW", "ja.UTF-8"); NULL: none
 * @param[out] out  the notes; free them with ct_midi_song_free()
 * @return CT_STATUS_OK; CT_STATUS_NOT_MIDI, also for format 2; CT_STATUS_DAMAGED; CT_STATUS_TOO_LARGE;
 *         CT_STATUS_TOO_LONG where a note ends after CT_MIDI_SONG_MAX_TIME_S; CT_STATUS_NO_MEMORY */
CtStatus ct_midi_reader_parse (const uint8_t *data, size_t size, const char *language, CtMidiSong **out) CT_MUST_USE;

/** Reads a file and parses it.
 *
 * @param path      the file
 * @param language  that of its names, as above
 * @param[out] out  the notes; free them with ct_midi_song_free()
 * @return as ct_midi_reader_parse(); CT_STATUS_NOT_A_FILE where it is not a regular file; or why it could not be read
 */
CtStatus ct_midi_reader_read (const char *path, const char *language, CtMidiSong **out) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
