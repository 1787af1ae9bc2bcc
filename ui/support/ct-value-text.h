/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

G_BEGIN_DECLS

/* How pitches, times and numbers are shown to users and parsed from what they type. Returned strings are freed with
 * g_free(). */

/* "A4", "B♭3"; middle C is C4, MIDI 60. */
char *ct_value_text_dup_pitch (const CtPitchNaming *naming, const CtKey *key, int midi);
/* Parses "A4", "c#3", "B♭2", "Es5", "Ré4", "C-1" or a MIDI number; FALSE if @text is none of these or out of [0, 127].
 * @names decides what "B4" is. */
gboolean ct_value_text_parse_pitch (CtNoteNames names, const char *text, int *midi);

/* The frequency of a pitch, A4 being 440 Hz. */
static inline double
ct_value_text_hz (double midi)
{
  return 440 * exp2 ((midi - 69) / 12);
}

/* "1:02.345". */
char *ct_value_text_dup_time (double time_s);
/* "1:02:03". */
char *ct_value_text_dup_length (double seconds);
/* Parses seconds, minutes and seconds, or hours, minutes and seconds, with a decimal point or comma. Anything else,
 * a sign included, gives FALSE. */
gboolean ct_value_text_parse_time (const char *text, double *time_s);

/* Parses a number that is not negative, with a decimal point or comma and nothing else. */
gboolean ct_value_text_parse_number (const char *text, double *number);

G_END_DECLS
