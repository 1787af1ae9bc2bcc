/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <string.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/support/ct-program-names.h"
#include "ui/widgets/ct-program-list.h"

static void
test_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < CT_N_PROGRAMS; i++)
    {
      g_assert_cmpuint (strlen (ct_program_get_name (i)), >, 0);
      g_assert_true (g_hash_table_add (names, (gpointer) ct_program_get_name (i)));
    }
  for (guint i = 0; i < CT_N_PROGRAM_FAMILIES; i++)
    g_assert_cmpuint (strlen (ct_program_get_family_name (i)), >, 0);
  /* the ends of the table and of families */
  g_assert_cmpstr (ct_program_get_name (0), ==, "Acoustic Grand Piano");
  g_assert_cmpstr (ct_program_get_name (40), ==, "Violin");
  g_assert_cmpstr (ct_program_get_name (56), ==, "Trumpet");
  g_assert_cmpstr (ct_program_get_name (71), ==, "Clarinet");
  g_assert_cmpstr (ct_program_get_name (73), ==, "Flute");
  g_assert_cmpstr (ct_program_get_name (104), ==, "Sitar");
  g_assert_cmpstr (ct_program_get_name (127), ==, "Gunshot");
}

static void
test_matches (void)
{
  guint n_guitars = 0, n_all = 0;

  g_assert_true (ct_program_matches (40, "violin"));
  g_assert_true (ct_program_matches (40, "STRINGS"));
  g_assert_true (ct_program_matches (40, " vio str "));
  g_assert_false (ct_program_matches (40, "viola"));
  g_assert_true (ct_program_matches (40, "41"));
  g_assert_false (ct_program_matches (40, "4"));
  g_assert_true (ct_program_matches (4, "1"));
  g_assert_true (ct_program_matches (0, "1"));
  for (guint i = 0; i < CT_N_PROGRAMS; i++)
    {
      n_guitars += ct_program_matches (i, "guitar");
      n_all += ct_program_matches (i, "");
      g_assert_false (ct_program_matches (i, "no such thing"));
    }
  g_assert_cmpuint (n_guitars, ==, 9); /* the family, and the noise of its frets */
  g_assert_cmpuint (n_all, ==, CT_N_PROGRAMS);
}

static void
on_chosen (CtProgramList *list, guint program, int *chosen)
{
  *chosen = (int) program;
}

static guint
count_visible (GtkWidget *list_box)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (list_box); child; child = gtk_widget_get_next_sibling (child))
    n += GTK_IS_LIST_BOX_ROW (child) && gtk_widget_get_child_visible (child);
  return n;
}

static void
test_list (void)
{
  GtkWidget *window = gtk_window_new (), *list = ct_program_list_new ();
  GtkWidget *search, *list_box;
  int chosen = -1;

  gtk_window_set_child (GTK_WINDOW (window), list);
  search = widget_find (list, GTK_TYPE_SEARCH_ENTRY, 0);
  list_box = widget_find (list, GTK_TYPE_LIST_BOX, 0);
  g_signal_connect (list, "chosen", G_CALLBACK (on_chosen), &chosen);
  ct_program_list_set_program (CT_PROGRAM_LIST (list), 73);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_visible (list_box), ==, CT_N_PROGRAMS);
  g_assert_true (gtk_list_box_get_selected_row (GTK_LIST_BOX (list_box))
                 == gtk_list_box_get_row_at_index (GTK_LIST_BOX (list_box), 73));

  /* Return takes the first that is found */
  gtk_editable_set_text (GTK_EDITABLE (search), "sax");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpint (chosen, ==, 64);
  while (count_visible (list_box) == CT_N_PROGRAMS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_visible (list_box), ==, 4);
  g_signal_emit_by_name (list_box, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list_box), 66));
  g_assert_cmpint (chosen, ==, 66);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  chosen = -1;
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpint (chosen, ==, -1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/program-list/names", test_names);
  g_test_add_func ("/program-list/matches", test_matches);
  g_test_add_func ("/program-list/list", test_list);
  return g_test_run ();
}
