/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a crash: the work that was kept is offered, one document at a time. */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-message.h"
#include "ui/widgets/ct-notice.h"
#include "ui/window/ct-window.h"

static void
offer_next (CtWindow *self)
{
  CtRecoverable *first;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *when = NULL, *text = NULL;

  if (!self->recoverables || !self->recoverables->len)
    {
      ct_notice_hide (self->recovery_notice);
      return;
    }
  first = g_ptr_array_index (self->recoverables, 0);
  time = ct_recoverable_dup_time (first);
  /* Translators: date and time, as strftime() has them; %x %R is like 11/24/26 21:03 */
  when = time ? g_date_time_format (time, _ ("%x %R")) : g_strdup ("");
  /* Translators: the first %s is the name of a document, the second date and time */
  text = g_strdup_printf (_ ("Coloratura closed unexpectedly. Unsaved work on “%s” can be recovered (%s)."),
                          ct_recoverable_get_title (first), when);
  ct_notice_show (self->recovery_notice, text, _ ("_Recover"), _ ("_Discard…"));
}

static CtRecoverable *
take_first (CtWindow *self)
{
  return self->recoverables && self->recoverables->len ? g_ptr_array_steal_index (self->recoverables, 0) : NULL;
}

static void
recover (CtWindow *self, CtRecoverable *recoverable)
{
  CtWindow *target = ct_window_get_free (self);
  g_autoptr (CtDocument) document = ct_document_new ();
  const CtProject *project = ct_recoverable_recover (recoverable, document);
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_window_take_session (target, session, ct_autosave_new_recovered (recoverable, document, session));
  ct_project_show (project, session);
  gtk_window_present (GTK_WINDOW (target));
  ct_window_find_recording (target);
}

static void
accepted (CtWindow *self)
{
  g_autoptr (CtRecoverable) recoverable = take_first (self);

  if (recoverable)
    recover (self, recoverable);
  offer_next (self);
}

static void
discard_answered (AdwMessageDialog *dialog, const char *response, CtWindow *self)
{
  if (g_str_equal (response, "discard"))
    {
      g_autoptr (CtRecoverable) recoverable = take_first (self);

      if (recoverable)
        ct_recoverable_discard (recoverable);
    }
  offer_next (self);
}

static void
declined (CtWindow *self)
{
  AdwMessageDialog *dialog;
  g_autofree char *body = NULL;

  if (!self->recoverables || !self->recoverables->len)
    return;
  /* Translators: %s is the name of a document */
  body = g_strdup_printf (_ ("The unsaved work on “%s” will be permanently lost."),
                          ct_recoverable_get_title (g_ptr_array_index (self->recoverables, 0)));
  dialog = ct_message_new (GTK_WIDGET (self), _ ("Discard the Unsaved Work?"), body);
  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Put away: it stays on disk and is offered by the next start. */
static void
dismissed (CtWindow *self)
{
  g_autoptr (CtRecoverable) kept = take_first (self);

  offer_next (self);
}

void
ct_window_connect_recovery (CtWindow *self)
{
  g_signal_connect_object (self->recovery_notice, "accepted", G_CALLBACK (accepted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recovery_notice, "declined", G_CALLBACK (declined), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recovery_notice, "dismissed", G_CALLBACK (dismissed), self, G_CONNECT_SWAPPED);
}

void
ct_window_offer_recovery (CtWindow *self, GPtrArray *recoverables)
{
  g_clear_pointer (&self->recoverables, g_ptr_array_unref);
  self->recoverables = recoverables;
  offer_next (self);
}
