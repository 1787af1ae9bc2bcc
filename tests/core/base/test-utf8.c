/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/base/ct-utf8.h"

#define NOTHING 0xabcdef

static void
test_well_formed (void)
{
  const struct
  {
    const char *text;
    gsize length;
    guint32 code;
  } cases[] = {
    { "a", 1, 'a' },
    { "\x7f", 1, 0x7f },
    { "\xc2\x80", 2, 0x80 },
    { "é after it", 2, 0xe9 },
    { "\xdf\xbf", 2, 0x7ff },
    { "\xe0\xa0\x80", 3, 0x800 },
    { "中", 3, 0x4e2d },
    { "\xed\x9f\xbf", 3, 0xd7ff },
    { "\xee\x80\x80", 3, 0xe000 },
    { "\xef\xbf\xbf", 3, 0xffff },
    { "\xf0\x90\x80\x80", 4, 0x10000 },
    { "𝄞", 4, 0x1d11e },
    { "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
  };
  guint32 code = NOTHING;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (ct_utf8_read (cases[i].text, strlen (cases[i].text), &code), ==, cases[i].length);
      g_assert_cmphex (code, ==, cases[i].code);
    }
  /* a zero byte is a character as any other */
  g_assert_cmpuint (ct_utf8_read ("\0a", 2, &code), ==, 1);
  g_assert_cmphex (code, ==, 0);
}

static void
test_malformed (void)
{
  const char *cases[] = {
    /* what begins no character */
    "\x80",
    "\xbf",
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\xff",
    /* longer than need be */
    "\xc0\x80",
    "\xc1\xbf",
    "\xe0\x80\x80",
    "\xe0\x9f\xbf",
    "\xf0\x80\x80\x80",
    "\xf0\x8f\xbf\xbf",
    /* halves of surrogate pairs */
    "\xed\xa0\x80",
    "\xed\xaf\xbf",
    "\xed\xb0\x80",
    "\xed\xbf\xbf",
    /* above U+10FFFF */
    "\xf4\x90\x80\x80",
    "\xf5\x80\x80\x80",
    "\xf7\xbf\xbf\xbf",
    /* broken off by another character */
    "\xc3z",
    "\xe4\xb8z",
    "\xf0\x9d\x84z",
    "\xe4\xc3\xa9",
  };
  guint32 code = NOTHING;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (ct_utf8_read (cases[i], strlen (cases[i]), &code), ==, 0);
      g_assert_cmphex (code, ==, NOTHING);
    }
}

/* Nothing behind the end is looked at: each text is a block of its own, which sanitizers guard. */
static void
test_truncated (void)
{
  const char *whole[] = { "é", "中", "𝄞" };
  guint32 code = NOTHING;

  g_assert_cmpuint (ct_utf8_read ("", 0, &code), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    for (gsize n = 1; n < strlen (whole[i]); n++)
      {
        g_autofree char *part = g_memdup2 (whole[i], n);

        g_assert_cmpuint (ct_utf8_read (part, n, &code), ==, 0);
      }
  g_assert_cmphex (code, ==, NOTHING);
}

/* All pairs of bytes, and many more of them, are what GLib takes them for. */
static void
test_as_glib (void)
{
  for (guint i = 0; i < 1000000; i++)
    {
      char text[5] = { (char) i, (char) (i >> 8), (char) g_test_rand_int (), (char) g_test_rand_int () };
      gsize n = strlen (text);
      gunichar expected = g_utf8_get_char_validated (text, (gssize) n);
      guint32 code = NOTHING;
      gsize length = ct_utf8_read (text, n, &code);

      if (n == 0 || expected == (gunichar) -1 || expected == (gunichar) -2)
        {
          g_assert_cmpuint (length, ==, 0);
          continue;
        }
      g_assert_cmphex (code, ==, expected);
      g_assert_cmpuint (length, ==, (gsize) g_unichar_to_utf8 (expected, NULL));
    }
}

static void
test_whole (void)
{
  const struct
  {
    const char *text;
    gsize n, kept;
  } cases[] = {
    { "", 0, 0 },
    { "ab", 2, 2 },
    { "abc", 2, 2 },
    { "né", 3, 3 },
    { "né", 2, 1 },
    { "中提", 6, 6 },
    { "中提", 5, 3 },
    { "中提", 4, 3 },
    { "中提", 2, 0 },
    { "a𝄞", 5, 5 },
    { "a𝄞", 4, 1 },
    { "a𝄞", 3, 1 },
    { "a𝄞", 2, 1 },
    /* what is no UTF-8 is left alone */
    { "a\xff", 2, 2 },
    { "\x80\x80", 2, 2 },
    { "a\x80\x80\x80\x80", 5, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (ct_utf8_whole (cases[i].text, cases[i].n), ==, cases[i].kept);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/utf8/well-formed", test_well_formed);
  g_test_add_func ("/utf8/malformed", test_malformed);
  g_test_add_func ("/utf8/truncated", test_truncated);
  g_test_add_func ("/utf8/as-glib", test_as_glib);
  g_test_add_func ("/utf8/whole", test_whole);
  return g_test_run ();
}
