/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BEAT_SONG_H
#define BEAT_SONG_H

#include <stddef.h>

#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"

/* What is heard of a song with beats: a bass that begins each bar under chords on the beats. */
typedef struct
{
  CtPosteriorgram *posteriors;
  CtEditScore *score; /* the same notes, on one track; without a tempo */
} BeatSong;

/* @bpm beats a minute from @start_s on, in bars of @bar_beats; no beat: a song of @seconds whose one note never ends.
 */
void beat_song_init (BeatSong *self, double bpm, double start_s, int bar_beats, double seconds);
void beat_song_clear (BeatSong *self);

#endif
