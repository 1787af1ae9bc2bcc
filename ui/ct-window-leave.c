/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to unsaved work when a window is left. */
#include "ct-window-private.h"

#include <glib/gi18n.h>

#include "ct-message.h"

typedef struct
{
  CtWindow *window;
  CtWindowLeaveFunc func;
  gpointer data;
} Leave;

static void
answered (AdwMessageDialog *dialog, const char *response, Leave *leave)
{
  leave->func (leave->window, g_str_equal (response, "discard"), leave->data);
  g_object_unref (leave->window);
  g_free (leave);
}

void
ct_window_leave (CtWindow *self, CtWindowLeaveFunc func, gpointer data)
{
  CtDocument *document = self->session ? ct_session_get_document (self->session) : NULL;
  AdwMessageDialog *dialog;
  g_autofree char *body = NULL;
  Leave *leave;

  g_return_if_fail (CT_IS_WINDOW (self));
  if (!document || !ct_document_get_modified (document))
    {
      func (self, TRUE, data);
      return;
    }
  /* Translators: %s is the name of a document */
  body = g_strdup_printf (_ ("“%s” has changes that are not saved."), ct_document_get_title (document));
  dialog = ct_message_new (GTK_WIDGET (self), _ ("Save Changes?"), body);
  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  leave = g_new0 (Leave, 1);
  *leave = (Leave){ g_object_ref (self), func, data };
  g_signal_connect (dialog, "response", G_CALLBACK (answered), leave);
  gtk_window_present (GTK_WINDOW (dialog));
}
