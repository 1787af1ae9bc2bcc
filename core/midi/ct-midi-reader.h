/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Reads MIDI files, which are not trusted. */
#ifndef CT_MIDI_READER_H
#define CT_MIDI_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest file that is read; beyond these limits: CT_STATUS_TOO_LARGE. */
#define CT_MIDI_READER_MAX_BYTES (64 << 20)
/** The most tracks. */
#define CT_MIDI_READER_MAX_TRACKS 512
/** The most notes. */
#define CT_MIDI_READER_MAX_NOTES 1000000
/** The most changes of tempo, and the most of meter. */
#define CT_MIDI_READER_MAX_TEMPOS 100000
/** No note of a file that makes sense ends later than this: a hundred hours. */
#define CT_MIDI_READER_MAX_TIME_S 360000.0

/** A note of a file. */
typedef struct
{
  double onset_s;   /**< where it begins */
  double offset_s;  /**< where it ends; not before its onset */
  uint8_t midi;     /**< pitch, 0 to 127 */
  uint8_t velocity; /**< 1 to 127 */
} CtMidiNote;

/** The notes that one track of the file has on one channel. */
typedef struct
{
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8 without control and bidirectional characters; "": none */
  uint8_t program;               /**< General MIDI, 0 to 127: the one that its first note sounds with */
  bool percussion;               /**< on channel 10 */
  const CtMidiNote *notes;       /**< [n_notes], by onset, then pitch, then offset; the song's memory */
  size_t n_notes;                /**< how many there are; above 0 */
} CtMidiTrack;

/** The notes of a file. */
typedef struct
{
  CtMidiTrack *tracks;   /**< [n_tracks], in the order of the file; only those with notes */
  size_t n_tracks;       /**< how many there are */
  CtMidiNote *notes;     /**< [n_notes], of all tracks */
  size_t n_notes;        /**< how many there are */
  CtTempoMap *tempo_map; /**< the song's own; NULL: the file names neither tempo nor meter, or counts in frames */
} CtMidiSong;

/** Parses a Standard MIDI File of format 0 or 1. Times follow the tempo map of all tracks together, or the frames of an
 * SMPTE division. A note ends with the first end of its pitch on its channel and track that no earlier note took, or
 * with the track; a missing end of track is no error. What makes no sense (a tempo of 0, a meter of 0/0) is passed
 * over; the tempo map leaves out what no map can hold, and is exact everywhere else.
 *
 * @param data      [size] bytes
 * @param size      how many
 * @param[out] out  the notes; free them with ct_midi_song_free()
 * @return CT_STATUS_OK; CT_STATUS_NOT_MIDI, also for format 2; CT_STATUS_DAMAGED; CT_STATUS_TOO_LARGE;
 *         CT_STATUS_BAD_ARGUMENT where a note ends after CT_MIDI_READER_MAX_TIME_S; CT_STATUS_NO_MEMORY */
CtStatus ct_midi_reader_parse (const uint8_t *data, size_t size, CtMidiSong **out) CT_MUST_USE;

/** Reads a file and parses it.
 *
 * @param path      the file
 * @param[out] out  the notes; free them with ct_midi_song_free()
 * @return as ct_midi_reader_parse(); CT_STATUS_NOT_A_FILE where it is not a regular file; or why it could not be read
 */
CtStatus ct_midi_reader_read (const char *path, CtMidiSong **out) CT_MUST_USE;

/** Frees notes.
 *
 * @param self  the notes, or NULL */
void ct_midi_song_free (CtMidiSong *self);

#ifdef __cplusplus
}
#endif

#endif
