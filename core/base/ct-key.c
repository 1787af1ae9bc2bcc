/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Pitches are spelled on the line of fifths, where C is 0, G 1 and F -1: twelve neighbours have twelve names. */

static int
floor_div (int a, int b)
{
  return a / b - (a % b < 0);
}

static int
modulo (int a, int b)
{
  return a - floor_div (a, b) * b;
}

/* The place of @pitch_class among the twelve names from @lowest on. */
static int
place_on_line (int pitch_class, int lowest)
{
  return lowest + modulo (7 * pitch_class - lowest, 12);
}

/* The letter at a place, 0 to 6: C to B. */
static int
step_at (int place)
{
  static const int steps[] = { 3, 0, 4, 1, 5, 2, 6 };

  return steps[modulo (place + 1, 7)];
}

static int
alter_at (int place)
{
  return floor_div (place + 1, 7);
}

/* The place of the tonic. */
static int
tonic_place (const CtKey *key)
{
  return key->fifths + (key->minor ? 3 : 0);
}

static CtSpelling
spelling_at (int place, int midi)
{
  int alter = alter_at (place);

  return (CtSpelling){ (int8_t) step_at (place), (int8_t) alter, (int8_t) (floor_div (midi - alter, 12) - 1) };
}

/* The place of a pitch, where a key's twelve names begin at @lowest. */
static int
place_in_style (CtSpellingStyle style, int midi, int lowest)
{
  if (style == CT_SPELLING_SHARPS)
    lowest = -1; /* F to A sharp */
  else if (style == CT_SPELLING_FLATS)
    lowest = -6; /* G flat to B */
  return place_on_line (modulo (midi, 12), lowest);
}

bool
ct_key_is_valid (const CtKey *key)
{
  return key->fifths >= -CT_KEY_MAX_FIFTHS && key->fifths <= CT_KEY_MAX_FIFTHS;
}

bool
ct_key_equal (const CtKey *a, const CtKey *b)
{
  return a->fifths == b->fifths && a->minor == b->minor;
}

int
ct_key_tonic (const CtKey *key)
{
  return modulo (7 * tonic_place (key), 12);
}

CtKey
ct_key_of_tonic (int tonic, bool minor)
{
  int lowest = minor ? -6 : -5;

  return (CtKey){ (int8_t) place_on_line (modulo (tonic - (minor ? 9 : 0), 12), lowest), minor };
}

CtKey
ct_key_transpose (const CtKey *key, int semitones)
{
  return semitones == 0 ? *key : ct_key_of_tonic (modulo (ct_key_tonic (key) + semitones, 12), key->minor);
}

void
ct_key_name (const CtKey *key, CtAccidentalText accidental, char *text)
{
  CtSpelling tonic = spelling_at (tonic_place (key), 60);
  char name[CT_PITCH_NAME_SIZE];

  ct_spelling_name (&tonic, accidental, false, name);
  snprintf (text, CT_PITCH_NAME_SIZE, "%.16s %s", name, key->minor ? "minor" : "major");
}

/* Whether @text is a mode, where -1 is none. */
static int
parse_mode (const char *text)
{
  static const struct
  {
    const char *text;
    bool minor;
  } modes[] = { { "", false },     { "maj", false }, { "major", false }, { "minor", true }, { "min", true },
                { "-moll", true }, { "moll", true }, { "dur", false },   { "-dur", false } };

  text += strspn (text, " :");
  if (strcmp (text, "m") == 0)
    return true;
  if (strcmp (text, "M") == 0)
    return false;
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    if (strcasecmp (text, modes[i].text) == 0)
      return modes[i].minor;
  return -1;
}

