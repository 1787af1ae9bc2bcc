/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to unsaved work when a window is left. */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-window.h"

typedef struct
{
  CtWindow *window;
  CtWindowLeaveFunc func;
  gpointer data;
} Leave;

static void
finish (Leave *leave, gboolean may_close)
{
  g_autoptr (CtWindow) self = leave->window;

  self->closing = may_close;
  leave->func (self, may_close, leave->data);
  g_free (leave);
}

static void
saved (CtWindow *self, gboolean success, gpointer leave)
{
  finish (leave, success);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Leave *leave)
{
  leave->window->question = NULL;
  /* the window may be gone before the dialog is */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "save"))
    ct_window_save (leave->window, FALSE, saved, leave);
  else
    finish (leave, g_str_equal (response, "discard"));
}

void
ct_window_leave (CtWindow *self, CtWindowLeaveFunc func, gpointer data)
{
  CtDocument *document = ct_window_get_document (self);
  AdwMessageDialog *dialog;
  g_autofree char *body = NULL;
  Leave *leave;

  g_return_if_fail (CT_IS_WINDOW (self));
  if (!document || !ct_document_get_modified (document))
    {
      self->closing = TRUE;
      func (self, TRUE, data);
      return;
    }
  if (self->question)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      func (self, FALSE, data);
      return;
    }
  /* Translators: %s is the name of a document */
  body = g_strdup_printf (_ ("“%s” contains unsaved changes. Changes that are not saved will be permanently lost."),
                          ct_document_get_title (document));
  dialog = ct_message_new (GTK_WIDGET (self), _ ("Save Changes?"), body);
  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_add_response (dialog, "save", _ ("_Save"));
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  leave = g_new0 (Leave, 1);
  *leave = (Leave){ g_object_ref (self), func, data };
  self->question = GTK_WIDGET (dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (answered), leave);
  gtk_window_present (GTK_WINDOW (dialog));
}
