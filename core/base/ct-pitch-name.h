/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What pitches are called in a key, by the names of several languages or the degrees of its scale. */
#ifndef CT_PITCH_NAME_H
#define CT_PITCH_NAME_H

#include <stdbool.h>

#include "core/base/ct-key.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The names of the seven notes. */
typedef enum
{
  CT_NOTE_NAMES_LETTERS,    /**< C D E F G A B, with signs */
  CT_NOTE_NAMES_GERMAN,     /**< C D E F G A H, with syllables: Fis, Es, As; B is B flat */
  CT_NOTE_NAMES_SOLFEGE,    /**< Do Re Mi Fa Sol La Si, do being C, as in Italian and Spanish */
  CT_NOTE_NAMES_FRENCH,     /**< Do Ré Mi Fa Sol La Si */
  CT_NOTE_NAMES_PORTUGUESE, /**< Dó Ré Mi Fá Sol Lá Si */
  CT_NOTE_NAMES_NUMBERS,    /**< 1 to 7, 1 being do of the key: movable do, as in numbered notation (jianpu) */
  CT_N_NOTE_NAMES,
} CtNoteNames;

/** How pitches are named. A plain value; all zero, it means letters, by the key. */
typedef struct
{
  CtNoteNames names;        /**< the names of the notes */
  CtSpellingStyle spelling; /**< which of two names a black key gets; numbers always go by the key */
} CtPitchNaming;

/** The names that musicians of a language use.
 *
 * @param locale  a locale, such as "de_AT.UTF-8" or "fr"
 * @return letters where it is no language with names of its own */
CtNoteNames ct_note_names_of_locale (const char *locale);

/** The solfège of a language.
 *
 * @param locale  a locale
 * @return CT_NOTE_NAMES_SOLFEGE where it has none of its own */
CtNoteNames ct_note_names_solfege_of_locale (const char *locale);

/** The name of a note without an accidental.
 *
 * @param names  the names, not numbers
 * @param step   0 to 6: C to B
 * @return the name, as UTF-8 */
const char *ct_note_names_step (CtNoteNames names, int step);

/** Writes a spelling, such as "B♭3" or "Ré♯".
 *
 * @param names       the names, not numbers
 * @param spelling    a spelling
 * @param accidental  how a sharp or flat is written
 * @param octave      whether the octave follows; middle C begins octave 4 in every language
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_note_names_write (CtNoteNames names,
                          const CtSpelling *spelling,
                          CtAccidentalText accidental,
                          bool octave,
                          char *text);

/** Reads a note without its octave, in any of the names but numbers; "B" alone is B flat where names are German.
 *
 * @param names          the names that are expected
 * @param text           the text; capitals do not matter
 * @param[out] spelling  what it says, in octave 4
 * @return where the text goes on; NULL: it does not begin with a name, and @p spelling is unchanged */
const char *ct_note_names_parse (CtNoteNames names, const char *text, CtSpelling *spelling);

/** Writes a degree of a scale without its octave, such as "♭7".
 *
 * @param degree      a degree
 * @param accidental  how a sharp or flat is written
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_scale_degree_name (const CtScaleDegree *degree, CtAccidentalText accidental, char *text);

/** Names a pitch in a key, with its octave: "B♭3", "Sol4", or "♭7'", with a ' or , for each octave above or below the
 * one whose do lies in G3 to F#4.
 *
 * @param naming      how
 * @param key         a valid key
 * @param midi        the pitch, 0 to 127
 * @param accidental  how a sharp or flat is written
 * @param[out] text   CT_PITCH_NAME_SIZE bytes */
void ct_pitch_name (const CtPitchNaming *naming, const CtKey *key, int midi, CtAccidentalText accidental, char *text);

#ifdef __cplusplus
}
#endif

#endif
