/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file chooser of a window: one at a time. */
#include "ui/window/ct-window-private.h"

#include <gtk/gtk.h>
#include <string.h>

#include "ui/window/ct-window.h"

GtkFileChooserNative *
ct_window_make_chooser (CtWindow *self, const char *title, GtkFileChooserAction action)
{
  if (self->chooser)
    return NULL;
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  return self->chooser;
}

void
ct_window_add_filter (GtkFileChooserNative *chooser, const char *name, const char *const *patterns)
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
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

typedef struct
{
  CtWindow *window;
  void (*func) (CtWindow *self, GFile *file);
} Choice;

static void
free_choice (gpointer choice, GClosure *closure)
{
  g_free (choice);
}

static void
chosen (GtkNativeDialog *dialog, int response, Choice *choice)
{
  CtWindow *self = choice->window;
  void (*func) (CtWindow *, GFile *) = choice->func;
  g_autoptr (GtkNativeDialog) kept = g_object_ref (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                                                           : NULL;

  g_clear_object (&self->chooser);
  func (self, file);
}

/* @func gets the file, or NULL where none was chosen. */
void
ct_window_run_chooser (CtWindow *self, void (*func) (CtWindow *self, GFile *file))
{
  Choice *choice = g_new0 (Choice, 1);

  *choice = (Choice){ self, func };
  g_signal_connect_data (self->chooser, "response", G_CALLBACK (chosen), choice, free_choice, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
