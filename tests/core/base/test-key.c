/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "core/base/ct-key.h"

static const CtKey c_major = { 0, false }, a_minor = { 0, true };

static void
assert_name (const CtKey *key, CtSpellingStyle style, int midi, const char *expected)
{
  CtSpelling spelling = ct_key_spell (key, style, midi);
  char name[CT_PITCH_NAME_SIZE];

  ct_spelling_name (&spelling, CT_ACCIDENTAL_ASCII, true, name);
  g_assert_cmpstr (name, ==, expected);
}

/* Whatever the key and the style, a spelling sounds as its pitch. */
static void
test_spellings_sound (void)
{
  static const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };

  for (int fifths = -7; fifths <= 7; fifths++)
    for (int minor = 0; minor < 2; minor++)
      for (int style = CT_SPELLING_KEY; style <= CT_SPELLING_FLATS; style++)
        for (int midi = 0; midi < 128; midi++)
          {
            CtKey key = { (int8_t) fifths, minor };
            CtSpelling at = ct_key_spell (&key, (CtSpellingStyle) style, midi);
            CtSpelling root = ct_key_spell_root (&key, (CtSpellingStyle) style, midi % 12);

            g_assert_cmpint (ABS (at.alter), <=, 2);
            g_assert_cmpint (naturals[at.step] + at.alter + 12 * (at.octave + 1), ==, midi);
            g_assert_cmpint (ABS (root.alter), <=, 2);
            g_assert_cmpint (ct_spelling_pitch_class (&root), ==, midi % 12);
          }
}

/* The scale of a key has each letter once, and its accidentals are those of the key. */
static void
test_scales (void)
{
  static const int scales[2][7] = { { 0, 2, 4, 5, 7, 9, 11 }, { 0, 2, 3, 5, 7, 8, 10 } };

  for (int fifths = -7; fifths <= 7; fifths++)
    for (int minor = 0; minor < 2; minor++)
      {
        CtKey key = { (int8_t) fifths, minor };
        int letters = 0, accidentals = 0;

        for (int i = 0; i < 7; i++)
          {
            CtSpelling at = ct_key_spell (&key, CT_SPELLING_KEY, 60 + ct_key_tonic (&key) + scales[minor][i]);

            letters |= 1 << at.step;
            accidentals += at.alter;
          }
        g_assert_cmpint (letters, ==, 127);
        g_assert_cmpint (accidentals, ==, fifths);
      }
}

static void
test_names (void)
{
  static const CtKey f_major = { -1, false }, e_minor = { 1, true }, c_sharp = { 7, false }, c_flat = { -7, false };
  char name[CT_PITCH_NAME_SIZE];
  CtSpelling flat = { 6, -1, 3 };

  assert_name (&f_major, CT_SPELLING_KEY, 58, "Bb3");
  assert_name (&f_major, CT_SPELLING_SHARPS, 58, "A#3");
  assert_name (&e_minor, CT_SPELLING_KEY, 63, "D#4");
  assert_name (&e_minor, CT_SPELLING_FLATS, 63, "Eb4");
  assert_name (&c_major, CT_SPELLING_KEY, 66, "F#4");
  assert_name (&c_major, CT_SPELLING_KEY, 63, "Eb4");
  assert_name (&a_minor, CT_SPELLING_KEY, 68, "G#4");
  assert_name (&a_minor, CT_SPELLING_KEY, 63, "D#4");
  assert_name (&c_sharp, CT_SPELLING_KEY, 60, "B#3");
  assert_name (&c_flat, CT_SPELLING_KEY, 59, "Cb4");
  ct_spelling_name (&flat, CT_ACCIDENTAL_SIGNS, true, name);
  g_assert_cmpstr (name, ==, "B♭3");
  ct_spelling_name (&flat, CT_ACCIDENTAL_SIGNS, false, name);
  g_assert_cmpstr (name, ==, "B♭");
}

