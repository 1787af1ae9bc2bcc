/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_MIDI_READER_H
#define CT_MIDI_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is read at most of a MIDI file; beyond: CT_STATUS_TOO_LARGE. */
#define CT_MIDI_READER_MAX_BYTES (64 << 20)
#define CT_MIDI_READER_MAX_TRACKS 512
#define CT_MIDI_READER_MAX_NOTES 1000000
#define CT_MIDI_READER_MAX_TEMPOS 100000
/** No note of a file that makes sense ends later than this: a hundred hours. */
#define CT_MIDI_READER_MAX_TIME_S 360000.0

typedef struct
{
  double onset_s;
  double offset_s; /**< at the onset or later */
  uint8_t midi;
  uint8_t velocity; /**< 1 to 127 */
} CtMidiNote;

/** The notes that one track of the file has on one channel. */
typedef struct
{
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8 without control and bidirectional characters; "": it has none */
  uint8_t program;               /**< General MIDI, 0 to 127: the one its first note sounds with */
  bool percussion;               /**< on channel 10 */
  const CtMidiNote *notes;       /**< [n_notes], n_notes > 0, by onset, then pitch, then offset; in the song's memory */
  size_t n_notes;
} CtMidiTrack;

/** What a MIDI file holds, as far as notes go. */
typedef struct
{
  CtMidiTrack *tracks; /**< [n_tracks], in the order of the file; only those with notes */
  size_t n_tracks;
  CtMidiNote *notes; /**< [n_notes], of all tracks */
  size_t n_notes;
} CtMidiSong;

/** Reads a Standard MIDI File of format 0 or 1 out of @data ([size]); nothing is trusted. Times follow the tempo map of
 * all tracks together, or the frames of an SMPTE division. A note ends with the first end of its pitch on its channel
 * and track that no earlier one took, or with the track; a missing end of track is no error.
 *
 * CT_STATUS_NOT_MIDI: no MIDI file, or of format 2; CT_STATUS_DAMAGED, CT_STATUS_TOO_LARGE; CT_STATUS_BAD_ARGUMENT
 * where a note ends beyond CT_MIDI_READER_MAX_TIME_S. On success the caller owns *@out. */
CtStatus ct_midi_reader_parse (const uint8_t *data, size_t size, CtMidiSong **out) CT_MUST_USE;

/** The same for the regular file at @path; others are CT_STATUS_NOT_A_FILE. */
CtStatus ct_midi_reader_read (const char *path, CtMidiSong **out) CT_MUST_USE;

void ct_midi_song_free (CtMidiSong *self);

#ifdef __cplusplus
}
#endif

#endif
