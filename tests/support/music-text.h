/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Music as text. */
#pragma once

#include <stddef.h>

#include "core/notation/ct-notation.h"

/* Asserts what a voice of the first part is. Bars are separated by "|" and written as text: pitches ("60+64", "r" for a
 * rest), a slash and the value (4: a quarter note, 8: an eighth), dots, "t3" in a triplet, "~" for a tie to the next
 * note; "R" is a rest of a bar, and "-" a bar where the voice is not. */
void assert_music (const CtNotation *piece, size_t staff, size_t voice, const char *expected);
