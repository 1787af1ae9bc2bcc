/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-notice.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"

typedef struct
{
  GtkWidget *window, *notice;
  GString *heard;
} Fixture;

static void
accepted (Fixture *fixture)
{
  g_string_append (fixture->heard, gtk_widget_get_visible (fixture->notice) ? "accepted while shown " : "accepted ");
}

static void
declined (Fixture *fixture)
{
  g_string_append (fixture->heard, gtk_widget_get_visible (fixture->notice) ? "declined while shown " : "declined ");
}

static void
dismissed (Fixture *fixture)
{
  g_string_append (fixture->heard, gtk_widget_get_visible (fixture->notice) ? "dismissed while shown " : "dismissed ");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->notice = g_object_new (CT_TYPE_NOTICE, NULL);
  fixture->heard = g_string_new (NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->notice);
  g_signal_connect_swapped (fixture->notice, "accepted", G_CALLBACK (accepted), fixture);
  g_signal_connect_swapped (fixture->notice, "declined", G_CALLBACK (declined), fixture);
  g_signal_connect_swapped (fixture->notice, "dismissed", G_CALLBACK (dismissed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_string_free (fixture->heard, TRUE);
}

/* The button with @label; NULL: the one without, which puts the notice away. */
static GtkWidget *
find_button (Fixture *fixture, const char *label)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  widget_find_all (fixture->notice, GTK_TYPE_BUTTON, buttons);
  g_assert_cmpuint (buttons->len, ==, 3);
  for (guint i = 0; i < buttons->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (buttons, i))
        && g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), label) == 0)
      return g_ptr_array_index (buttons, i);
  return NULL;
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "_Restore", "_Discard", NULL };

  g_assert_false (gtk_widget_get_visible (fixture->notice));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      ct_notice_show (CT_NOTICE (fixture->notice), "There is unsaved work.", "_Restore", "_Discard");
      g_assert_true (gtk_widget_get_visible (fixture->notice));
      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (widget_find (fixture->notice, GTK_TYPE_LABEL, 0))), ==,
                       "There is unsaved work.");
      g_signal_emit_by_name (find_button (fixture, labels[i]), "clicked");
      g_assert_false (gtk_widget_get_visible (fixture->notice));
    }
  g_assert_cmpstr (fixture->heard->str, ==, "accepted declined dismissed ");
}

/* A notice without a button, or with one, shows no other's. */
static void
test_buttons (Fixture *fixture, gconstpointer data)
{
  ct_notice_show (CT_NOTICE (fixture->notice), "First", "_Yes", "_No");
  ct_notice_show (CT_NOTICE (fixture->notice), "Second", "_Find", NULL);
  g_assert_nonnull (find_button (fixture, "_Find"));
  g_assert_null (find_button (fixture, "_No"));
  ct_notice_show (CT_NOTICE (fixture->notice), "Third", NULL, NULL);
  g_assert_null (find_button (fixture, "_Find"));
  ct_notice_hide (CT_NOTICE (fixture->notice));
  g_assert_false (gtk_widget_get_visible (fixture->notice));
  g_assert_cmpstr (fixture->heard->str, ==, "");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/notice/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("answers", test_answers);
  ADD ("buttons", test_buttons);
  return g_test_run ();
}
