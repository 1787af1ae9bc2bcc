/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-pitch-name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_ALTER 2
#define B_STEP 6

/* [names][step] */
static const char *const steps[][7] = {
  [CT_NOTE_NAMES_LETTERS] = { "C", "D", "E", "F", "G", "A", "B" },
  [CT_NOTE_NAMES_GERMAN] = { "C", "D", "E", "F", "G", "A", "H" },
  [CT_NOTE_NAMES_SOLFEGE] = { "Do", "Re", "Mi", "Fa", "Sol", "La", "Si" },
  [CT_NOTE_NAMES_FRENCH] = { "Do", "Ré", "Mi", "Fa", "Sol", "La", "Si" },
  [CT_NOTE_NAMES_PORTUGUESE] = { "Dó", "Ré", "Mi", "Fá", "Sol", "Lá", "Si" },
};

/* [accidental][alter] */
static const char *const signs[][2 * MAX_ALTER + 1] = {
  [CT_ACCIDENTAL_SIGNS] = { "♭♭", "♭", "", "♯", "♯♯" },
  [CT_ACCIDENTAL_ASCII] = { "bb", "b", "", "#", "##" },
};

/* Languages whose musicians do not say letters as in English. */
static const struct
{
  char language[4];
  CtNoteNames names;
} languages[] = {
  { "ca", CT_NOTE_NAMES_SOLFEGE },    { "cs", CT_NOTE_NAMES_GERMAN },  { "da", CT_NOTE_NAMES_GERMAN },
  { "de", CT_NOTE_NAMES_GERMAN },     { "es", CT_NOTE_NAMES_SOLFEGE }, { "et", CT_NOTE_NAMES_GERMAN },
  { "eu", CT_NOTE_NAMES_SOLFEGE },    { "fi", CT_NOTE_NAMES_GERMAN },  { "fr", CT_NOTE_NAMES_FRENCH },
  { "gl", CT_NOTE_NAMES_SOLFEGE },    { "hr", CT_NOTE_NAMES_GERMAN },  { "hu", CT_NOTE_NAMES_GERMAN },
  { "is", CT_NOTE_NAMES_GERMAN },     { "it", CT_NOTE_NAMES_SOLFEGE }, { "nb", CT_NOTE_NAMES_GERMAN },
  { "nn", CT_NOTE_NAMES_GERMAN },     { "no", CT_NOTE_NAMES_GERMAN },  { "pl", CT_NOTE_NAMES_GERMAN },
  { "pt", CT_NOTE_NAMES_PORTUGUESE }, { "ro", CT_NOTE_NAMES_SOLFEGE }, { "sk", CT_NOTE_NAMES_GERMAN },
  { "sl", CT_NOTE_NAMES_GERMAN },     { "sv", CT_NOTE_NAMES_GERMAN },  { "tr", CT_NOTE_NAMES_SOLFEGE },
};

CtNoteNames
ct_note_names_of_locale (const char *locale)
{
  size_t length = strcspn (locale, "_.@-");

  for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
    if (length == strlen (languages[i].language) && strncasecmp (locale, languages[i].language, length) == 0)
      return languages[i].names;
  return CT_NOTE_NAMES_LETTERS;
}

CtNoteNames
ct_note_names_solfege_of_locale (const char *locale)
{
  CtNoteNames names = ct_note_names_of_locale (locale);

  return names == CT_NOTE_NAMES_FRENCH || names == CT_NOTE_NAMES_PORTUGUESE ? names : CT_NOTE_NAMES_SOLFEGE;
}

const char *
ct_note_names_step (CtNoteNames names, int step)
{
  return steps[names][step];
}

/* Writes a German name. A and E lose the vowel of "es", and so does the second "es" after A: As, Asas, Es, Eses. */
static void
write_german (const CtSpelling *spelling, char *text)
{
  static const char *const sharps[] = { "", "is", "isis" }, *const flats[] = { "", "es", "eses" };
  static const char *const a_flats[] = { "", "s", "sas" }, *const e_flats[] = { "", "s", "ses" };
  const char *step = steps[CT_NOTE_NAMES_GERMAN][spelling->step];
  const char *const *endings = spelling->alter > 0 ? sharps : *step == 'A' ? a_flats : *step == 'E' ? e_flats : flats;

  if (spelling->step == B_STEP && spelling->alter == -1)
    snprintf (text, CT_PITCH_NAME_SIZE, "B");
  else
    snprintf (text, CT_PITCH_NAME_SIZE, "%s%s", step, endings[abs (spelling->alter)]);
}

