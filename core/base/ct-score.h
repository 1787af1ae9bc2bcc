/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SCORE_H
#define CT_SCORE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CT_TRACK_NAME_SIZE 64

typedef struct
{
  char name[CT_TRACK_NAME_SIZE]; /**< UTF-8 */
  uint8_t program;               /**< General MIDI, 0 to 127 */
} CtTrack;

/** Tracks of notes, with one tempo and one meter for now. */
typedef struct
{
  CtNotes notes;   /**< sorted; every track is -1 or below n_tracks */
  CtTrack *tracks; /**< [n_tracks] */
  size_t n_tracks;
  double tempo_bpm;
  int meter_numerator;
  int meter_denominator;
} CtScore;

/** An empty score with @n_tracks tracks named "Track 1" and so on, 120 beats a minute in 4/4. */
CtStatus ct_score_new (size_t n_tracks, CtScore **out) CT_MUST_USE;
void ct_score_free (CtScore *self);

/** How many notes of @track are no uncertain notes; -1 counts those of all tracks. */
size_t ct_score_count (const CtScore *self, int track);

#ifdef __cplusplus
}
#endif

#endif
