/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The drums of General MIDI. */
#ifndef CT_DRUM_H
#define CT_DRUM_H

#ifdef __cplusplus
extern "C" {
#endif

/** The lowest key that has a drum. */
#define CT_DRUM_LOW 35
/** The highest key that has a drum. */
#define CT_DRUM_HIGH 81
/** How many drums there are. */
#define CT_N_DRUMS (CT_DRUM_HIGH - CT_DRUM_LOW + 1)
/** The channel of drums, from 0 on. */
#define CT_DRUM_CHANNEL 9

/** Names a drum.
 *
 * @param key  the key that plays it, CT_DRUM_LOW to CT_DRUM_HIGH
 * @return the name in English, which the catalogues of translations have */
const char *ct_drum_name (unsigned key);

#ifdef __cplusplus
}
#endif

#endif
