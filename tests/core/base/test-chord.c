/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/base/ct-chord.h"

/* Whatever is written can be read, in all keys and styles. */
static void
test_round_trip (void)
{
  for (int fifths = -7; fifths <= 7; fifths += 7)
    for (int style = CT_SPELLING_KEY; style <= CT_SPELLING_FLATS; style++)
      for (int quality = CT_CHORD_MAJOR; quality < CT_N_CHORD_QUALITIES; quality++)
        for (int root = 0; root < 12; root++)
          for (int bass = 0; bass < 12; bass++)
            {
              CtKey key = { (int8_t) fifths, false };
              CtChord chord = { 0, 1, 0, (CtChordQuality) quality, (uint8_t) root, (uint8_t) bass, false };
              CtChord back = { 0, 1, 0, CT_CHORD_NONE, 0, 0, false };
              char name[CT_PITCH_NAME_SIZE];

              for (int text = CT_ACCIDENTAL_SIGNS; text <= CT_ACCIDENTAL_ASCII; text++)
                {
                  ct_chord_name (&chord, &key, (CtSpellingStyle) style, (CtAccidentalText) text, name);
                  g_assert_true (g_utf8_validate (name, -1, NULL));
                  g_assert_true (ct_chord_parse (name, &back));
                  g_assert_true (ct_chord_equal (&chord, &back));
                }
            }
}

/* In the names of every language, too. */
static void
test_round_trip_of_languages (void)
{
  for (int names = CT_NOTE_NAMES_LETTERS; names < CT_NOTE_NAMES_NUMBERS; names++)
    for (int fifths = -7; fifths <= 7; fifths += 7)
      for (int quality = CT_CHORD_NONE; quality < CT_N_CHORD_QUALITIES; quality++)
        for (int place = 0; place < (quality == CT_CHORD_NONE ? 1 : 144); place++)
          {
            const CtPitchNaming naming = { (CtNoteNames) names, CT_SPELLING_KEY };
            CtKey key = { (int8_t) fifths, false };
            CtChord chord = { .quality = (CtChordQuality) quality };
            CtChord back = { .quality = CT_CHORD_NONE };
            char name[CT_PITCH_NAME_SIZE];

            chord.root = (uint8_t) (place / 12);
            chord.bass = (uint8_t) (place % 12);
            for (int text = CT_ACCIDENTAL_SIGNS; text <= CT_ACCIDENTAL_ASCII; text++)
              {
                ct_chord_name_as (&chord, &key, &naming, (CtAccidentalText) text, name);
                g_assert_true (g_utf8_validate (name, -1, NULL));
                g_assert_true (ct_chord_parse_as (naming.names, name, &back));
                g_assert_true (ct_chord_equal (&chord, &back));
              }
          }
}

