/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * A score as musicians read it: bars, staves, voices and note values. */
#ifndef CT_NOTATION_H
#define CT_NOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-key.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most bars of a piece. */
#define CT_NOTATION_MAX_BARS 100000
/** The most beats of a piece. */
#define CT_NOTATION_MAX_BEATS 1000000
/** The most staves of a part. */
#define CT_NOTATION_MAX_STAVES 2
/** The most voices of a staff. */
#define CT_NOTATION_MAX_VOICES 2

/** How a note is written: with so many of the value before it to one, down from a whole note. Those below 64ths are
 * needed only in meters that count 32nds and less. */
typedef enum
{
  CT_NOTE_VALUE_WHOLE,         /**< a whole note */
  CT_NOTE_VALUE_HALF,          /**< a half note */
  CT_NOTE_VALUE_QUARTER,       /**< a quarter note */
  CT_NOTE_VALUE_EIGHTH,        /**< an eighth note */
  CT_NOTE_VALUE_SIXTEENTH,     /**< a 16th note */
  CT_NOTE_VALUE_THIRTY_SECOND, /**< a 32nd note */
  CT_NOTE_VALUE_SIXTY_FOURTH,  /**< a 64th note */
  CT_NOTE_VALUE_128TH,         /**< a 128th note */
  CT_NOTE_VALUE_256TH,         /**< a 256th note */
  CT_N_NOTE_VALUES,            /**< how many there are */
} CtNoteValue;

/** What stands at the beginning of a staff. */
typedef enum
{
  CT_CLEF_TREBLE,      /**< G on the second line */
  CT_CLEF_BASS,        /**< F on the fourth line */
  CT_CLEF_ALTO,        /**< C on the third line */
  CT_CLEF_TREBLE_8VB,  /**< treble, sounding an octave lower */
  CT_CLEF_TREBLE_8VA,  /**< treble, sounding an octave higher */
  CT_CLEF_TREBLE_15MA, /**< treble, sounding two octaves higher */
  CT_CLEF_BASS_8VB,    /**< bass, sounding an octave lower */
  CT_CLEF_BASS_15MB,   /**< bass, sounding two octaves lower */
  CT_N_CLEFS,          /**< how many there are */
} CtClef;

/** What is written of a score. */
typedef struct
{
  const bool *tracks;      /**< [n_tracks of the score], which are written; NULL: all that have notes */
  const CtKeyChange *keys; /**< [n_keys], by time; a key is written at the barline nearest to it */
  size_t n_keys;           /**< 0: C major, which is to say none */
  CtNoteGrid grid;         /**< where notes are put */
  bool percussion;         /**< drum hits are a part behind the others */
} CtNotationOptions;

/** A bar. */
typedef struct
{
  int64_t number;  /**< as the map counts; a piece that begins before bar 0 counts from its first whole bar as 1 */
  int64_t start;   /**< in ticks from the start of the piece, CT_TICKS_PER_QUARTER a quarter note */
  int length;      /**< in ticks */
  int numerator;   /**< beats in a bar; a bar that is cut has a meter of its own */
  int denominator; /**< what a beat is */
  CtKey key;       /**< the key at its start */
  bool pick_up;    /**< the first bar, shorter than its meter: its last beats */
  double start_s;  /**< where it begins in the recording, in seconds */
} CtNotationBar;

/** A tempo, up to the next one. */
typedef struct
{
  size_t bar; /**< index of the bar where it begins */
  int tick;   /**< where in that bar, in ticks */
  double bpm; /**< quarter notes a minute; at the start, the first that lasts */
  bool shown; /**< worth printing: the first one, and those that last and clearly differ from the last printed */
} CtNotationTempo;

/** A track of the score. */
typedef struct
{
  bool percussion;                      /**< the drums, which belong to no track */
  size_t track;                         /**< its index in the score; of drums, how many tracks the score has */
  char name[CT_TRACK_NAME_SIZE];        /**< UTF-8 */
  uint8_t program;                      /**< General MIDI */
  uint8_t n_staves;                     /**< 2 where two hands play, the upper one first */
  CtClef clefs[CT_NOTATION_MAX_STAVES]; /**< [n_staves]; drums have a sign of their own instead */
} CtNotationPart;

/** A drum of the part of percussion. */
typedef struct
{
  uint8_t key;                       /**< of General MIDI, as in ct_drum_name() */
  char name[CT_HIT_GROUP_NAME_SIZE]; /**< of the group of hits that it plays, UTF-8 */
} CtNotationDrum;

/** A note of a chord. */
typedef struct
{
  uint8_t midi;   /**< its pitch; of drums, the key of General MIDI */
  bool tied_from; /**< it goes on from the event before in its voice, maybe in the bar before */
  bool tied_to;   /**< it goes on in the next event of its voice, maybe in the next bar */
} CtNotationPitch;

/** A note, a chord or a rest, as it is written. */
typedef struct
{
  int start;            /**< in ticks from the start of its bar */
  int length;           /**< in ticks: value, dots and tuplet together; of a whole bar's rest, the bar */
  size_t first_pitch;   /**< for ct_notation_pitches() */
  uint8_t n_pitches;    /**< 1: a note; more: a chord, its pitches rising; 0: a rest */
  uint8_t value;        /**< CtNoteValue; of a whole bar's rest, CT_NOTE_VALUE_WHOLE */
  uint8_t dots;         /**< 0 to 2 */
  uint8_t actual;       /**< of a tuplet: how many ... */
  uint8_t normal;       /**< ... are played in the time of how many; both 1 outside of tuplets */
  uint8_t tuplet_value; /**< of how many of what: a CtNoteValue */
  bool tuplet_start;    /**< the first of its tuplet */
  bool tuplet_stop;     /**< the last of its tuplet */
  bool whole_bar;       /**< a rest of a whole bar, whatever the meter */
  bool implied;         /**< a rest that is not printed: the other voice says all there is to say */
} CtNotationEvent;

