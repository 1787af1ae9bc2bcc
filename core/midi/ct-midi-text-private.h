/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of MIDI files, of which nothing says in what code it is written. */
#ifndef CT_MIDI_TEXT_PRIVATE_H
#define CT_MIDI_TEXT_PRIVATE_H

#include <stddef.h>

/* Writes @text as UTF-8 to @utf8 ([@size], always terminated): as it is where it is UTF-8; else from the code that
 * programs used for @language (as in the names of locales: "zh_TW", "ja"; NULL: none) before, where all of it can be
 * read so; else from Windows-1252, of which what is no character is left out. What has no room is left out, a character
 * as a whole. Where there is no memory for that, @text is copied. */
void ct_midi_text_to_utf8 (const char *text, const char *language, char *utf8, size_t size);

#endif