static void
test_degrees (void)
{
  static const struct
  {
    CtKey key;
    int midi;
    CtScaleDegree degree;
  } cases[] = {
    { { 0, false }, 60, { 1, 0, 0 } },   { { 0, false }, 59, { 7, 0, -1 } }, { { 0, true }, 69, { 6, 0, 0 } },
    { { 0, true }, 68, { 5, 1, 0 } },    { { 0, false }, 70, { 7, -1, 0 } }, { { 1, false }, 55, { 1, 0, 0 } },
    { { 1, false }, 67, { 1, 0, 1 } },   { { 6, false }, 66, { 1, 0, 0 } },  { { -1, false }, 65, { 1, 0, 0 } },
    { { -1, false }, 58, { 4, 0, -1 } }, { { 7, false }, 60, { 7, 0, -1 } }, { { -7, true }, 59, { 1, 0, 0 } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtScaleDegree degree = ct_key_degree (&cases[i].key, cases[i].midi);

      g_assert_cmpint (degree.degree, ==, cases[i].degree.degree);
      g_assert_cmpint (degree.alter, ==, cases[i].degree.alter);
      g_assert_cmpint (degree.octave, ==, cases[i].degree.octave);
    }
}

static void
test_keys (void)
{
  static const CtKey e_flat = { -3, false }, too_sharp = { 8, false };
  CtKey key;

  for (int minor = 0; minor < 2; minor++)
    for (int tonic = 0; tonic < 12; tonic++)
      {
        CtKey c = { (int8_t) (minor ? -3 : 0), minor }, up = ct_key_transpose (&c, tonic - 24);

        key = ct_key_of_tonic (tonic, minor);
        g_assert_cmpint (ABS (key.fifths), <=, 6);
        g_assert_cmpint (ct_key_tonic (&key), ==, tonic);
        g_assert_true (ct_key_equal (&up, &key));
      }
  key = ct_key_transpose (&(CtKey){ 7, false }, 0);
  g_assert_cmpint (key.fifths, ==, 7);
  g_assert_true (ct_key_is_valid (&e_flat));
  g_assert_false (ct_key_is_valid (&too_sharp));
  g_assert_false (ct_key_equal (&c_major, &a_minor));
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *name;
  } good[] = {
    { "Eb", "E♭ major" },       { "E♭ major", "E♭ major" }, { "F#m", "F♯ minor" },  { "f sharp minor", "F♯ minor" },
    { "c", "C major" },         { "Cmin", "C minor" },      { "B:maj", "B major" }, { "b flat minor", "B♭ minor" },
    { "bb Minor", "B♭ minor" }, { "a-Moll", "A minor" },    { "CM", "C major" },
  };
  static const char *const bad[] = { "", "H", "C#####", "D# major", "C minor!", "E♭ lydian", "Fb" };
  char name[CT_PITCH_NAME_SIZE];
  CtKey key;

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (ct_key_parse (good[i].text, &key));
      ct_key_name (&key, CT_ACCIDENTAL_SIGNS, name);
      g_assert_cmpstr (name, ==, good[i].name);
    }
  key = (CtKey){ 5, true };
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ct_key_parse (bad[i], &key));
  g_assert_cmpint (key.fifths, ==, 5);
}

static void
test_at (void)
{
  static const CtKeyChange changes[] = { { 1.0, { 1, false }, 1, false },
                                         { 2.0, { 2, false }, 1, false },
                                         { 3.0, { 3, false }, 1, false } };

  g_assert_cmpint (ct_key_at (NULL, 0, 5).fifths, ==, 0);
  g_assert_cmpint (ct_key_at (changes, 3, 0).fifths, ==, 1);
  g_assert_cmpint (ct_key_at (changes, 3, 1.9).fifths, ==, 1);
  g_assert_cmpint (ct_key_at (changes, 3, 2).fifths, ==, 2);
  g_assert_cmpint (ct_key_at (changes, 3, 99).fifths, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key/spellings-sound", test_spellings_sound);
  g_test_add_func ("/key/scales", test_scales);
  g_test_add_func ("/key/names", test_names);
  g_test_add_func ("/key/degrees", test_degrees);
  g_test_add_func ("/key/keys", test_keys);
  g_test_add_func ("/key/parse", test_parse);
  g_test_add_func ("/key/at", test_at);
  return g_test_run ();
}
