/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/base/ct-pitch-name.h"

static const CtKey c_major = { 0, false }, f_major = { -1, false };

static int
sound_of (const CtSpelling *spelling)
{
  static const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };

  return naturals[spelling->step] + spelling->alter + 12 * (spelling->octave + 1);
}

/* In every key, by every name and spelling, a name is read as the pitch that it was written for. */
static void
test_all_sound (void)
{
  for (int fifths = -7; fifths <= 7; fifths++)
    for (int minor = 0; minor < 2; minor++)
      for (int style = CT_SPELLING_KEY; style <= CT_SPELLING_FLATS; style++)
        for (int names = CT_NOTE_NAMES_LETTERS; names < CT_NOTE_NAMES_NUMBERS; names++)
          for (int midi = 0; midi < 128; midi++)
            {
              CtKey key = { (int8_t) fifths, minor };
              CtPitchNaming naming = { (CtNoteNames) names, (CtSpellingStyle) style };
              CtSpelling read = { 0 };

              for (int text = CT_ACCIDENTAL_SIGNS; text <= CT_ACCIDENTAL_ASCII; text++)
                {
                  char name[CT_PITCH_NAME_SIZE];
                  const char *rest;

                  ct_pitch_name (&naming, &key, midi, (CtAccidentalText) text, name);
                  g_assert_true (g_utf8_validate (name, -1, NULL));
                  rest = ct_note_names_parse ((CtNoteNames) names, name, &read);
                  g_assert_nonnull (rest);
                  read.octave = (int8_t) g_ascii_strtoll (rest, NULL, 10);
                  g_assert_cmpint (sound_of (&read), ==, midi);
                }
            }
}

/* In every key, a number is the pitch of do, its degree of the major scale, its accidental and its octaves. */
static void
test_all_numbers (void)
{
  static const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };

  for (int fifths = -7; fifths <= 7; fifths++)
    for (int minor = 0; minor < 2; minor++)
      for (int midi = 0; midi < 128; midi++)
        {
          CtKey key = { (int8_t) fifths, minor };
          CtPitchNaming naming = { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY };
          int sound = 55 + ((7 * fifths - 55) % 12 + 12) % 12;
          char name[CT_PITCH_NAME_SIZE];
          const char *at = name;

          ct_pitch_name (&naming, &key, midi, CT_ACCIDENTAL_ASCII, name);
          for (; *at == '#' || *at == 'b'; at++)
            sound += *at == '#' ? 1 : -1;
          g_assert_cmpint (*at, >=, '1');
          g_assert_cmpint (*at, <=, '7');
          sound += naturals[*at - '1'];
          for (at++; *at; at++)
            {
              g_assert_true (*at == '\'' || *at == ',');
              sound += *at == '\'' ? 12 : -12;
            }
          g_assert_cmpint (sound, ==, midi);
        }
}

