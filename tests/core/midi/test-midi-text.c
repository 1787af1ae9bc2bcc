/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names of MIDI files in the codes of before UTF-8. */
#include <glib.h>
#include <string.h>

#include "core/midi/ct-midi-text-private.h"

static void
assert_read (const char *text, const char *language, const char *expected)
{
  char utf8[64];

  memset (utf8, 'x', sizeof utf8);
  ct_midi_text_to_utf8 (text, language, utf8, sizeof utf8);
  g_assert_cmpstr (utf8, ==, expected);
}

static void
test_utf8_stays (void)
{
  static const char *const languages[] = { NULL, "", "C", "de_DE.UTF-8", "zh_CN", "ja" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      assert_read ("", languages[i], "");
      assert_read ("Piano", languages[i], "Piano");
      assert_read ("Fl\xc3\xb6te \xe5\xb0\x8f\xe6\x8f\x90\xe7\x90\xb4", languages[i],
                   "Fl\xc3\xb6te \xe5\xb0\x8f\xe6\x8f\x90\xe7\x90\xb4");
    }
}

static void
test_western (void)
{
  assert_read ("Fl\xf6te \x96 \xc4olisch", NULL, "Fl\xc3\xb6te \xe2\x80\x93 \xc3\x84olisch");
  assert_read ("Fl\xf6te", "C", "Fl\xc3\xb6te");
  assert_read ("Fl\xf6te", "de_DE.UTF-8", "Fl\xc3\xb6te");
  assert_read ("Fl\xf6te", "koi", "Fl\xc3\xb6te"); /* no language that begins as Korean does */
  /* what Windows-1252 has no character for is left out */
  assert_read ("z\x81\xe9\x8d", NULL, "z\xc3\xa9");
}

static void
test_codes_of_languages (void)
{
  /* small violin, in the code of each place that writes it so */
  assert_read ("\xd0\xa1\xcc\xe1\xc7\xd9", "zh_CN.UTF-8", "\xe5\xb0\x8f\xe6\x8f\x90\xe7\x90\xb4");
  assert_read ("\xd0\xa1\xcc\xe1\xc7\xd9", "zh", "\xe5\xb0\x8f\xe6\x8f\x90\xe7\x90\xb4");
  assert_read ("\xa4\x70\xb4\xa3\xb5\x5e", "zh_TW.UTF-8", "\xe5\xb0\x8f\xe6\x8f\x90\xe7\x90\xb4");
  assert_read ("\x83\x74\x83\x8b\x81\x5b\x83\x67", "ja_JP.UTF-8",
               "\xe3\x83\x95\xe3\x83\xab\xe3\x83\xbc\xe3\x83\x88");                       /* furuto */
  assert_read ("\xc7\xc7\xbe\xc6\xb3\xeb", "ko", "\xed\x94\xbc\xec\x95\x84\xeb\x85\xb8"); /* piano */
  assert_read ("\xd1\xea\xf0\xe8\xef\xea\xe0", "ru_RU.UTF-8",
               "\xd0\xa1\xd0\xba\xd1\x80\xd0\xb8\xd0\xbf\xd0\xba\xd0\xb0"); /* skripka */
  assert_read ("\x8ap\xedn", "cs_CZ", "\xc5\xa0p\xc3\xadn");
}

/* What is no text of the language is Western. */
static void
test_other_language (void)
{
  assert_read ("caf\xe9", "ja", "caf\xc3\xa9");
  assert_read ("\xff piano", "zh_CN", "\xc3\xbf piano");
}

static void
test_room (void)
{
  char utf8[6];

  ct_midi_text_to_utf8 ("abcdefgh", NULL, utf8, sizeof utf8);
  g_assert_cmpstr (utf8, ==, "abcde");
  ct_midi_text_to_utf8 ("abcd\xc3\xb6", NULL, utf8, sizeof utf8);
  g_assert_cmpstr (utf8, ==, "abcd");
  ct_midi_text_to_utf8 ("\xf6\xf6\xf6", NULL, utf8, sizeof utf8);
  g_assert_cmpstr (utf8, ==, "\xc3\xb6\xc3\xb6");
  ct_midi_text_to_utf8 ("\xd0\xa1\xcc\xe1", "zh_CN", utf8, sizeof utf8);
  g_assert_cmpstr (utf8, ==, "\xe5\xb0\x8f");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/midi-text/utf8-stays", test_utf8_stays);
  g_test_add_func ("/midi-text/western", test_western);
  g_test_add_func ("/midi-text/codes-of-languages", test_codes_of_languages);
  g_test_add_func ("/midi-text/other-language", test_other_language);
  g_test_add_func ("/midi-text/room", test_room);
  return g_test_run ();
}
