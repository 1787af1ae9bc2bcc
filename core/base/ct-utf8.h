/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Text as UTF-8, a character at a time. */
#ifndef CT_UTF8_H
#define CT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The most bytes that a character has. */
#define CT_UTF8_LONGEST 4

/** Reads a character. Nothing is one that Unicode does not allow: a code written longer than need be, a half of a
 * surrogate pair, a code above U+10FFFF, or one whose last bytes are missing.
 *
 * @param text       [n] any bytes
 * @param n          how many there are
 * @param[out] code  its code; left as it is where there is none
 * @return how many bytes it has; 0: the text does not begin with a character, or is empty */
size_t ct_utf8_read (const char *text, size_t n, uint32_t *code);

/** How much of a text is left once a character is taken away that an end within it cut short.
 *
 * @param text  [n] UTF-8, cut anywhere
 * @param n     how many bytes there are
 * @return how many bytes to keep, all but 0 to 3 of them */
size_t ct_utf8_whole (const char *text, size_t n);

#ifdef __cplusplus
}
#endif

#endif
