/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-chord.h"

#include <stdio.h>
#include <string.h>

/* A bit for each of the intervals. */
#define BIT(interval) (1u << (interval))
#define BITS(third, fifth) (BIT (0) | BIT (third) | BIT (fifth))

unsigned
ct_chord_intervals (CtChordQuality quality)
{
  static const unsigned intervals[CT_N_CHORD_QUALITIES] = {
    [CT_CHORD_NONE] = 0,
    [CT_CHORD_MAJOR] = BITS (4, 7),
    [CT_CHORD_MINOR] = BITS (3, 7),
    [CT_CHORD_DIMINISHED] = BITS (3, 6),
    [CT_CHORD_AUGMENTED] = BITS (4, 8),
    [CT_CHORD_SEVENTH] = BITS (4, 7) | BIT (10),
    [CT_CHORD_MAJOR_SEVENTH] = BITS (4, 7) | BIT (11),
    [CT_CHORD_MINOR_SEVENTH] = BITS (3, 7) | BIT (10),
    [CT_CHORD_HALF_DIMINISHED] = BITS (3, 6) | BIT (10),
    [CT_CHORD_DIM_SEVENTH] = BITS (3, 6) | BIT (9),
    [CT_CHORD_SIXTH] = BITS (4, 7) | BIT (9),
    [CT_CHORD_MINOR_SIXTH] = BITS (3, 7) | BIT (9),
    [CT_CHORD_SUS2] = BITS (2, 7),
    [CT_CHORD_SUS4] = BITS (5, 7),
    [CT_CHORD_NINTH] = BITS (4, 7) | BIT (10) | BIT (2),
  };

  return intervals[quality];
}

unsigned
ct_chord_pitch_classes (const CtChord *chord)
{
  unsigned bits = ct_chord_intervals (chord->quality) << chord->root;

  return bits ? ((bits | bits >> 12) & 0xfff) | BIT (chord->bass) : 0;
}

const char *
ct_chord_suffix (CtChordQuality quality, CtAccidentalText accidental)
{
  static const char *const suffixes[CT_N_CHORD_QUALITIES] = {
    [CT_CHORD_NONE] = "N.C.",          [CT_CHORD_MAJOR] = "",           [CT_CHORD_MINOR] = "m",
    [CT_CHORD_DIMINISHED] = "dim",     [CT_CHORD_AUGMENTED] = "aug",    [CT_CHORD_SEVENTH] = "7",
    [CT_CHORD_MAJOR_SEVENTH] = "maj7", [CT_CHORD_MINOR_SEVENTH] = "m7", [CT_CHORD_HALF_DIMINISHED] = "m7♭5",
    [CT_CHORD_DIM_SEVENTH] = "dim7",   [CT_CHORD_SIXTH] = "6",          [CT_CHORD_MINOR_SIXTH] = "m6",
    [CT_CHORD_SUS2] = "sus2",          [CT_CHORD_SUS4] = "sus4",        [CT_CHORD_NINTH] = "9",
  };

  if (quality == CT_CHORD_HALF_DIMINISHED && accidental == CT_ACCIDENTAL_ASCII)
    return "m7b5";
  return suffixes[quality];
}

/* How many letters above the root the note of an interval is. */
static int
steps_of (CtChordQuality quality, int interval)
{
  static const int steps[12] = { 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6 };

  if (quality == CT_CHORD_AUGMENTED && interval == 8)
    return 4;
  if (quality == CT_CHORD_DIM_SEVENTH && interval == 9)
    return 6;
  return steps[interval];
}

/* The root: that of a diminished chord is a leading note more often than not, and spelled as one. */
static CtSpelling
spell_root (const CtChord *chord, const CtKey *key, CtSpellingStyle style)
{
  CtSpelling root;

  if (chord->quality != CT_CHORD_DIMINISHED && chord->quality != CT_CHORD_HALF_DIMINISHED
      && chord->quality != CT_CHORD_DIM_SEVENTH)
    return ct_key_spell_root (key, style, chord->root);
  root = ct_key_spell (key, style, chord->root);
  root.octave = 4;
  return root;
}