static void
test_names_of_languages (void)
{
  static const struct
  {
    CtNoteNames names;
    const char *text;
    const char *letters; /* NULL: no chord */
  } cases[] = {
    { CT_NOTE_NAMES_GERMAN, "H7", "B7" },           { CT_NOTE_NAMES_GERMAN, "B", "Bb" },
    { CT_NOTE_NAMES_GERMAN, "bm", "Bbm" },          { CT_NOTE_NAMES_GERMAN, "Bb", "Bb" },
    { CT_NOTE_NAMES_GERMAN, "Fism7/E", "F#m7/E" },  { CT_NOTE_NAMES_GERMAN, "As", "Ab" },
    { CT_NOTE_NAMES_GERMAN, "Asus4", "Asus4" },     { CT_NOTE_NAMES_GERMAN, "Assus4", "Absus4" },
    { CT_NOTE_NAMES_GERMAN, "Esus2/H", "Esus2/B" }, { CT_NOTE_NAMES_GERMAN, "Do7", "Ddim7" },
    { CT_NOTE_NAMES_GERMAN, "C/B", "C/Bb" },        { CT_NOTE_NAMES_GERMAN, "F#m", "F#m" },
    { CT_NOTE_NAMES_SOLFEGE, "Do7", "C7" },         { CT_NOTE_NAMES_SOLFEGE, "lam", "Am" },
    { CT_NOTE_NAMES_SOLFEGE, "Sib/Re", "Bb/D" },    { CT_NOTE_NAMES_SOLFEGE, "Faug", "Faug" },
    { CT_NOTE_NAMES_SOLFEGE, "Faaug", "Faug" },     { CT_NOTE_NAMES_SOLFEGE, "Bb/D", "Bb/D" },
    { CT_NOTE_NAMES_FRENCH, "Ré♯dim", "D#dim" },    { CT_NOTE_NAMES_FRENCH, "N", "N" },
    { CT_NOTE_NAMES_PORTUGUESE, "Fá6", "F6" },      { CT_NOTE_NAMES_LETTERS, "Do7", "Ddim7" },
    { CT_NOTE_NAMES_LETTERS, "Sol", NULL },         { CT_NOTE_NAMES_LETTERS, "H7", NULL },
    { CT_NOTE_NAMES_GERMAN, "Hfoo", NULL },         { CT_NOTE_NAMES_SOLFEGE, "Do/x", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtChord chord = { 0 }, expected = { 0 };

      g_assert_cmpint (ct_chord_parse_as (cases[i].names, cases[i].text, &chord), ==, cases[i].letters != NULL);
      g_assert_true (!cases[i].letters || ct_chord_parse (cases[i].letters, &expected));
      g_assert_true (ct_chord_equal (&chord, &expected));
    }
}

static void
test_names (void)
{
  static const struct
  {
    CtKey key;
    CtChord chord;
    const char *name;
  } cases[] = {
    { { -1, false }, { .quality = CT_CHORD_MAJOR_SEVENTH, .root = 10, .bass = 2 }, "B♭maj7/D" },
    { { 0, false }, { .quality = CT_CHORD_MAJOR, .root = 8, .bass = 8 }, "A♭" },
    { { 0, true }, { .quality = CT_CHORD_MAJOR, .root = 4, .bass = 8 }, "E/G♯" },
    { { 0, true }, { .quality = CT_CHORD_DIM_SEVENTH, .root = 8, .bass = 5 }, "G♯dim7/F" },
    { { 0, false }, { .quality = CT_CHORD_AUGMENTED, .root = 0, .bass = 8 }, "Caug/G♯" },
    { { 7, false }, { .quality = CT_CHORD_MAJOR, .root = 1, .bass = 5 }, "C♯/E♯" },
    { { -3, true }, { .quality = CT_CHORD_HALF_DIMINISHED, .root = 2, .bass = 8 }, "Dm7♭5/A♭" },
    { { 4, false }, { .quality = CT_CHORD_NONE, .root = 2, .bass = 8 }, "N.C." },
  };
  char name[CT_PITCH_NAME_SIZE];

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ct_chord_name (&cases[i].chord, &cases[i].key, CT_SPELLING_KEY, CT_ACCIDENTAL_SIGNS, name);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_parse (void)
{
  static const char *const bad[] = { "", "H", "Cx", "C/", "C/Q", "C/E7", "Cmaj13", "C##b###", " C" };
  CtChord chord = { 1, 2, 0.5f, CT_CHORD_MINOR, 3, 4, true }, before = chord;

  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (ct_chord_parse (bad[i], &chord));
      g_assert_true (ct_chord_equal (&chord, &before));
    }
  g_assert_true (ct_chord_parse ("f#m7/E", &chord));
  g_assert_cmpint (chord.quality, ==, CT_CHORD_MINOR_SEVENTH);
  g_assert_cmpint (chord.root, ==, 6);
  g_assert_cmpint (chord.bass, ==, 4);
  g_assert_cmpfloat (chord.start_s, ==, 1);
  g_assert_true (chord.fixed);
  g_assert_true (ct_chord_parse ("NC", &chord));
  g_assert_cmpint (chord.quality, ==, CT_CHORD_NONE);
}

static void
test_pitch_classes (void)
{
  CtChord chord = { .quality = CT_CHORD_MINOR, .root = 9, .bass = 7 };

  g_assert_cmphex (ct_chord_pitch_classes (&chord), ==, 1u << 9 | 1u << 0 | 1u << 4 | 1u << 7);
  ct_chord_transpose (&chord, -10);
  g_assert_cmpint (chord.root, ==, 11);
  g_assert_cmpint (chord.bass, ==, 9);
  chord.quality = CT_CHORD_NONE;
  ct_chord_transpose (&chord, 1);
  g_assert_cmpint (chord.root, ==, 11);
  g_assert_cmphex (ct_chord_pitch_classes (&chord), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chord/round-trip", test_round_trip);
  g_test_add_func ("/chord/round-trip-of-languages", test_round_trip_of_languages);
  g_test_add_func ("/chord/names-of-languages", test_names_of_languages);
  g_test_add_func ("/chord/names", test_names);
  g_test_add_func ("/chord/parse", test_parse);
  g_test_add_func ("/chord/pitch-classes", test_pitch_classes);
  return g_test_run ();
}
