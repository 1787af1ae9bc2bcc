/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Chords, and what they are called. */
#ifndef CT_CHORD_H
#define CT_CHORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What kind of chord one is. Projects have these numbers. */
typedef enum
{
  CT_CHORD_NONE,            /**< no chord */
  CT_CHORD_MAJOR,           /**< C */
  CT_CHORD_MINOR,           /**< Cm */
  CT_CHORD_DIMINISHED,      /**< Cdim */
  CT_CHORD_AUGMENTED,       /**< Caug */
  CT_CHORD_SEVENTH,         /**< C7 */
  CT_CHORD_MAJOR_SEVENTH,   /**< Cmaj7 */
  CT_CHORD_MINOR_SEVENTH,   /**< Cm7 */
  CT_CHORD_HALF_DIMINISHED, /**< Cm7b5 */
  CT_CHORD_DIM_SEVENTH,     /**< Cdim7 */
  CT_CHORD_SIXTH,           /**< C6 */
  CT_CHORD_MINOR_SIXTH,     /**< Cm6 */
  CT_CHORD_SUS2,            /**< Csus2 */
  CT_CHORD_SUS4,            /**< Csus4 */
  CT_CHORD_NINTH,           /**< C9 */
  CT_N_CHORD_QUALITIES,     /**< how many there are */
} CtChordQuality;

/** A chord that sounds for a time. A plain value. */
typedef struct
{
  double start_s;         /**< where it begins, in seconds from the start of the recording */
  double end_s;           /**< where it ends */
  float confidence;       /**< how sure it is, in [0, 1] */
  CtChordQuality quality; /**< its kind */
  uint8_t root;           /**< its root's pitch class, 0 to 11 */
  uint8_t bass;           /**< its lowest note's pitch class, 0 to 11 */
  bool fixed;             /**< set by hand: what finds chords leaves it */
} CtChord;

/** The notes of a kind of chord.
 *
 * @param quality  a kind
 * @return a bit for each semitone above the root: bit 0 the root itself */
unsigned ct_chord_intervals (CtChordQuality quality);

/** The pitch classes of a chord.
 *
 * @param chord  a chord
 * @return a bit for each, bit 0: C; the bass among them; 0: no chord */
unsigned ct_chord_pitch_classes (const CtChord *chord);

/** What stands after the root in a chord's name.
 *
 * @param quality     a kind
 * @param accidental  how a flat is written
 * @return such as "m7♭5"; "N.C." for no chord */
const char *ct_chord_suffix (CtChordQuality quality, CtAccidentalText accidental);

/** Spells a note of a chord by the interval it makes with the root: the third of D flat is F, of C sharp E sharp.
 *
 * @param chord        a chord that is one
 * @param key          the key around it
 * @param style        which names black keys get
 * @param pitch_class  0 to 11
 * @return what it is called, in octave 4 */
CtSpelling ct_chord_spell (const CtChord *chord, const CtKey *key, CtSpellingStyle style, int pitch_class);

/** Writes a chord, such as "B♭maj7/D".
 *
 * @param chord       a chord
 * @param key         the key around it
 * @param style       which names black keys get
 * @param accidental  how sharps and flats are written
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void
ct_chord_name (const CtChord *chord, const CtKey *key, CtSpellingStyle style, CtAccidentalText accidental, char *text);

/** Writes a chord with its root and bass in the names of a language, such as "Hm7", "Fism" or "Si♭maj7/Re".
 *
 * @param chord       a chord
 * @param key         the key around it
 * @param naming      the names, not numbers, and which of them black keys get
 * @param accidental  how sharps and flats are written
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_chord_name_as (const CtChord *chord,
                       const CtKey *key,
                       const CtPitchNaming *naming,
                       CtAccidentalText accidental,
                       char *text);

/** Reads a chord as musicians type it: "Bbmaj7/D", "f#m", "N.C.".
 *
 * @param text        the text
 * @param[out] chord  its kind, root and bass; the rest of it is unchanged
 * @return whether it is a chord; else @p chord is unchanged */
bool ct_chord_parse (const char *text, CtChord *chord);

/** Reads a chord whose root and bass may be in the names of a language: "Hm7", "Fism", "Sib/Re"; letters can be read
 * as well. What both could be, as "Do7", is what the names make of it.
 *
 * @param names       the names that are expected, not numbers
 * @param text        the text
 * @param[out] chord  its kind, root and bass; the rest of it is unchanged
 * @return whether it is a chord; else @p chord is unchanged */
bool ct_chord_parse_as (CtNoteNames names, const char *text, CtChord *chord);

/** Moves a chord by semitones.
 *
 * @param chord      a chord
 * @param semitones  how far up, or below 0 down */
void ct_chord_transpose (CtChord *chord, int semitones);

/** Compares all fields.
 *
 * @param a  a chord
 * @param b  a chord
 * @return whether all are equal */
bool ct_chord_equal (const CtChord *a, const CtChord *b);

#ifdef __cplusplus
}
#endif

#endif