CtSpelling
ct_chord_spell (const CtChord *chord, const CtKey *key, CtSpellingStyle style, int pitch_class)
{
  CtSpelling root = spell_root (chord, key, style), note = { 0, 0, 4 };
  int interval = (pitch_class - chord->root + 12) % 12, alter;

  note.step = (int8_t) ((root.step + steps_of (chord->quality, interval)) % 7);
  /* into -5 to 6, the shorter way */
  alter = (pitch_class - ct_spelling_pitch_class (&note) + 17) % 12 - 5;
  if (alter < -2 || alter > 2)
    {
      note = ct_key_spell (key, style, pitch_class);
      note.octave = 4;
    }
  else
    note.alter = (int8_t) alter;
  return note;
}

void
ct_chord_name_as (const CtChord *chord,
                  const CtKey *key,
                  const CtPitchNaming *naming,
                  CtAccidentalText accidental,
                  char *text)
{
  const char *suffix = ct_chord_suffix (chord->quality, accidental);
  char root[CT_PITCH_NAME_SIZE], bass[CT_PITCH_NAME_SIZE];
  CtSpelling spelling;

  if (chord->quality == CT_CHORD_NONE)
    {
      snprintf (text, CT_PITCH_NAME_SIZE, "%s", suffix);
      return;
    }
  spelling = ct_chord_spell (chord, key, naming->spelling, chord->root);
  ct_note_names_write (naming->names, &spelling, accidental, false, root);
  spelling = ct_chord_spell (chord, key, naming->spelling, chord->bass);
  ct_note_names_write (naming->names, &spelling, accidental, false, bass);
  if (chord->bass == chord->root)
    snprintf (text, CT_PITCH_NAME_SIZE, "%.12s%s", root, suffix);
  else
    snprintf (text, CT_PITCH_NAME_SIZE, "%.12s%s/%.12s", root, suffix, bass);
}

void
ct_chord_name (const CtChord *chord, const CtKey *key, CtSpellingStyle style, CtAccidentalText accidental, char *text)
{
  ct_chord_name_as (chord, key, &(CtPitchNaming){ CT_NOTE_NAMES_LETTERS, style }, accidental, text);
}

/* The kind that the @length bytes at @text name, CT_N_CHORD_QUALITIES: none. */
static CtChordQuality
parse_suffix (const char *text, size_t length)
{
  static const struct
  {
    const char *text;
    CtChordQuality quality;
  } names[] = {
    { "", CT_CHORD_MAJOR },
    { "maj", CT_CHORD_MAJOR },
    { "M", CT_CHORD_MAJOR },
    { "m", CT_CHORD_MINOR },
    { "min", CT_CHORD_MINOR },
    { "-", CT_CHORD_MINOR },
    { "dim", CT_CHORD_DIMINISHED },
    { "°", CT_CHORD_DIMINISHED },
    { "o", CT_CHORD_DIMINISHED },
    { "aug", CT_CHORD_AUGMENTED },
    { "+", CT_CHORD_AUGMENTED },
    { "7", CT_CHORD_SEVENTH },
    { "dom7", CT_CHORD_SEVENTH },
    { "maj7", CT_CHORD_MAJOR_SEVENTH },
    { "M7", CT_CHORD_MAJOR_SEVENTH },
    { "△7", CT_CHORD_MAJOR_SEVENTH },
    { "△", CT_CHORD_MAJOR_SEVENTH },
    { "j7", CT_CHORD_MAJOR_SEVENTH },
    { "m7", CT_CHORD_MINOR_SEVENTH },
    { "min7", CT_CHORD_MINOR_SEVENTH },
    { "-7", CT_CHORD_MINOR_SEVENTH },
    { "m7♭5", CT_CHORD_HALF_DIMINISHED },
    { "m7b5", CT_CHORD_HALF_DIMINISHED },
    { "min7b5", CT_CHORD_HALF_DIMINISHED },
    { "ø", CT_CHORD_HALF_DIMINISHED },
    { "ø7", CT_CHORD_HALF_DIMINISHED },
    { "hdim7", CT_CHORD_HALF_DIMINISHED },
    { "dim7", CT_CHORD_DIM_SEVENTH },
    { "°7", CT_CHORD_DIM_SEVENTH },
    { "o7", CT_CHORD_DIM_SEVENTH },
    { "6", CT_CHORD_SIXTH },
    { "maj6", CT_CHORD_SIXTH },
    { "m6", CT_CHORD_MINOR_SIXTH },
    { "min6", CT_CHORD_MINOR_SIXTH },
    { "sus2", CT_CHORD_SUS2 },
    { "sus", CT_CHORD_SUS4 },
    { "sus4", CT_CHORD_SUS4 },
    { "9", CT_CHORD_NINTH },
  };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen (names[i].text) == length && memcmp (names[i].text, text, length) == 0)
      return names[i].quality;
  return CT_N_CHORD_QUALITIES;
}

