/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The programs of General MIDI, and what tracks are called after them. */
#ifndef CT_PROGRAM_H
#define CT_PROGRAM_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How many programs there are. */
#define CT_N_PROGRAMS 128

/** How many families of instruments tracks can be called after. */
#define CT_N_INSTRUMENT_FAMILIES 10

/** The family of programs that are no instrument but a sound. */
#define CT_FAMILY_SYNTHESIZER 9

/** What a track is called after, which says how sure its program is. */
typedef enum
{
  CT_NAMING_NUMBER,  /**< its number: the program is only a sound to begin with */
  CT_NAMING_FAMILY,  /**< the family of its program */
  CT_NAMING_PROGRAM, /**< its program */
} CtNaming;

/** Names a program.
 *
 * @param program  0 to 127
 * @return the name in English, which the catalogues of translations have */
const char *ct_program_name (unsigned program);

/** Finds the family that a program belongs to, as musicians would say: other than in General MIDI, strings are strings
 * in an ensemble, too.
 *
 * @param program  0 to 127
 * @return 0 to CT_N_INSTRUMENT_FAMILIES - 1; CT_N_INSTRUMENT_FAMILIES: none that would be worth a name */
int ct_program_family (unsigned program);

/** Says whether an instrument is played in a register: basses are not played high, flutes not low.
 *
 * @param program  0 to 127
 * @param midi     the mean of the pitches
 * @return false where nobody plays there; true as well of what has no compass of its own, synthesizers for one */
bool ct_program_plays (unsigned program, double midi);

/** Says what a track with a program is called.
 *
 * @param naming   what it is called after
 * @param program  0 to 127
 * @return the name in English, which the catalogues of translations have; NULL: its number */
const char *ct_program_label (CtNaming naming, unsigned program);

#ifdef __cplusplus
}
#endif

#endif
