/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_CHARS 200

static void
forget (AdwToast *toast, AdwToastOverlay *overlay)
{
  if (g_object_get_data (G_OBJECT (overlay), "ct-toast") == toast)
    g_object_set_data (G_OBJECT (overlay), "ct-toast", NULL);
}

/* Names of files come in here: a single line that no toast has to be as wide as the screen for. */
static char *
make_short (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *head = NULL;

  g_strdelimit (valid, "\n\r\t", ' ');
  if (g_utf8_strlen (valid, -1) <= MAX_CHARS)
    return g_steal_pointer (&valid);
  head = g_utf8_substring (valid, 0, MAX_CHARS - 1);
  return g_strconcat (head, "…", NULL);
}

void
ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo)
{
  g_autofree char *line = make_short (text);
  g_autofree char *markup = g_markup_escape_text (line, -1);
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast, *before;

  if (!overlay)
    return;
  /* what was said before is no longer what undo would take back */
  before = g_object_get_data (G_OBJECT (overlay), "ct-toast");
  if (before)
    adw_toast_dismiss (before);
  toast = adw_toast_new (markup);
  adw_toast_set_timeout (toast, offers_undo ? 5 : 4);
  if (offers_undo)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_action_name (toast, "win.undo");
    }
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget), overlay, 0);
  g_object_set_data (G_OBJECT (overlay), "ct-toast", toast);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
