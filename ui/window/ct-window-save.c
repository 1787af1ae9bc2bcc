/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving, and what is asked before something is overwritten. */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-exporter.h"
#include "ui/project/ct-project-file.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-window.h"

typedef struct
{
  CtWindow *window;
  CtDocument *document;
  GFile *file;
  CtWindowSavedFunc func;
  gpointer data;
} Save;

static void write_project (Save *save, CtProjectSaveFlags flags);

static void
finish (Save *save, gboolean saved)
{
  CtWindow *self = save->window;

  self->saving = FALSE;
  ct_window_update_actions (self);
  if (save->func)
    save->func (self, saved, save->data);
  g_object_unref (save->window);
  g_object_unref (save->document);
  g_clear_object (&save->file);
  g_free (save);
}

static void
overwrite_answered (AdwMessageDialog *dialog, const char *response, Save *save)
{
  if (g_str_equal (response, "overwrite"))
    write_project (save, CT_PROJECT_SAVE_OVERWRITE);
  else
    finish (save, FALSE);
}

static void
ask_overwrite (Save *save, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (save->window), heading, body);

  adw_message_dialog_add_response (dialog, "overwrite", _ ("_Overwrite"));
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect (dialog, "response", G_CALLBACK (overwrite_answered), save);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;

  if (!ct_project_file_save_finish (save->document, result, &error))
    {
      if (g_error_matches (error, CT_FILE_ERROR, CT_FILE_ERROR_CHANGED_ON_DISK))
        {
          ask_overwrite (save, _ ("Overwrite the Changes of Another Program?"), error->message);
          return;
        }
      ct_message_show_error (GTK_WIDGET (save->window), _ ("Could Not Save Project"), error->message);
      finish (save, FALSE);
      return;
    }
  ct_window_add_recent (save->file);
  name = ct_file_display_name (g_file_peek_path (save->file));
  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_ ("Saved “%s”"), name);
  ct_window_toast (save->window, text, FALSE);
  finish (save, TRUE);
}

static void
write_project (Save *save, CtProjectSaveFlags flags)
{
  ct_project_file_save_async (save->document, save->window->session, save->file, flags, NULL, written, save);
}

/* The name that was typed, with the suffix of projects. */
static GFile *
with_suffix (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (g_str_has_suffix (base, CT_PROJECT_SUFFIX) || !folder)
    return g_object_ref (file);
  name = g_strconcat (base, CT_PROJECT_SUFFIX, NULL);
  return g_file_get_child (folder, name);
}

static void
name_chosen (GtkNativeDialog *dialog, int response, Save *save)
{
  CtWindow *self = save->window;
  g_autoptr (GtkNativeDialog) kept = g_object_ref (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                                                           : NULL;

  g_clear_object (&self->chooser);
  if (!file)
    {
      finish (save, FALSE);
      return;
    }
  save->file = with_suffix (file);
  if (!g_file_equal (file, save->file) && g_file_query_exists (save->file, NULL))
    {
      g_autofree char *name = ct_file_display_name (g_file_peek_path (save->file));
      /* Translators: %s is the name of a file */
      g_autofree char *body = g_strdup_printf (_ ("“%s” already exists. Its contents will be overwritten."), name);

      ask_overwrite (save, _ ("Replace the File?"), body);
      return;
    }
  write_project (save, CT_PROJECT_SAVE_NONE);
}

/* What to call a project that has no file yet. */
static char *
dup_project_name (CtDocument *document)
{
  g_autofree char *name = ct_exporter_dup_base_name (document);

  return g_strconcat (name, CT_PROJECT_SUFFIX, NULL);
}

static void
choose_name (Save *save)
{
  static const char *const projects[] = { "coloratura", NULL };
  CtWindow *self = save->window;
  CtRecording *recording = ct_document_get_recording (save->document);
  GFile *file = ct_document_get_file (save->document);
  GtkFileChooserNative *chooser = ct_window_make_chooser (self, _ ("Save the Project"), GTK_FILE_CHOOSER_ACTION_SAVE);

  if (!chooser)
    {
      finish (save, FALSE);
      return;
    }
  ct_window_add_filter (chooser, _ ("Coloratura Projects"), projects);
  if (file)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
  else
    {
      g_autofree char *name = dup_project_name (save->document);
      g_autofree char *folder_path = recording && recording->path ? g_path_get_dirname (recording->path) : NULL;
      g_autoptr (GFile) folder = folder_path ? g_file_new_for_path (folder_path) : NULL;

      if (folder)
        gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  g_signal_connect (chooser, "response", G_CALLBACK (name_chosen), save);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
ct_window_save (CtWindow *self, gboolean save_as, CtWindowSavedFunc func, gpointer data)
{
  CtDocument *document = ct_window_get_document (self);
  GFile *file = document ? ct_document_get_file (document) : NULL;
  Save *save;

  if (!document || self->saving || self->opening)
    {
      if (func)
        func (self, FALSE, data);
      return;
    }
  save = g_new0 (Save, 1);
  *save = (Save){ .window = g_object_ref (self), .document = g_object_ref (document), .func = func, .data = data };
  self->saving = TRUE;
  ct_window_update_actions (self);
  if (save_as || !file)
    {
      choose_name (save);
      return;
    }
  save->file = g_object_ref (file);
  write_project (save, CT_PROJECT_SAVE_NONE);
}
