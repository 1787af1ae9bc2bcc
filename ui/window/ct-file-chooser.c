/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-file-chooser.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <string.h>

struct _CtFileChooser
{
  GObject parent_instance;
  GtkWindow *window;
  GtkFileChooserNative *dialog; /* NULL unless prepared or shown */
  CtFileChosenFunc func;
  gpointer data;
};

G_DEFINE_FINAL_TYPE (CtFileChooser, ct_file_chooser, G_TYPE_OBJECT)

GtkFileChooser *
ct_file_chooser_prepare (CtFileChooser *self, const char *title, GtkFileChooserAction action)
{
  g_return_val_if_fail (CT_IS_FILE_CHOOSER (self), NULL);
  if (self->dialog)
    return NULL;
  self->dialog = gtk_file_chooser_native_new (title, self->window, action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  return GTK_FILE_CHOOSER (self->dialog);
}

void
ct_file_chooser_add_filter (CtFileChooser *self, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *patterns; patterns++)
    if (strchr (*patterns, '/'))
      gtk_file_filter_add_mime_type (filter, *patterns);
    else if (g_str_equal (*patterns, "*"))
      gtk_file_filter_add_pattern (filter, "*");
    else
      gtk_file_filter_add_suffix (filter, *patterns);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
}

void
ct_file_chooser_add_all_files (CtFileChooser *self)
{
  static const char *const all[] = { "*", NULL };

  ct_file_chooser_add_filter (self, _ ("All Files"), all);
}

static void
responded (GtkNativeDialog *dialog, int response, CtFileChooser *self)
{
  g_autoptr (GtkFileChooserNative) answered = g_steal_pointer (&self->dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (answered))
                                                           : NULL;

  self->func (file, self->data);
}

void
ct_file_chooser_show (CtFileChooser *self, CtFileChosenFunc func, gpointer data)
{
  g_return_if_fail (CT_IS_FILE_CHOOSER (self) && self->dialog);
  self->func = func;
  self->data = data;
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (responded), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

void
ct_file_chooser_dismiss (CtFileChooser *self)
{
  g_return_if_fail (CT_IS_FILE_CHOOSER (self));
  g_clear_object (&self->dialog);
}

static void
ct_file_chooser_dispose (GObject *object)
{
  ct_file_chooser_dismiss (CT_FILE_CHOOSER (object));
  G_OBJECT_CLASS (ct_file_chooser_parent_class)->dispose (object);
}

static void
ct_file_chooser_class_init (CtFileChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_file_chooser_dispose;
}

static void
ct_file_chooser_init (CtFileChooser *self)
{
}

CtFileChooser *
ct_file_chooser_new (GtkWindow *window)
{
  CtFileChooser *self = g_object_new (CT_TYPE_FILE_CHOOSER, NULL);

  self->window = window;
  return self;
}