/** A piece of music, made from a score. Immutable; threads may share it.
 *
 * Notes start on the grid, as ct_quantise() puts all notes of the score there (uncertain ones, and those without a
 * track, left out), so that a track reads the same alone and among others; they end on lines of it. On a grid of swing
 * they are written even. Every bar has at least the first voice of each staff, and the events of a voice fill its bar
 * without a gap or overlap; values show the beats, and what crosses a barline or hides a beat is tied.
 *
 * Pitches and starts are kept. Lengths are not, where they would only make the music hard to read: a note lasts until
 * the next one of its voice where the rest between would be shorter than half a beat; a pitch that is struck again ends
 * there, with its chord; of notes that start together in one voice, all are as long as the longest, a chord; single
 * notes that are left to ring while others follow one by one end with the next; and where more sounds together than two
 * voices can hold, a note ends where the next one of its voice begins. Of notes of one track on the same pitch and line
 * of the grid, one is written.
 *
 * Drum hits tell of the grid, too. Where they are written, what hands strike is the upper voice and what feet play the
 * lower one; without hands there is one voice. A hit lasts until the next one of its voice or to the end of its beat,
 * and is never tied. Groups of hits with one key are one drum.
 *
 * The piece begins with the bar where the first note lies that is written. Where that is less than a bar, it is a
 * pick-up. */
typedef struct _CtNotation CtNotation;

/** Sets the defaults: all tracks, no key, an automatic grid, no percussion.
 *
 * @param[out] self  the options */
void ct_notation_options_init (CtNotationOptions *self);

/** Makes music of a score. Without a tempo map it is written on a grid of one beat a second, in 4/4, which
 * ct_notation_has_beats() says.
 *
 * @param score     the score
 * @param options   what is written
 * @param[out] out  the piece; free it with ct_notation_free()
 * @return CT_STATUS_OK, also without any note: a bar of rest, and no part unless @p options ask for tracks;
 *         CT_STATUS_BAD_ARGUMENT for a grid out of range; CT_STATUS_TOO_LONG for more bars or beats than a piece may
 *         have; CT_STATUS_NO_MEMORY */
CtStatus ct_notation_new (const CtScore *score, const CtNotationOptions *options, CtNotation **out) CT_MUST_USE;

/** Frees a piece.
 *
 * @param self  the piece, or NULL */
void ct_notation_free (CtNotation *self);

/** Whether bars and beats are those of the recording.
 *
 * @param self  the piece
 * @return false: nobody knows them, and a beat is a second */
bool ct_notation_has_beats (const CtNotation *self);

/** Whether eighth notes, or what the grid's steps are, are written even but swung: the first of two is longer.
 *
 * @param self  the piece
 * @return whether the grid is one of swing */
bool ct_notation_is_swung (const CtNotation *self);

/** The bars.
 *
 * @param self    the piece
 * @param[out] n  how many there are, at least one
 * @return [n], valid as long as @p self */
const CtNotationBar *ct_notation_bars (const CtNotation *self, size_t *n);

/** The tempos.
 *
 * @param self    the piece
 * @param[out] n  how many there are, at least one, the first at the start of the piece
 * @return [n], by bar and tick, valid as long as @p self */
const CtNotationTempo *ct_notation_tempos (const CtNotation *self, size_t *n);

/** The parts.
 *
 * @param self    the piece
 * @param[out] n  how many there are
 * @return [n], in the order of tracks, valid as long as @p self */
const CtNotationPart *ct_notation_parts (const CtNotation *self, size_t *n);

/** The drums of the part of percussion.
 *
 * @param self    the piece
 * @param[out] n  how many there are; 0: there is no such part
 * @return [n], by key, valid as long as @p self */
const CtNotationDrum *ct_notation_drums (const CtNotation *self, size_t *n);

/** What a voice has in a bar.
 *
 * @param self    the piece
 * @param part    index of the part
 * @param staff   index of the staff, below its number of staves
 * @param bar     index of the bar
 * @param voice   0: the upper or only one, 1: the lower one
 * @param[out] n  how many events there are; 0: the second voice is not in this bar
 * @return [n], by start, valid as long as @p self */
const CtNotationEvent *
ct_notation_events (const CtNotation *self, size_t part, size_t staff, size_t bar, size_t voice, size_t *n);

/** The pitches of an event.
 *
 * @param self   the piece
 * @param event  one of its events
 * @return [n_pitches of the event], rising, valid as long as @p self */
const CtNotationPitch *ct_notation_pitches (const CtNotation *self, const CtNotationEvent *event);

/** The place of a time of the recording in the piece.
 *
 * @param self    the piece
 * @param time_s  in seconds of the recording
 * @return in ticks from the start of the piece, within the piece */
int64_t ct_notation_tick_at (const CtNotation *self, double time_s);

#ifdef __cplusplus
}
#endif

#endif
