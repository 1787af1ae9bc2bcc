/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-help.h"

#include <adwaita.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"

#define RESOURCE "/io/github/coloratura/Coloratura/gtk/help-overlay.ui"

static GtkWindow *
find_help (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == parent)
        {
          g_assert_null (found);
          found = window;
        }
    }
  return found;
}

static void
count (GSimpleAction *action, GVariant *parameter, gpointer n)
{
  (*(guint *) n)++;
}

static void
test_show (void)
{
  GtkWidget *parent = gtk_window_new ();
  GtkWindow *help;

  gtk_window_present (GTK_WINDOW (parent));
  ct_help_show (GTK_WINDOW (parent));
  help = find_help (GTK_WINDOW (parent));
  g_assert_nonnull (help);
  g_assert_false (gtk_window_get_modal (help));
  /* there is one only */
  ct_help_show (GTK_WINDOW (parent));
  g_assert_true (find_help (GTK_WINDOW (parent)) == help);
  gtk_window_close (help);
  ui_test_settle ();
  g_assert_null (find_help (GTK_WINDOW (parent)));
  ct_help_show (GTK_WINDOW (parent));
  help = find_help (GTK_WINDOW (parent));
  g_object_add_weak_pointer (G_OBJECT (help), (gpointer *) &help);
  ui_test_settle ();

  /* and it goes with its window */
  gtk_window_destroy (GTK_WINDOW (parent));
  ui_test_settle ();
  g_assert_null (help);
}

static void
test_leads (void)
{
  static const char *const names[] = { "guided-first-song", "show-help-overlay" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *parent = gtk_window_new (), *help;
  guint n_calls[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);

      g_signal_connect (action, "activate", G_CALLBACK (count), &n_calls[i]);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (parent, "win", G_ACTION_GROUP (group));
  gtk_window_present (GTK_WINDOW (parent));
  ct_help_show (GTK_WINDOW (parent));
  help = GTK_WIDGET (find_help (GTK_WINDOW (parent)));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_signal_emit_by_name (widget_find (help, ADW_TYPE_ACTION_ROW, i), "activated");
      g_assert_cmpuint (n_calls[i], ==, 1);
    }
  gtk_window_destroy (GTK_WINDOW (parent));
  ui_test_settle ();
}

static GtkWidget *
page_of (GtkWidget *group)
{
  return gtk_widget_get_parent (gtk_widget_get_parent (group));
}

static void
assert_title (GtkWidget *group, const char *title)
{
  g_autofree char *shown = NULL;

  g_object_get (group, "title", &shown, NULL);
  g_assert_cmpstr (shown, ==, title);
}

/* The window of shortcuts begins with the first groups: a section of more than one page would not. */
static void
test_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE);
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));
  g_autoptr (GPtrArray) sections = g_ptr_array_new ();

  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  widget_find_all (window, GTK_TYPE_SHORTCUTS_SECTION, sections);
  for (guint i = 0; i < sections->len; i++)
    {
      g_autoptr (GPtrArray) groups = g_ptr_array_new ();

      widget_find_all (sections->pdata[i], GTK_TYPE_SHORTCUTS_GROUP, groups);
      for (guint group = 1; group < groups->len; group++)
        g_assert_true (page_of (groups->pdata[group]) == page_of (groups->pdata[0]));
    }
  g_assert_true (gtk_widget_get_mapped (widget_find (window, GTK_TYPE_SHORTCUTS_GROUP, 0)));
  assert_title (widget_find (window, GTK_TYPE_SHORTCUTS_GROUP, 0), "Files");
  assert_title (widget_find (window, GTK_TYPE_SHORTCUTS_GROUP, 1), "General");
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/help/show", test_show);
  g_test_add_func ("/help/leads", test_leads);
  g_test_add_func ("/help/shortcuts", test_shortcuts);
  return g_test_run ();
}
