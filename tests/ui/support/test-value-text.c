/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-value-text.h"

#include <glib.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

static void
test_pitch (void)
{
  static const CtPitchNaming naming = { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY };
  static const CtKey key = { -4, false };
  int flat;
  static const struct
  {
    const char *text;
    int midi; /* -1: refused */
  } cases[] = { { "A4", 69 },           { "a4", 69 },  { " C4 ", 60 }, { "c#4", 61 },  { "C♯4", 61 },   { "Db4", 61 },
                { "D♭4", 61 },          { "bb3", 58 }, { "b3", 59 },   { "Cb4", 59 },  { "B#3", 60 },   { "C-1", 0 },
                { "G9", 127 },          { "0", 0 },    { "127", 127 }, { "128", -1 },  { "G#9", -1 },   { "Cb-1", -1 },
                { "H4", 71 },           { "A", -1 },   { "", -1 },     { "4A", -1 },   { "A4x", -1 },   { "A 4", -1 },
                { "X4", -1 },           { "x4", -1 },  { "Es4", 63 },  { "Si♭3", 58 }, { "Fis 4", -1 }, { "His", -1 },
                { "A99999999999", -1 }, { "♯4", -1 },  { "-1", -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int midi = -1;

      g_assert_cmpint (ct_value_text_parse_pitch (CT_NOTE_NAMES_LETTERS, cases[i].text, &midi), ==, cases[i].midi >= 0);
      g_assert_cmpint (midi, ==, cases[i].midi);
    }
  for (int midi = 0; midi < 128; midi++)
    {
      g_autofree char *name = ct_value_text_dup_pitch (&naming, &key, midi);
      int read;

      g_assert_true (ct_value_text_parse_pitch (naming.names, name, &read));
      g_assert_cmpint (read, ==, midi);
    }
  /* as it was written */
  g_assert_true (ct_value_text_parse_pitch (CT_NOTE_NAMES_GERMAN, "B3", &flat));
  g_assert_cmpint (flat, ==, 58);
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    double time_s; /* negative: refused */
  } cases[] = { { "0", 0 },
                { "1.5", 1.5 },
                { "1,5", 1.5 },
                { "1:02.345", 62.345 },
                { "1:00:00", 3600 },
                { " 2:03 ", 123 },
                { "0:0.01", 0.01 },
                { "", -1 },
                { ":", -1 },
                { "1:2:3:4", -1 },
                { "-1", -1 },
                { "+1", -1 },
                { "1.5:0", -1 },
                { "nan", -1 },
                { "1e9", -1 },
                { "0x10", -1 },
                { "1.2.3", -1 },
                { "12 34", -1 },
                { "111111111111111111111111111111111111111111111111", -1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double time_s = -1;

      g_assert_cmpint (ct_value_text_parse_time (cases[i].text, &time_s), ==, cases[i].time_s >= 0);
      g_assert_cmpfloat_with_epsilon (time_s, cases[i].time_s, 1e-9);
    }
}

static void
test_dup_length (void)
{
  g_autofree char *zero = ct_value_text_dup_length (0), *long_time = ct_value_text_dup_length (360000 + 3599.9);

  g_assert_cmpstr (zero, ==, "0:00:00");
  g_assert_cmpstr (long_time, ==, "100:59:59");
}

static void
test_dup_time (void)
{
  g_autofree char *zero = ct_value_text_dup_time (0), *near = ct_value_text_dup_time (59.9999),
                  *hour = ct_value_text_dup_time (3661.5);

  g_assert_cmpstr (zero, ==, "0:00.000");
  g_assert_cmpstr (near, ==, "1:00.000");
  g_assert_cmpstr (hour, ==, "61:01.500");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-text/pitch", test_pitch);
  g_test_add_func ("/value-text/time", test_time);
  g_test_add_func ("/value-text/dup-time", test_dup_time);
  g_test_add_func ("/value-text/dup-length", test_dup_length);
  return g_test_run ();
}
