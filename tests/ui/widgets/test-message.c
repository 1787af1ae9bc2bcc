/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-message.h"

#include <adwaita.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
is_gone (gpointer data)
{
  return find_dialog () == NULL;
}

static void
test_error (void)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new (NULL);
  AdwMessageDialog *dialog;

  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  ct_message_show_error (label, "“a_b & <c>.wav” Could Not Be Opened", "It is empty.");
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (window));
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "“a_b & <c>.wav” Could Not Be Opened");
  g_assert_false (adw_message_dialog_get_heading_use_markup (dialog));
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "It is empty.");
  g_assert_false (adw_message_dialog_get_body_use_markup (dialog));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "close");
  g_assert_cmpstr (adw_message_dialog_get_close_response (dialog), ==, "close");
  gtk_window_close (GTK_WINDOW (dialog));
  widget_wait (is_gone, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Names of files are any bytes, as long as they like: what is shown is text, and fits. */
static void
test_names (void)
{
  g_autofree char *name = g_strnfill (4000, 'n');
  GtkWidget *dialog = GTK_WIDGET (ct_message_new (NULL, name, "caf\xe9"));

  g_assert_cmpint (g_utf8_strlen (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), -1), ==, 500);
  g_assert_true (g_str_has_suffix (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), "…"));
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==, "caf\xef\xbf\xbd");
  g_assert_cmpstr (adw_message_dialog_get_close_response (ADW_MESSAGE_DIALOG (dialog)), ==, "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/message/error", test_error);
  g_test_add_func ("/message/names", test_names);
  return g_test_run ();
}