void
ct_note_names_write (CtNoteNames names,
                     const CtSpelling *spelling,
                     CtAccidentalText accidental,
                     bool octave,
                     char *text)
{
  size_t length;

  if (names == CT_NOTE_NAMES_GERMAN)
    write_german (spelling, text);
  else
    snprintf (text, CT_PITCH_NAME_SIZE, "%s%s", steps[names][spelling->step],
              signs[accidental][spelling->alter + MAX_ALTER]);
  length = strlen (text);
  if (octave)
    snprintf (text + length, CT_PITCH_NAME_SIZE - length, "%d", spelling->octave);
}

/* ---- numbers ---- */

void
ct_scale_degree_name (const CtScaleDegree *degree, CtAccidentalText accidental, char *text)
{
  snprintf (text, CT_PITCH_NAME_SIZE, "%s%d", signs[accidental][degree->alter + MAX_ALTER], degree->degree);
}

/* Appends the marks of its octave. */
static void
write_octave (const CtScaleDegree *degree, char *text)
{
  char *end = text + strlen (text);
  size_t n = (size_t) abs (degree->octave);

  memset (end, degree->octave > 0 ? '\'' : ',', n);
  end[n] = '\0';
}

void
ct_pitch_name (const CtPitchNaming *naming, const CtKey *key, int midi, CtAccidentalText accidental, char *text)
{
  if (naming->names == CT_NOTE_NAMES_NUMBERS)
    {
      CtScaleDegree degree = ct_key_degree (key, midi);

      ct_scale_degree_name (&degree, accidental, text);
      write_octave (&degree, text);
    }
  else
    {
      CtSpelling spelling = ct_key_spell (key, naming->spelling, midi);

      ct_note_names_write (naming->names, &spelling, accidental, true, text);
    }
}

/* ---- reading ---- */

/* Whether *@text begins with @word, whatever the case of its ASCII letters; then goes on behind it. */
static bool
skip (const char **text, const char *word)
{
  size_t length = strlen (word);

  if (strncasecmp (*text, word, length) != 0)
    return false;
  *text += length;
  return true;
}

/* Reads the name of a note, the longest there is: Do before D. Returns its step; -1: there is none. */
static int
parse_step (const char **text)
{
  static const CtNoteNames order[] = { CT_NOTE_NAMES_SOLFEGE, CT_NOTE_NAMES_FRENCH, CT_NOTE_NAMES_PORTUGUESE,
                                       CT_NOTE_NAMES_LETTERS, CT_NOTE_NAMES_GERMAN };

  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    for (int step = 0; step < 7; step++)
      if (skip (text, steps[order[i]][step]))
        return step;
  return -1;
}

/* Reads the signs behind a name. */
static int
parse_signs (const char **text)
{
  int alter = 0;

  for (;;)
    if (skip (text, "♯") || skip (text, "#"))
      alter++;
    else if (skip (text, "♭") || skip (text, "b"))
      alter--;
    else
      return alter;
}

/* Reads the German syllables behind a letter. */
static int
parse_syllables (const char **text, char letter)
{
  int alter = 0;

  if ((letter == 'A' || letter == 'E') && skip (text, "s"))
    alter--;
  for (;;)
    if (skip (text, "is"))
      alter++;
    else if (skip (text, "es") || (letter == 'A' && alter < 0 && skip (text, "as")))
      alter--;
    else
      return alter;
}

const char *
ct_note_names_parse (CtNoteNames names, const char *text, CtSpelling *spelling)
{
  const char *rest = text, *after;
  int step = parse_step (&rest), alter;

  if (step < 0)
    return NULL;
  after = rest;
  alter = parse_signs (&rest);
  /* syllables are for letters only, and a B with a sign is an English one */
  if (rest == after && after == text + 1)
    {
      alter = parse_syllables (&rest, steps[CT_NOTE_NAMES_LETTERS][step][0]);
      if (names == CT_NOTE_NAMES_GERMAN && (*text == 'B' || *text == 'b'))
        alter--;
    }
  if (abs (alter) > MAX_ALTER)
    return NULL;
  *spelling = (CtSpelling){ (int8_t) step, (int8_t) alter, 4 };
  return rest;
}
