/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdio.h>

/* Prints @text (any bytes) on one line: line breaks, other control characters, a backslash and bytes that are no UTF-8
 * as \n, \xNN and \\. */
void cli_text_print (FILE *stream, const char *text);

/* Prints @text (any bytes) as a string of JSON, quotation marks included; U+FFFD stands for a byte that is no UTF-8. */
void cli_text_print_json (FILE *stream, const char *text);

/* Prints @value, at least 0, with @decimals (up to 9) of them and a point, whatever the locale. */
void cli_text_print_number (FILE *stream, double value, int decimals);

/* Lets nothing but cli_text_error() print to standard error from now on: libraries have their own opinions on
 * recordings, libmpg123 above all, and no way to be asked for silence. */
void cli_text_silence_libraries (void);

/* Prints an error on one line: the program, @name unless it is NULL, and @what is wrong. */
void cli_text_error (const char *name, const char *what);

/* How many columns of a terminal cli_text_print() takes for the character at @text, and, in *@length, its bytes. */
int cli_text_columns (const char *text, int *length);

/* Prints the one character of @length bytes at @text as cli_text_print() does. */
void cli_text_print_char (FILE *stream, const char *text, int length);

#endif
