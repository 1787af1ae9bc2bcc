/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The notes of a MIDI file. */
#ifndef CT_MIDI_SONG_H
#define CT_MIDI_SONG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-score.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most tracks. */
#define CT_MIDI_SONG_MAX_TRACKS 512
/** The most notes. */
#define CT_MIDI_SONG_MAX_NOTES 1000000
/** The most changes of tempo, and the most of meter. */
#define CT_MIDI_SONG_MAX_TEMPOS 100000
/** No note of a file that makes sense ends later than this: a hundred hours. */
#define CT_MIDI_SONG_MAX_TIME_S 360000.0

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

/** Frees notes.
 *
 * @param self  the notes, or NULL */
void ct_midi_song_free (CtMidiSong *self);

#ifdef __cplusplus
}
#endif

#endif
