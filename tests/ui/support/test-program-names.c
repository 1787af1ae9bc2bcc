/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-program-names.h"

#include <glib.h>

static void
test_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint program = 0; program < CT_N_PROGRAMS; program++)
    {
      g_assert_cmpstr (ct_program_get_name (program), !=, "");
      g_assert_true (g_hash_table_add (names, (gpointer) ct_program_get_name (program)));
    }
  g_hash_table_remove_all (names);
  for (guint family = 0; family < CT_N_PROGRAM_FAMILIES; family++)
    g_assert_true (g_hash_table_add (names, (gpointer) ct_program_get_family_name (family)));
  g_assert_cmpuint (CT_N_PROGRAMS, ==, 8 * CT_N_PROGRAM_FAMILIES);
  /* the numbers of the standard, from 0 */
  g_assert_cmpstr (ct_program_get_name (0), ==, "Acoustic Grand Piano");
  g_assert_cmpstr (ct_program_get_name (40), ==, "Violin");
  g_assert_cmpstr (ct_program_get_name (73), ==, "Flute");
  g_assert_cmpstr (ct_program_get_name (127), ==, "Gunshot");
}

static guint
count_matches (const char *typed)
{
  guint n = 0;

  for (guint program = 0; program < CT_N_PROGRAMS; program++)
    n += ct_program_matches (program, typed);
  return n;
}

static void
test_matches (void)
{
  g_assert_cmpuint (count_matches (""), ==, CT_N_PROGRAMS);
  g_assert_true (ct_program_matches (40, "violin"));
  g_assert_true (ct_program_matches (40, "VIO"));
  g_assert_false (ct_program_matches (40, "viola"));
  /* words in any order, each in the name or in that of the family */
  g_assert_true (ct_program_matches (0, "piano grand"));
  g_assert_true (ct_program_matches (0, "  grand   acoustic "));
  g_assert_false (ct_program_matches (0, "grand violin"));
  for (guint program = 40; program < 48; program++)
    g_assert_true (ct_program_matches (program, ct_program_get_family_name (5)));
  /* numbers from 1, whole: 1 is not 10 */
  g_assert_true (ct_program_matches (0, "1"));
  g_assert_false (ct_program_matches (9, "1"));
  g_assert_true (ct_program_matches (127, "128"));
  g_assert_cmpuint (count_matches ("129"), ==, 0);
  g_assert_cmpuint (count_matches ("no such instrument"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program-names/names", test_names);
  g_test_add_func ("/program-names/matches", test_matches);
  return g_test_run ();
}
