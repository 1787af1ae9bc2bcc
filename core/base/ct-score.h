/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A transcription: notes on tracks. */
#ifndef CT_SCORE_H
#define CT_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The size of a track's name, with the zero at its end. */
#define CT_TRACK_NAME_SIZE 64

/** A track. */
typedef struct
{
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8 */
  uint8_t program;               /**< General MIDI, 0 to 127 */
  uint8_t naming;                /**< CtNaming: how sure the program is, where it was guessed */
  bool recognised;               /**< as a timbre that is known, which gave it its name, program and colour */
  uint32_t rgb;                  /**< colour, 0xRRGGBB, where it was recognised */
} CtTrack;

/** Notes on tracks, with a tempo map or, where beats are not known, one tempo and one meter. */
typedef struct
{
  CtNotes notes;           /**< sorted; every track is -1 or below n_tracks */
  CtTrack *tracks;         /**< [n_tracks] */
  size_t n_tracks;         /**< how many there are */
  CtTempoMap *tempo_map;   /**< where beats and bars lie, the score's own; NULL: not known */
  double tempo_bpm;        /**< without a map: quarter notes a minute, from 0 s on */
  int meter_numerator;     /**< without a map: beats in a bar */
  int meter_denominator;   /**< without a map: what a beat is, such as 4: a quarter note */
  CtHarmony harmony;       /**< its keys and chords, the score's own */
  CtPercussion percussion; /**< its drum hits, the score's own */
} CtScore;

/** Makes an empty score without a map, in 4/4 at 120 beats a minute, its tracks named "Track 1" and so on.
 *
 * @param n_tracks  how many tracks
 * @param[out] out  the score; free it with ct_score_free()
 * @return CT_STATUS_OK, CT_STATUS_BAD_ARGUMENT or CT_STATUS_NO_MEMORY */
CtStatus ct_score_new (size_t n_tracks, CtScore **out) CT_MUST_USE;

/** Frees a score.
 *
 * @param self  the score, or NULL */
void ct_score_free (CtScore *self);

/** Counts the notes of a track.
 *
 * @param self   the score
 * @param track  its index; below 0: all tracks, and notes without one
 * @return how many notes, uncertain ones left out */
size_t ct_score_count (const CtScore *self, int track);

#ifdef __cplusplus
}
#endif

#endif
