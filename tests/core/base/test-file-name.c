/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/base/ct-file-name.h"

static void
test_names (void)
{
  static const struct
  {
    const char *text, *local, *portable;
  } cases[] = {
    { "song", "song", "song" },
    { "Flöte 长笛", "Flöte 长笛", "Flöte 长笛" },
    { "", "", "" },
    { ".", "", "" },
    { "..", "", "" },
    { " . ", "", "" },
    { "...wav", "wav", "wav" },
    { "../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd" },
    { "/", "_", "_" },
    { "What? (live) *", "What? (live) *", "What_ (live) _" },
    { "C:\\x|y<z>\"", "C:\\x|y<z>\"", "C__x_y_z__" },
    { "two\nlines\x1b[31m\x7f", "two_lines_[31m_", "two_lines_[31m_" },
    { "right\xe2\x80\xaeleft", "right_left", "right_left" },
    { "\xff\xc3(\xed\xa0\x80", "__(___", "__(___" },
    { "  x. . ", "x", "x" },
    { "-o", "-o", "-o" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char name[100];

      g_assert_cmpuint (ct_file_name_clean (cases[i].text, strlen (cases[i].text), CT_FILE_NAME_LOCAL, 99, name), ==,
                        strlen (cases[i].local));
      g_assert_cmpstr (name, ==, cases[i].local);
      ct_file_name_clean (cases[i].text, strlen (cases[i].text), CT_FILE_NAME_PORTABLE, 99, name);
      g_assert_cmpstr (name, ==, cases[i].portable);
    }
}

/* No character is cut in two, and what a cut lays bare at the end goes, too. */
static void
test_lengths (void)
{
  static const char text[] = "ab\xe7\xac\x9b. \xf0\x9f\x8e\xbb";
  static const char *const expected[] = { "",
                                          "a",
                                          "ab",
                                          "ab",
                                          "ab",
                                          "ab\xe7\xac\x9b",
                                          "ab\xe7\xac\x9b",
                                          "ab\xe7\xac\x9b",
                                          "ab\xe7\xac\x9b",
                                          "ab\xe7\xac\x9b",
                                          "ab\xe7\xac\x9b",
                                          text };

  for (gsize most = 0; most < G_N_ELEMENTS (expected); most++)
    {
      char name[20];

      ct_file_name_clean (text, strlen (text), CT_FILE_NAME_LOCAL, most, name);
      g_assert_cmpstr (name, ==, expected[most]);
    }
  g_assert_cmpuint (G_N_ELEMENTS (expected), ==, sizeof text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-name/names", test_names);
  g_test_add_func ("/file-name/lengths", test_lengths);
  return g_test_run ();
}
