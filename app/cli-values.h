/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include <stdbool.h>

/* Reads all of @text as a decimal number with a point, whatever the locale; false for anything else, infinity and
 * hexadecimal numbers included. */
bool cli_value_number (const char *text, double *out);

/* Reads all of @text as a whole number. */
bool cli_value_integer (const char *text, int *out);

/* Reads LO:HI, each a MIDI number or the name of a note: "36:95", "C2:B6", "f#2:Bb5"; middle C is C4, 60. */
bool cli_value_pitch_range (const char *text, int *low, int *high);

#endif