static void
test_names (void)
{
  static const struct
  {
    CtPitchNaming naming;
    CtKey key;
    int midi;
    const char *name;
  } cases[] = {
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { -1, false }, 70, "B♭4" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_SHARPS }, { -1, false }, 70, "A♯4" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_FLATS }, { 4, false }, 66, "G♭4" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { 4, false }, 66, "F♯4" },
    /* the octave is that of the letter */
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { 7, false }, 60, "B♯3" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { -7, false }, 59, "C♭4" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { 7, false }, 0, "B♯-2" },
    { { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY }, { 7, true }, 67, "F♯♯4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -1, false }, 70, "B4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { 0, false }, 71, "H4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -4, false }, 68, "As4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -4, false }, 63, "Es4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -4, false }, 61, "Des4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_SHARPS }, { 0, false }, 66, "Fis4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { 7, false }, 60, "His3" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -7, false }, 69, "Heses4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { -7, false }, 62, "Eses4" },
    { { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY }, { 7, true }, 67, "Fisis4" },
    { { CT_NOTE_NAMES_SOLFEGE, CT_SPELLING_KEY }, { 0, false }, 62, "Re4" },
    { { CT_NOTE_NAMES_FRENCH, CT_SPELLING_FLATS }, { 0, false }, 61, "Ré♭4" },
    { { CT_NOTE_NAMES_PORTUGUESE, CT_SPELLING_KEY }, { 1, false }, 66, "Fá♯4" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 60, "1" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { -1, false }, 65, "1" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { -1, false }, 75, "♭7" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 66, "♯4" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 72, "1'" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 31, "5,,," },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 36, "1,," },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, false }, 108, "1''''" },
    { { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY }, { 0, true }, 57, "6," },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char name[CT_PITCH_NAME_SIZE];

      ct_pitch_name (&cases[i].naming, &cases[i].key, cases[i].midi, CT_ACCIDENTAL_SIGNS, name);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_ascii (void)
{
  CtPitchNaming letters = { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY },
                numbers = { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY };
  CtSpelling flat = { 6, -1, 3 };
  char name[CT_PITCH_NAME_SIZE];

  ct_pitch_name (&letters, &f_major, 70, CT_ACCIDENTAL_ASCII, name);
  g_assert_cmpstr (name, ==, "Bb4");
  ct_pitch_name (&numbers, &c_major, 46, CT_ACCIDENTAL_ASCII, name);
  g_assert_cmpstr (name, ==, "b7,,");
  ct_note_names_write (CT_NOTE_NAMES_FRENCH, &flat, CT_ACCIDENTAL_ASCII, false, name);
  g_assert_cmpstr (name, ==, "Sib");
  g_assert_cmpstr (ct_note_names_step (CT_NOTE_NAMES_FRENCH, 1), ==, "Ré");
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    int step, alter;
    const char *rest; /* NULL: refused */
    CtNoteNames names;
  } cases[] = {
    { "C4", 0, 0, "4", CT_NOTE_NAMES_LETTERS },      { "b4", 6, 0, "4", CT_NOTE_NAMES_LETTERS },
    { "b4", 6, -1, "4", CT_NOTE_NAMES_GERMAN },      { "bb4", 6, -1, "4", CT_NOTE_NAMES_LETTERS },
    { "Bb4", 6, -1, "4", CT_NOTE_NAMES_GERMAN },     { "B#4", 6, 1, "4", CT_NOTE_NAMES_GERMAN },
    { "h4", 6, 0, "4", CT_NOTE_NAMES_GERMAN },       { "H4", 6, 0, "4", CT_NOTE_NAMES_LETTERS },
    { "fis4", 3, 1, "4", CT_NOTE_NAMES_LETTERS },    { "ES3", 2, -1, "3", CT_NOTE_NAMES_GERMAN },
    { "as", 5, -1, "", CT_NOTE_NAMES_GERMAN },       { "Asas", 5, -2, "", CT_NOTE_NAMES_GERMAN },
    { "ases", 5, -2, "", CT_NOTE_NAMES_GERMAN },     { "Des5", 1, -1, "5", CT_NOTE_NAMES_GERMAN },
    { "Do♯5", 0, 1, "5", CT_NOTE_NAMES_LETTERS },    { "ré4", 1, 0, "4", CT_NOTE_NAMES_GERMAN },
    { "sib4", 6, -1, "4", CT_NOTE_NAMES_LETTERS },   { "SOL-1", 4, 0, "-1", CT_NOTE_NAMES_FRENCH },
    { "Lá♭♭2", 5, -2, "2", CT_NOTE_NAMES_SOLFEGE },  { "F##", 3, 2, "", CT_NOTE_NAMES_LETTERS },
    { "F###", 0, 0, NULL, CT_NOTE_NAMES_LETTERS },   { "", 0, 0, NULL, CT_NOTE_NAMES_LETTERS },
    { "x4", 0, 0, NULL, CT_NOTE_NAMES_LETTERS },     { "4", 0, 0, NULL, CT_NOTE_NAMES_NUMBERS },
    { "fases", 3, 0, "ses", CT_NOTE_NAMES_GERMAN },  { "Cs4", 0, 0, "s4", CT_NOTE_NAMES_GERMAN },
    { "beseses", 0, 0, NULL, CT_NOTE_NAMES_GERMAN },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtSpelling spelling = { 9, 9, 9 };

      g_assert_cmpstr (ct_note_names_parse (cases[i].names, cases[i].text, &spelling), ==, cases[i].rest);
      g_assert_cmpint (spelling.step, ==, cases[i].rest ? cases[i].step : 9);
      g_assert_cmpint (spelling.alter, ==, cases[i].rest ? cases[i].alter : 9);
      g_assert_cmpint (spelling.octave, ==, cases[i].rest ? 4 : 9);
    }
}

static void
test_languages (void)
{
  g_assert_cmpint (ct_note_names_of_locale ("de_AT.UTF-8"), ==, CT_NOTE_NAMES_GERMAN);
  g_assert_cmpint (ct_note_names_of_locale ("de"), ==, CT_NOTE_NAMES_GERMAN);
  g_assert_cmpint (ct_note_names_of_locale ("fr_CA"), ==, CT_NOTE_NAMES_FRENCH);
  g_assert_cmpint (ct_note_names_of_locale ("it_IT@euro"), ==, CT_NOTE_NAMES_SOLFEGE);
  g_assert_cmpint (ct_note_names_of_locale ("es.UTF-8"), ==, CT_NOTE_NAMES_SOLFEGE);
  g_assert_cmpint (ct_note_names_of_locale ("pt_BR"), ==, CT_NOTE_NAMES_PORTUGUESE);
  g_assert_cmpint (ct_note_names_of_locale ("en_GB.UTF-8"), ==, CT_NOTE_NAMES_LETTERS);
  g_assert_cmpint (ct_note_names_of_locale ("zh_CN"), ==, CT_NOTE_NAMES_LETTERS);
  g_assert_cmpint (ct_note_names_of_locale ("frr_DE"), ==, CT_NOTE_NAMES_LETTERS);
  g_assert_cmpint (ct_note_names_of_locale ("C"), ==, CT_NOTE_NAMES_LETTERS);
  g_assert_cmpint (ct_note_names_of_locale (""), ==, CT_NOTE_NAMES_LETTERS);
  g_assert_cmpint (ct_note_names_solfege_of_locale ("en_GB.UTF-8"), ==, CT_NOTE_NAMES_SOLFEGE);
  g_assert_cmpint (ct_note_names_solfege_of_locale ("de"), ==, CT_NOTE_NAMES_SOLFEGE);
  g_assert_cmpint (ct_note_names_solfege_of_locale ("fr"), ==, CT_NOTE_NAMES_FRENCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pitch-name/all-sound", test_all_sound);
  g_test_add_func ("/pitch-name/all-numbers", test_all_numbers);
  g_test_add_func ("/pitch-name/names", test_names);
  g_test_add_func ("/pitch-name/ascii", test_ascii);
  g_test_add_func ("/pitch-name/parse", test_parse);
  g_test_add_func ("/pitch-name/languages", test_languages);
  return g_test_run ();
}
