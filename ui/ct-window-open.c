/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How files come into a window: chosen, dropped, named by another program, from the recent list. */
#include "ct-window-private.h"

#include <glib/gi18n.h>

#include "ct-audio-file.h"
#include "ct-message.h"
#include "ct-paths.h"

static gboolean
shows (CtWindow *self, GFile *file)
{
  CtDocument *document = self->session ? ct_session_get_document (self->session) : NULL;
  GFile *project = document ? ct_document_get_file (document) : NULL;
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  if (project)
    return g_file_equal (project, file);
  return recording && recording->path && g_strcmp0 (g_file_peek_path (file), recording->path) == 0;
}

CtWindow *
ct_window_find (GtkApplication *application, GFile *file)
{
  for (GList *item = gtk_application_get_windows (application); item; item = item->next)
    if (CT_IS_WINDOW (item->data) && shows (item->data, file))
      return item->data;
  return NULL;
}

static void
open_recording (CtWindow *self, const char *path)
{
  g_autoptr (CtDocument) document = NULL;
  g_autoptr (CtSession) session = NULL;
  g_autoptr (CtRecording) recording = NULL;
  CtAudioFile *file;
  const CtAudioInfo *info;
  CtStatus status = ct_audio_file_open (path, &file);

  if (status != CT_STATUS_OK)
    {
      g_autofree char *name = g_filename_display_basename (path);

      ct_message_show_error (GTK_WIDGET (self), name, ct_status_string (status));
      return;
    }
  info = ct_audio_file_info (file);
  recording = ct_recording_new (path, (double) MAX (0, info->frames) / info->rate_hz, info->rate_hz, info->channels);
  ct_audio_file_close (file);
  document = ct_document_new ();
  ct_document_set_recording (document, recording);
  session = ct_session_new (document);
  ct_window_set_session (self, session);
}

void
ct_window_open (CtWindow *self, GFile *file)
{
  GtkApplication *application;
  CtWindow *target;
  g_autofree char *path = NULL;

  g_return_if_fail (CT_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));
  application = gtk_window_get_application (GTK_WINDOW (self));
  target = application ? ct_window_find (application, file) : NULL;
  if (target)
    {
      gtk_window_present (GTK_WINDOW (target));
      return;
    }
  path = g_file_get_path (file);
  if (!path)
    {
      ct_message_show_error (GTK_WIDGET (self), _ ("Cannot Open"), _ ("It is not a file of this computer."));
      return;
    }
  target = self->session ? ct_window_new (application) : self;
  open_recording (target, path);
  gtk_window_present (GTK_WINDOW (target));
}

void
ct_window_open_demo (CtWindow *self)
{
  g_autofree char *path = ct_paths_dup_data_file ("demo.flac");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ct_window_open (self, file);
}

static void
chosen (GtkNativeDialog *chooser, int response, CtWindow *self)
{
  g_autoptr (GFile) file
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  g_clear_object (&self->chooser);
  if (file)
    ct_window_open (self, file);
}

void
ct_window_choose_file (CtWindow *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new (), all = gtk_file_filter_new ();

  if (self->chooser)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Open a Recording or Project"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Recordings and Projects"));
  gtk_file_filter_add_mime_type (filter, "audio/*");
  gtk_file_filter_add_mime_type (filter, "video/*");
  gtk_file_filter_add_suffix (filter, "coloratura");
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, CtWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (!files)
    return FALSE;
  for (GSList *item = files; item; item = item->next)
    ct_window_open (self, item->data);
  return TRUE;
}

static GdkDragAction
drag_entered (GtkDropTarget *target, double x, double y, CtWindow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "ct-drop");
  return GDK_ACTION_COPY;
}

static void
drag_left (GtkDropTarget *target, CtWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "ct-drop");
}

void
ct_window_accept_drops (CtWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (drag_entered), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (drag_left), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->toasts), GTK_EVENT_CONTROLLER (target));
}
