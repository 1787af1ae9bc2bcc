/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_NOTATION_PRIVATE_H
#define CT_NOTATION_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notation/ct-notation.h"

/* The shortest length that is written, a 256th. */
#define CT_NOTATION_UNIT (CT_TICKS_PER_WHOLE >> CT_NOTE_VALUE_256TH)

/* What a bar has beside what users see. */
typedef struct
{
  int64_t map_start; /* in ticks of the map */
  size_t first_beat; /* index among the beats of the piece */
  int pulse;         /* how long a beat is, in ticks; the last one may be shorter */
  int skipped;       /* of a pick-up, what its meter has before it, in ticks */
} CtBarFrame;

/* Bars over the ticks of a map. */
typedef struct
{
  CtNotationBar *bars; /* [n_bars] */
  CtBarFrame *frames;  /* [n_bars] */
  size_t n_bars;
  size_t n_beats;
  CtNotationTempo *tempos; /* [n_tempos] */
  size_t n_tempos;
} CtNotationBars;

/* A note of a part on its way to paper, in ticks of the piece. */
typedef struct
{
  int64_t start;
  int64_t end;
  int64_t again; /* where its pitch is struck again */
  uint8_t midi;
  uint8_t staff;
  uint8_t voice;
} CtPlacedNote;

/* Notes that one voice sounds together. */
typedef struct
{
  int64_t start;
  int64_t end;
  size_t first; /* index of its first note among those of its voice */
  size_t n;
} CtPlacedChord;

/* The events of one staff. */
typedef struct
{
  size_t *cells; /* [n_bars * CT_NOTATION_MAX_VOICES + 1]: where the events of each bar and voice begin */
  CtNotationEvent *events;
  size_t n_events;
  size_t events_capacity;
  bool struck; /* by a drummer: nothing is held, and so nothing is tied */
} CtStaffEvents;

struct _CtNotation
{
  CtNotationBars frame;
  CtTempoMap *map; /* of the recording */
  bool has_beats;
  CtNoteGrid grid;
  CtNotationPart *parts; /* [n_parts] */
  CtStaffEvents *staves; /* [n_parts * CT_NOTATION_MAX_STAVES] */
  size_t n_parts;
  CtNotationDrum drums[CT_MAX_HIT_GROUPS]; /* [n_drums] */
  size_t n_drums;
  CtNotationPitch *pitches;
  size_t n_pitches;
  size_t pitches_capacity;
};

/* ---- bars (ct-notation-bars.c) ---- */

/* Fills @self, which is all zero, with the bars from that of @first_s to that of @last_s. @map: of the recording;
 * @steady: of the same ticks, with the tempos that are written. To be cleared in any case. */
CtStatus ct_notation_bars_init (CtNotationBars *self,
                                const CtTempoMap *map,
                                const CtTempoMap *steady,
                                int64_t first_tick,
                                int64_t last_tick,
                                const CtNotationOptions *options) CT_MUST_USE;

void ct_notation_bars_clear (CtNotationBars *self);

/* The bar of a tick of the piece; the last one behind the end. */
size_t ct_notation_bars_at (const CtNotationBars *self, int64_t tick);

/* From a tick of the map to one of the piece, within the piece. */
int64_t ct_notation_bars_convert (const CtNotationBars *self, double map_tick);

/* ---- notes (ct-notation-notes.c) ---- */

/* Puts the notes of a part ([*@n]) on lines that can be written, sorts them by start and pitch, and ends each where its
 * pitch is struck again. Of two on one line and pitch one stays. */
CtStatus ct_notation_notes_place (const CtNotationBars *bars, CtPlacedNote *notes, size_t *n) CT_MUST_USE;

/* Ends notes of a staff ([@n], sorted) that ring on while others follow one by one, as an arpeggio is written. */
void ct_notation_notes_damp (CtPlacedNote *notes, size_t n);

/* Makes chords of the notes of one voice ([@n], sorted), none longer than the voice allows, and lets them last where
 * the rest would be short. @struck: they are hits, which last for what is left of their beat. @chords: [@n]; returns
 * how many. */
size_t ct_notation_notes_chords (const CtNotationBars *bars,
                                 const CtPlacedNote *notes,
                                 size_t n,
                                 bool struck,
                                 CtPlacedChord *chords);

/* ---- drums (ct-notation-drums.c) ---- */

/* Finds the drums that hits of a score play. */
void ct_notation_drums_init (CtNotation *self, const CtPercussion *percussion);

/* Sets the voice of each hit ([@n]). */
void ct_notation_drums_split_voices (CtPlacedNote *hits, size_t n);

/* ---- two hands, two voices (ct-pitch-split.c) ---- */

/* Sets the staff of each note ([@n], sorted): 0 for the right hand, 1 for the left one. */
CtStatus ct_pitch_split_hands (CtPlacedNote *notes, size_t n) CT_MUST_USE;

/* Sets the voice of each note of a staff ([@n], sorted). */
CtStatus ct_pitch_split_voices (CtPlacedNote *notes, size_t n) CT_MUST_USE;

/* ---- clefs (ct-clef.c) ---- */

/* Whether a part with these notes needs two staves. */
bool ct_clef_needs_two (const CtTrack *track, const CtPlacedNote *notes, size_t n);

/* The clef that fits the notes of a staff. @staff: -1: the only one, 0: the upper, 1: the lower of two. */
CtClef ct_clef_choose (const CtTrack *track, const CtPlacedNote *notes, size_t n, int staff);

/* ---- values (ct-notation-values.c) ---- */

/* Writes the chords of a voice ([@n_chords]) within bar @bar to @events of @self; *@cursor, 0 at first, is the first
 * chord that may sound there. @notes: what the chords point into. */
CtStatus ct_notation_values_write (CtNotation *self,
                                   CtStaffEvents *events,
                                   size_t bar,
                                   const CtPlacedNote *notes,
                                   const CtPlacedChord *chords,
                                   size_t n_chords,
                                   size_t *cursor) CT_MUST_USE;

#endif
