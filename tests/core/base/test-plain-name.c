/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/base/ct-plain-name.h"

static void
test_copy (void)
{
  const struct
  {
    const char *text, *name;
  } cases[] = {
    { "", "" },
    { "Anna", "Anna" },
    { "An\nna\x7f", "Anna" },
    { "a\xff\xc0\x80"
      "b\xe4\xb8",
      "ab" },
    { "\xe2\x80\xaex\xe2\x81\xa6", "x" },
    { "中提琴", "中提" }, /* nine bytes, of which seven would fit */
    { "1234567890", "1234567" },
  };
  char name[8];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      memset (name, '?', sizeof name);
      ct_plain_name_copy (cases[i].text, name, sizeof name);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (ct_plain_name_is_valid (name, sizeof name));
    }
}

static void
test_valid (void)
{
  g_assert_true (ct_plain_name_is_valid ("中a\0\0", 6));
  g_assert_false (ct_plain_name_is_valid ("abc", 3)); /* no zero */
  g_assert_false (ct_plain_name_is_valid ("a\0b", 4));
  g_assert_false (ct_plain_name_is_valid ("a\nb", 4));
  g_assert_false (ct_plain_name_is_valid ("\xe4\xb8\0", 4));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-name/copy", test_copy);
  g_test_add_func ("/plain-name/valid", test_valid);
  return g_test_run ();
}
