/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-values.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
cli_value_number (const char *text, double *out)
{
  locale_t c_locale;
  char *end;

  /* strtod accepts more than a plain number */
  if (!*text || text[strspn (text, "0123456789.eE+-")])
    return false;
  c_locale = newlocale (LC_NUMERIC_MASK, "C", (locale_t) 0);
  if (!c_locale)
    return false;
  *out = strtod_l (text, &end, c_locale);
  freelocale (c_locale);
  return !*end && isfinite (*out);
}

bool
cli_value_integer (const char *text, int *out)
{
  size_t length = strlen (text), first = *text == '-' ? 1 : 0;

  /* nine digits fit into an int */
  if (length == first || length > first + 9 || text[first + strspn (text + first, "0123456789")])
    return false;
  *out = atoi (text);
  return true;
}

/* Reads "C", "F#", "Bb" or the like and returns its semitones above C, perhaps -1 or 12; *@text goes on after it. */
static bool
read_note_name (const char **text, int *semitones)
{
  static const struct
  {
    const char *text;
    int semitones;
  } accidentals[] = { { "#", 1 }, { "\u266f", 1 }, { "b", -1 }, { "\u266d", -1 } };
  static const char letters[] = "C D EF G A B";
  const char *letter;
  char upper = (char) (**text >= 'a' && **text <= 'g' ? **text - 'a' + 'A' : **text);

  if (upper < 'A' || upper > 'G')
    return false;
  letter = strchr (letters, upper);
  *semitones = (int) (letter - letters);
  ++*text;
  for (size_t i = 0; i < sizeof accidentals / sizeof *accidentals; i++)
    {
      size_t length = strlen (accidentals[i].text);

      if (strncmp (*text, accidentals[i].text, length) == 0)
        {
          *semitones += accidentals[i].semitones;
          *text += length;
          break;
        }
    }
  return true;
}

static bool
read_pitch (const char *text, int *out)
{
  int semitones, octave;

  if (cli_value_integer (text, out))
    return true;
  if (!read_note_name (&text, &semitones) || !cli_value_integer (text, &octave) || octave < -1 || octave > 9)
    return false;
  *out = 12 * (octave + 1) + semitones;
  return true;
}

bool
cli_value_pitch_range (const char *text, int *low, int *high)
{
  const char *colon = strchr (text, ':');
  char first[16] = "";

  if (!colon || (size_t) (colon - text) >= sizeof first)
    return false;
  memcpy (first, text, (size_t) (colon - text));
  return read_pitch (first, low) && read_pitch (colon + 1, high);
}