bool
ct_key_parse (const char *text, CtKey *key)
{
  CtSpelling tonic;
  const char *rest = ct_spelling_parse (text, &tonic);
  int mode = rest ? parse_mode (rest) : -1;

  if (mode < 0)
    return false;
  for (int fifths = -CT_KEY_MAX_FIFTHS; fifths <= CT_KEY_MAX_FIFTHS; fifths++)
    {
      CtKey candidate = { (int8_t) fifths, mode > 0 };
      int place = tonic_place (&candidate);

      if (step_at (place) == tonic.step && alter_at (place) == tonic.alter)
        {
          *key = candidate;
          return true;
        }
    }
  return false;
}

CtKey
ct_key_at (const CtKeyChange *changes, size_t n, double time_s)
{
  CtKey key = n > 0 ? changes[0].key : (CtKey){ 0, false };

  for (size_t low = 0, high = n; low < high;)
    {
      size_t middle = low + (high - low) / 2;

      if (changes[middle].time_s <= time_s)
        {
          key = changes[middle].key;
          low = middle + 1;
        }
      else
        high = middle;
    }
  return key;
}

CtSpelling
ct_key_spell (const CtKey *key, CtSpellingStyle style, int midi)
{
  return spelling_at (place_in_style (style, midi, tonic_place (key) - (key->minor ? 5 : 3)), midi);
}

CtSpelling
ct_key_spell_root (const CtKey *key, CtSpellingStyle style, int pitch_class)
{
  CtSpelling root = spelling_at (place_in_style (style, pitch_class, tonic_place (key) - 5), pitch_class);

  root.octave = 4;
  return root;
}

CtScaleDegree
ct_key_degree (const CtKey *key, int midi)
{
  int place = place_in_style (CT_SPELLING_KEY, midi, tonic_place (key) - (key->minor ? 5 : 3)) - key->fifths;
  int tonic = 55 + modulo (7 * key->fifths - 55, 12), alter = alter_at (place);

  return (CtScaleDegree){ (int8_t) (step_at (place) + 1), (int8_t) alter,
                          (int8_t) floor_div (midi - alter - tonic, 12) };
}

int
ct_spelling_pitch_class (const CtSpelling *spelling)
{
  static const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };

  return modulo (naturals[spelling->step] + spelling->alter, 12);
}

void
ct_spelling_name (const CtSpelling *spelling, CtAccidentalText accidental, bool octave, char *text)
{
  static const char *const alters[][5] = { { "♭♭", "♭", "", "♯", "♯♯" }, { "bb", "b", "", "#", "##" } };
  const char *alter = alters[accidental == CT_ACCIDENTAL_ASCII][spelling->alter + 2];

  if (octave)
    snprintf (text, CT_PITCH_NAME_SIZE, "%c%s%d", "CDEFGAB"[spelling->step], alter, spelling -> octave);
  else
    snprintf (text, CT_PITCH_NAME_SIZE, "%c%s", "CDEFGAB"[spelling->step], alter);
}

/* Reads one accidental at @text. Returns how many bytes it has. */
static size_t
parse_accidental (const char *text, int *alter)
{
  static const struct
  {
    const char *text;
    int alter;
  } accidentals[] = { { "♯", 1 }, { "#", 1 }, { " sharp", 1 }, { "♭", -1 }, { "b", -1 }, { " flat", -1 } };

  for (size_t i = 0; i < sizeof accidentals / sizeof *accidentals; i++)
    {
      size_t length = strlen (accidentals[i].text);

      if (strncmp (text, accidentals[i].text, length) == 0)
        {
          *alter += accidentals[i].alter;
          return length;
        }
    }
  return 0;
}

const char *
ct_spelling_parse (const char *text, CtSpelling *spelling)
{
  static const char letters[] = "CDEFGABcdefgab";
  const char *letter = *text ? strchr (letters, *text) : NULL;
  int alter = 0;

  if (!letter)
    return NULL;
  text++;
  for (size_t length; (length = parse_accidental (text, &alter)) > 0;)
    {
      if (alter < -2 || alter > 2)
        return NULL;
      text += length;
    }
  *spelling = (CtSpelling){ (int8_t) ((letter - letters) % 7), (int8_t) alter, 4 };
  return text;
}