static bool
says_no_chord (const char *text)
{
  return strcmp (text, "N.C.") == 0 || strcmp (text, "NC") == 0 || strcmp (text, "N") == 0
         || strcmp (text, "n.c.") == 0;
}

/* Reads a note by its letter or in the names of a language. Returns where the text goes on, or NULL. */
static const char *
parse_note (CtNoteNames names, bool by_letter, const char *text, CtSpelling *note)
{
  return by_letter ? ct_spelling_parse (text, note) : ct_note_names_parse (names, text, note);
}

/* What is behind the root: kind and bass. */
static bool
parse_rest (CtNoteNames names, const char *rest, const CtSpelling *root, CtChord *chord)
{
  const char *slash = strchr (rest, '/'), *end = NULL;
  CtChordQuality quality = parse_suffix (rest, slash ? (size_t) (slash - rest) : strlen (rest));
  CtSpelling bass = *root;

  if (quality == CT_N_CHORD_QUALITIES)
    return false;
  if (slash)
    {
      end = parse_note (names, names == CT_NOTE_NAMES_LETTERS, slash + 1, &bass);
      if (!end || *end)
        return false;
    }
  chord->quality = quality;
  chord->root = (uint8_t) ct_spelling_pitch_class (root);
  chord->bass = (uint8_t) ct_spelling_pitch_class (&bass);
  return true;
}

/* Whether a German letter is another note than the English one. */
static bool
is_german_only (char letter)
{
  return letter == 'B' || letter == 'b' || letter == 'H' || letter == 'h';
}

bool
ct_chord_parse_as (CtNoteNames names, const char *text, CtChord *chord)
{
  /* syllables may begin as a letter and a kind do, such as Do7, and letters as syllables, such as Asus4 */
  bool letter_first = names == CT_NOTE_NAMES_LETTERS || names == CT_NOTE_NAMES_GERMAN;

  if (says_no_chord (text))
    {
      chord->quality = CT_CHORD_NONE;
      chord->root = 0;
      chord->bass = 0;
      return true;
    }
  for (int attempt = 0; attempt < 2; attempt++)
    {
      bool by_letter = (attempt == 0) == letter_first;
      const char *rest;
      CtSpelling root;

      if (by_letter ? names == CT_NOTE_NAMES_GERMAN && is_german_only (*text) : names == CT_NOTE_NAMES_LETTERS)
        continue;
      rest = parse_note (names, by_letter, text, &root);
      if (rest && parse_rest (names, rest, &root, chord))
        return true;
    }
  return false;
}

bool
ct_chord_parse (const char *text, CtChord *chord)
{
  return ct_chord_parse_as (CT_NOTE_NAMES_LETTERS, text, chord);
}

void
ct_chord_transpose (CtChord *chord, int semitones)
{
  int by = semitones % 12 + 12;

  if (chord->quality == CT_CHORD_NONE)
    return;
  chord->root = (uint8_t) ((chord->root + by) % 12);
  chord->bass = (uint8_t) ((chord->bass + by) % 12);
}

bool
ct_chord_equal (const CtChord *a, const CtChord *b)
{
  return a->start_s == b->start_s && a->end_s == b->end_s && a->confidence == b->confidence && a->quality == b->quality
         && a->root == b->root && a->bass == b->bass && a->fixed == b->fixed;
}
