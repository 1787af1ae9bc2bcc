/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-message.h"

#include <glib/gi18n.h>

#define MAX_CHARS 500

/* Texts may contain the name of a file: any bytes, of any length. */
static char *
make_showable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *head = NULL;

  if (g_utf8_strlen (valid, -1) <= MAX_CHARS)
    return g_steal_pointer (&valid);
  head = g_utf8_substring (valid, 0, MAX_CHARS - 1);
  return g_strconcat (head, "…", NULL);
}

static AdwMessageDialog *
make_dialog (GtkWidget *from, const char *heading, const char *body)
{
  g_autofree char *shown_heading = make_showable (heading), *shown_body = make_showable (body);
  GtkRoot *root = from ? gtk_widget_get_root (from) : NULL;

  return ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, shown_heading, shown_body));
}

AdwMessageDialog *
ct_message_new (GtkWidget *from, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = make_dialog (from, heading, body);

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  return dialog;
}

void
ct_message_show_error (GtkWidget *from, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = make_dialog (from, heading, body);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_close_response (dialog, "close");
  adw_message_dialog_set_default_response (dialog, "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
