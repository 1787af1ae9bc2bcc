/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-save-guard.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/widgets/ct-message.h"

struct _CtSaveGuard
{
  GObject parent_instance;
  GtkWindow *window;
  CtWorkspace *workspace;
  CtSaver *saver;
  GSignalGroup *document_signals;
  GtkWindow *question; /* while it is open */
  gboolean settled;    /* answered: the window may close */
  guint inhibited;     /* cookie, 0: none */
};

G_DEFINE_FINAL_TYPE (CtSaveGuard, ct_save_guard, G_TYPE_OBJECT)

typedef struct
{
  CtSaveGuard *guard;
  GtkWindow *window; /* a weak pointer: one that is held does not take its question with it when it is destroyed */
  CtLeaveFunc func;
  gpointer data;
} Leave;

static Leave *
leave_new (CtSaveGuard *guard, GtkWindow *window, CtLeaveFunc func, gpointer data)
{
  Leave *leave = g_new0 (Leave, 1);

  *leave = (Leave){ g_object_ref (guard), NULL, func, data };
  g_set_weak_pointer (&leave->window, window);
  return leave;
}

static void
leave_free (Leave *leave)
{
  g_clear_weak_pointer (&leave->window);
  g_object_unref (leave->guard);
  g_free (leave);
}

static void
forget_leave (gpointer leave, GClosure *closure)
{
  leave_free (leave);
}

static gboolean
has_unsaved_work (CtSaveGuard *self)
{
  CtDocument *document = ct_workspace_get_document (self->workspace);

  return document && ct_document_get_modified (document);
}

static void
finish (const Leave *leave, gboolean may_leave)
{
  leave->guard->settled = may_leave;
  if (leave->window)
    leave->func (leave->window, may_leave, leave->data);
}

static void
saved (gboolean success, gpointer leave)
{
  finish (leave, success);
  leave_free (leave);
}

static void
answered (AdwMessageDialog *dialog, const char *response, Leave *leave)
{
  leave->guard->question = NULL;
  /* the window may be gone before the dialog is */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  if (g_str_equal (response, "save"))
    ct_saver_save (leave->guard->saver, FALSE, saved,
                   leave_new (leave->guard, leave->window, leave->func, leave->data));
  else
    finish (leave, g_str_equal (response, "discard"));
}

static GtkWindow *
ask (CtSaveGuard *self)
{
  /* Translators: %s is the name of a document */
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” contains unsaved changes. Changes that are not saved will be permanently lost."),
      ct_document_get_title (ct_workspace_get_document (self->workspace)));
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (self->window), _ ("Save Changes?"), body);

  adw_message_dialog_add_response (dialog, "discard", _ ("_Discard"));
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_add_response (dialog, "save", _ ("_Save"));
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  return GTK_WINDOW (dialog);
}

void
ct_save_guard_leave (CtSaveGuard *self, CtLeaveFunc func, gpointer data)
{
  g_return_if_fail (CT_IS_SAVE_GUARD (self));
  if (!has_unsaved_work (self))
    {
      self->settled = TRUE;
      func (self->window, TRUE, data);
      return;
    }
  if (self->question)
    {
      gtk_window_present (self->question);
      func (self->window, FALSE, data);
      return;
    }
  self->question = ask (self);
  g_signal_connect_data (self->question, "response", G_CALLBACK (answered), leave_new (self, self->window, func, data),
                         forget_leave, 0);
  gtk_window_present (self->question);
}

gboolean
ct_save_guard_may_close (CtSaveGuard *self)
{
  g_return_val_if_fail (CT_IS_SAVE_GUARD (self), TRUE);
  return self->settled || !has_unsaved_work (self);
}

static void
update_inhibition (CtSaveGuard *self)
{
  GtkApplication *application = gtk_window_get_application (self->window);
  gboolean unsaved = has_unsaved_work (self);

  if (!application || unsaved == (self->inhibited != 0))
    return;
  if (unsaved)
    self->inhibited = gtk_application_inhibit (application, self->window, GTK_APPLICATION_INHIBIT_LOGOUT,
                                               _ ("Unsaved changes"));
  else
    {
      gtk_application_uninhibit (application, self->inhibited);
      self->inhibited = 0;
    }
}

static void
ct_save_guard_dispose (GObject *object)
{
  CtSaveGuard *self = CT_SAVE_GUARD (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->workspace);
  g_clear_object (&self->saver);
  G_OBJECT_CLASS (ct_save_guard_parent_class)->dispose (object);
}

static void
ct_save_guard_class_init (CtSaveGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_save_guard_dispose;
}

static void
ct_save_guard_init (CtSaveGuard *self)
{
  self->document_signals = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "notify::modified", G_CALLBACK (update_inhibition), self,
                                 G_CONNECT_SWAPPED);
}

CtSaveGuard *
ct_save_guard_new (GtkWindow *window, CtWorkspace *workspace, CtSaver *saver)
{
  CtSaveGuard *self = g_object_new (CT_TYPE_SAVE_GUARD, NULL);

  self->window = window;
  self->workspace = g_object_ref (workspace);
  self->saver = g_object_ref (saver);
  g_object_bind_property (workspace, "document", self->document_signals, "target", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (workspace, "notify::document", G_CALLBACK (update_inhibition), self, G_CONNECT_SWAPPED);
  return self;
}
