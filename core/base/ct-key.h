/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Keys, and what pitches are called in them. */
#ifndef CT_KEY_H
#define CT_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The most sharps or flats of a key. */
#define CT_KEY_MAX_FIFTHS 7

/** Room for the name of a key, a pitch or a chord, with the zero at its end. */
#define CT_PITCH_NAME_SIZE 48

/** A key. A plain value; all zero, it is C major. */
typedef struct
{
  int8_t fifths; /**< its sharps, or below 0 its flats, up to CT_KEY_MAX_FIFTHS either way */
  bool minor;    /**< whether it is minor */
} CtKey;

/** A key that holds from a time on. */
typedef struct
{
  double time_s;    /**< in seconds from the start of the recording; the first change holds before it, too */
  CtKey key;        /**< the key */
  float confidence; /**< how sure that is, in [0, 1]; 0 where it comes from elsewhere */
  bool fixed;       /**< set by hand: what finds keys leaves it */
} CtKeyChange;

/** Which of two names a black key gets. */
typedef enum
{
  CT_SPELLING_KEY,    /**< the one that fits the key */
  CT_SPELLING_SHARPS, /**< the one with a sharp */
  CT_SPELLING_FLATS,  /**< the one with a flat */
} CtSpellingStyle;

/** How accidentals are written. */
typedef enum
{
  CT_ACCIDENTAL_SIGNS, /**< as the signs of Unicode, for people to read */
  CT_ACCIDENTAL_ASCII, /**< as # and b, for programs to read */
} CtAccidentalText;

/** A pitch as it is written. */
typedef struct
{
  int8_t step;   /**< 0 to 6: C to B */
  int8_t alter;  /**< -2 to 2: two flats to two sharps */
  int8_t octave; /**< that of the letter: 4 begins with middle C, and C flat 4 sounds below it */
} CtSpelling;

/** A pitch as a degree of the major scale, for movable do and numbered notation. */
typedef struct
{
  int8_t degree; /**< 1 to 7: do to ti */
  int8_t alter;  /**< -2 to 2: what is added to it, in semitones */
  int8_t octave; /**< 0: the octave from the do on that lies in G3 to F#4 */
} CtScaleDegree;

/** Whether a key can be written.
 *
 * @param key  a key
 * @return whether it has at most CT_KEY_MAX_FIFTHS sharps or flats */
bool ct_key_is_valid (const CtKey *key);

/** Compares two keys as they are written: F sharp is not G flat.
 *
 * @param a  a key
 * @param b  a key
 * @return whether they are equal */
bool ct_key_equal (const CtKey *a, const CtKey *b);

/** The pitch class of a key's tonic.
 *
 * @param key  a valid key
 * @return 0 to 11: C to B */
int ct_key_tonic (const CtKey *key);

/** Moves a key by semitones, into the enharmonic one with fewer accidentals.
 *
 * @param key        a valid key
 * @param semitones  how far up, or below 0 down
 * @return the key */
CtKey ct_key_transpose (const CtKey *key, int semitones);

/** The key of a tonic with at most six accidentals: of F sharp and G flat major the former, of D sharp and E flat minor
 * the latter.
 *
 * @param tonic  its pitch class, 0 to 11
 * @param minor  whether it is minor
 * @return the key */
CtKey ct_key_of_tonic (int tonic, bool minor);

/** Writes a key in English, such as "E♭ major".
 *
 * @param key         a valid key
 * @param accidental  how a sharp or flat is written
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_key_name (const CtKey *key, CtAccidentalText accidental, char *text);

/** Reads a key as musicians type it: "Eb", "E♭ major", "F#m", "f sharp minor", "Cmin". A small letter alone, as in "c",
 * is no minor key.
 *
 * @param text      the text
 * @param[out] key  the key
 * @return whether it is one, with at most CT_KEY_MAX_FIFTHS accidentals; else @p key is unchanged */
bool ct_key_parse (const char *text, CtKey *key);

/** The key that holds at a time.
 *
 * @param changes  [n], by time
 * @param n        how many; 0: C major holds
 * @param time_s   a time
 * @return the key */
CtKey ct_key_at (const CtKeyChange *changes, size_t n, double time_s);

/** Spells a pitch in a key. Outside its scale, those names are taken that its most common chromatic chords have: E flat
 * to G sharp in C major, B flat to D sharp in A minor.
 *
 * @param key    a valid key
 * @param style  which names black keys get
 * @param midi   the pitch, 0 to 127
 * @return what it is called */
CtSpelling ct_key_spell (const CtKey *key, CtSpellingStyle style, int midi);

/** Spells the root of a chord in a key, which flats suit more often than sharps: A flat rather than G sharp in C major.
 *
 * @param key          a valid key
 * @param style        which names black keys get
 * @param pitch_class  0 to 11
 * @return what it is called, in octave 4 */
CtSpelling ct_key_spell_root (const CtKey *key, CtSpellingStyle style, int pitch_class);

/** Finds a pitch in the major scale of a key; a minor key counts as its relative major, so that A minor has 1 = C.
 *
 * @param key   a valid key
 * @param midi  the pitch, 0 to 127
 * @return the degree, as ct_key_spell() spells it by the key */
CtScaleDegree ct_key_degree (const CtKey *key, int midi);

/** The pitch class of a spelling.
 *
 * @param spelling  a spelling
 * @return 0 to 11 */
int ct_spelling_pitch_class (const CtSpelling *spelling);

/** Writes a spelling, such as "B♭".
 *
 * @param spelling    a spelling
 * @param accidental  how a sharp or flat is written
 * @param octave      whether the octave follows: "B♭3"
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_spelling_name (const CtSpelling *spelling, CtAccidentalText accidental, bool octave, char *text);

/** Reads a letter, large or small, and its accidentals.
 *
 * @param text           the text
 * @param[out] spelling  what it says, in octave 4
 * @return where the text goes on; NULL: it does not begin with a name, and @p spelling is unchanged */
const char *ct_spelling_parse (const char *text, CtSpelling *spelling);

#ifdef __cplusplus
}
#endif

#endif
