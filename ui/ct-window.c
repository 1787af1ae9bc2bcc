/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-window-private.h"

#include <glib/gi18n.h>

#include "ct-settings.h"
#include "ct-toast.h"

enum
{
  PROP_SESSION = 1,
};

G_DEFINE_FINAL_TYPE (CtWindow, ct_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (CtWindow *self)
{
  CtDocument *document = self->session ? ct_session_get_document (self->session) : NULL;
  const char *title = document ? ct_document_get_title (document) : g_get_application_name ();
  gboolean modified = document && ct_document_get_modified (document);

  adw_window_title_set_title (self->title, title ? title : "");
  /* Translators: under the name of a document that has changes which are not saved */
  adw_window_title_set_subtitle (self->title, modified ? _ ("Edited") : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
document_notified (CtWindow *self)
{
  update_title (self);
  ct_window_update_actions (self);
}

static void
stepped (CtDocument *document, const char *name, gboolean undone, CtWindow *self)
{
  /* Translators: %s is the name of a step, like “Move Note” */
  g_autofree char *text = g_strdup_printf (undone ? _ ("Undone: %s") : _ ("Done again: %s"), name);

  ct_window_toast (self, text, FALSE);
}

static void
connect_document (CtWindow *self, CtDocument *document)
{
  CtHistory *history = ct_document_get_history (document);

  g_signal_connect_object (document, "notify", G_CALLBACK (document_notified), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "stepped", G_CALLBACK (stepped), self, 0);
  g_signal_connect_object (history, "notify", G_CALLBACK (ct_window_update_actions), self, G_CONNECT_SWAPPED);
}

static void
disconnect_document (CtWindow *self, CtDocument *document)
{
  g_signal_handlers_disconnect_by_data (document, self);
  g_signal_handlers_disconnect_by_data (ct_document_get_history (document), self);
}

CtSession *
ct_window_get_session (CtWindow *self)
{
  g_return_val_if_fail (CT_IS_WINDOW (self), NULL);
  return self->session;
}

void
ct_window_set_session (CtWindow *self, CtSession *session)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  if (self->session == session)
    return;
  if (self->session)
    disconnect_document (self, ct_session_get_document (self->session));
  g_set_object (&self->session, session);
  if (session)
    {
      connect_document (self, ct_session_get_document (session));
      ct_settings_bind_session (self->settings, session);
    }
  ct_display_popover_set_session (self->display_popover, session);
  gtk_stack_set_visible_child_name (self->pages, session ? "document" : "start");
  document_notified (self);
  g_object_notify (G_OBJECT (self), "session");
}

void
ct_window_toast (CtWindow *self, const char *text, gboolean offers_undo)
{
  g_return_if_fail (CT_IS_WINDOW (self));
  ct_toast_send (gtk_widget_get_first_child (GTK_WIDGET (self->toasts)), text, offers_undo);
}

static void
remember_size (CtWindow *self)
{
  int width, height;

  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)) || gtk_window_is_fullscreen (GTK_WINDOW (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", CLAMP (width, 360, 16384));
  g_settings_set_int (self->settings, "window-height", CLAMP (height, 294, 16384));
}

static void
left (CtWindow *self, gboolean may_close, gpointer data)
{
  if (!may_close)
    return;
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
ct_window_close_request (GtkWindow *window)
{
  CtWindow *self = CT_WINDOW (window);

  if (!self->closing && self->session && ct_document_get_modified (ct_session_get_document (self->session)))
    {
      ct_window_leave (self, left, NULL);
      return TRUE;
    }
  remember_size (self);
  return GTK_WINDOW_CLASS (ct_window_parent_class)->close_request (window);
}

static void
ct_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_WINDOW (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_window_set_session (CT_WINDOW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_window_dispose (GObject *object)
{
  CtWindow *self = CT_WINDOW (object);

  if (self->session)
    disconnect_document (self, ct_session_get_document (self->session));
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (ct_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CtWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, display_button);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, display_popover);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, canvas_box);
  gtk_widget_class_bind_template_child (widget_class, CtWindow, sidebar);
}

static void
ct_window_class_init (CtWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_window_get_property;
  object_class->set_property = ct_window_set_property;
  object_class->dispose = ct_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ct_window_close_request;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  g_type_ensure (CT_TYPE_DISPLAY_POPOVER);
  g_type_ensure (CT_TYPE_START_PAGE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
restore_size (CtWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
ct_window_init (CtWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = ct_settings_new ();
  restore_size (self);
  g_settings_bind (self->settings, "sidebar-visible", self->flap, "reveal-flap", G_SETTINGS_BIND_DEFAULT);
  ct_window_add_actions (self);
  ct_window_accept_drops (self);
  g_signal_connect_object (self->start_page, "open", G_CALLBACK (ct_window_open), self, G_CONNECT_SWAPPED);
  document_notified (self);
}

CtWindow *
ct_window_new (GtkApplication *application)
{
  return g_object_new (CT_TYPE_WINDOW, "application", application, NULL);
}
