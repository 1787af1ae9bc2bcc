/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-header-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/canvas/ct-display-popover.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-history.h"
#include "ui/support/ct-file-error.h"

struct _CtHeaderBar
{
  GtkWidget parent_instance;
  CtSession *session;
  GSignalGroup *document_signals, *history_signals;
  GtkWidget *bar;
  AdwWindowTitle *title;
  AdwSqueezer *open_squeezer, *record_squeezer;
  GtkWidget *undo_button, *redo_button, *display_button, *sidebar_button;
};

enum
{
  PROP_SESSION = 1,
  PROP_TITLE,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (CtHeaderBar, ct_header_bar, GTK_TYPE_WIDGET)

static GParamSpec *props[N_PROPS];

static CtDocument *
document_of (CtHeaderBar *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

const char *
ct_header_bar_get_title (CtHeaderBar *self)
{
  g_return_val_if_fail (CT_IS_HEADER_BAR (self), NULL);
  return adw_window_title_get_title (self->title);
}

static void
update_title (CtHeaderBar *self)
{
  CtDocument *document = document_of (self);
  const char *title = document ? ct_document_get_title (document) : g_get_application_name ();
  g_autofree char *shown = ct_file_display_name (title ? title : "");

  adw_window_title_set_title (self->title, shown);
  /* Translators: under the name of a document that has changes which are not saved */
  adw_window_title_set_subtitle (self->title, document && ct_document_get_modified (document) ? _ ("Edited") : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/* The tooltip of a button for a step: "Undo Move Note (Ctrl+Z)". */
static void
set_step_tooltip (GtkWidget *button, const char *format, const char *plain, const char *step)
{
  g_autofree char *text = step ? g_strdup_printf (format, step) : g_strdup (plain);

  gtk_widget_set_tooltip_text (button, text);
}

static void
update_steps (CtHeaderBar *self)
{
  CtHistory *history = self->session ? ct_document_get_history (document_of (self)) : NULL;

  /* Translators: %s is the name of a step, like “Move Note” */
  set_step_tooltip (self->undo_button, _ ("Undo %s (Ctrl+Z)"), _ ("Undo (Ctrl+Z)"),
                    history ? ct_history_get_undo_name (history) : NULL);
  /* Translators: %s is the name of a step, like “Move Note” */
  set_step_tooltip (self->redo_button, _ ("Redo %s (Ctrl+Shift+Z)"), _ ("Redo (Ctrl+Shift+Z)"),
                    history ? ct_history_get_redo_name (history) : NULL);
}

static void
update_buttons (CtHeaderBar *self)
{
  gboolean has_document = self->session != NULL;

  gtk_widget_set_visible (self->undo_button, has_document);
  gtk_widget_set_visible (self->redo_button, has_document);
  gtk_widget_set_visible (self->sidebar_button, has_document);
  gtk_widget_set_visible (self->display_button, has_document);
  adw_squeezer_set_allow_none (self->open_squeezer, has_document);
  adw_squeezer_set_allow_none (self->record_squeezer, has_document);
}

void
ct_header_bar_set_session (CtHeaderBar *self, CtSession *session)
{
  CtDocument *document = session ? ct_session_get_document (session) : NULL;

  g_return_if_fail (CT_IS_HEADER_BAR (self));
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->history_signals, document ? ct_document_get_history (document) : NULL);
  update_title (self);
  update_steps (self);
  update_buttons (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
ct_header_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtHeaderBar *self = CT_HEADER_BAR (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_TITLE)
    g_value_set_string (value, ct_header_bar_get_title (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_header_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtHeaderBar *self = CT_HEADER_BAR (object);

  if (id == PROP_SESSION)
    ct_header_bar_set_session (self, g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_header_bar_dispose (GObject *object)
{
  CtHeaderBar *self = CT_HEADER_BAR (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->history_signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_header_bar_parent_class)->dispose (object);
}

static void
ct_header_bar_class_init (CtHeaderBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_header_bar_get_property;
  object_class->set_property = ct_header_bar_set_property;
  object_class->dispose = ct_header_bar_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (CT_TYPE_DISPLAY_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-header-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, bar);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, title);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, open_squeezer);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, record_squeezer);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, undo_button);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, redo_button);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, display_button);
  gtk_widget_class_bind_template_child (widget_class, CtHeaderBar, sidebar_button);
}

static void
ct_header_bar_init (CtHeaderBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->document_signals = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "notify", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  self->history_signals = g_signal_group_new (CT_TYPE_HISTORY);
  g_signal_group_connect_object (self->history_signals, "notify", G_CALLBACK (update_steps), self, G_CONNECT_SWAPPED);
  ct_header_bar_set_session (self, NULL);
}
