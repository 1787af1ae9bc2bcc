/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file becomes the document of a window. */
#include "ui/window/ct-window-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/project/ct-project-file.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-paths.h"
#include "ui/window/ct-window.h"

/* What an opening that goes on in the background belongs to. */
typedef struct
{
  CtWindow *window;
  CtDocument *document;
  GFile *file;
} Opening;

static Opening *
opening_new (CtWindow *self, CtDocument *document, GFile *file)
{
  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening){ g_object_ref (self), g_object_ref (document), g_object_ref (file) };
  g_set_object (&self->opening, file);
  ct_window_update_actions (self);
  return opening;
}

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->window);
  g_object_unref (opening->document);
  g_object_unref (opening->file);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Whether the window still waits for it; what is over is not waited for any longer. */
static gboolean
is_wanted (Opening *opening)
{
  CtWindow *self = opening->window;

  if (self->opening != opening->file)
    return FALSE;
  g_clear_object (&self->opening);
  ct_window_update_actions (self);
  return TRUE;
}

static gboolean
shows (CtWindow *self, GFile *file)
{
  CtDocument *document = ct_window_get_document (self);
  GFile *project = document ? ct_document_get_file (document) : NULL;
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  if (self->opening && g_file_equal (self->opening, file))
    return TRUE;
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

void
ct_window_add_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static void
tell_error (CtWindow *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ct_message_show_error (GTK_WIDGET (self), _ ("Could Not Open File"), error->message);
}

static void
recording_heard (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  gboolean heard = ct_analyser_open_finish (CT_ANALYSER (source), result, &error);

  if (!is_wanted (opening))
    return;
  if (heard)
    {
      ct_window_add_recent (opening->file);
      ct_window_begin_tour (opening->window);
      return;
    }
  ct_window_set_session (opening->window, NULL);
  tell_error (opening->window, error);
}

static void
open_recording (CtWindow *self, GFile *file)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  g_autoptr (CtSession) session = ct_session_new (document);

  ct_window_set_session (self, session);
  ct_analyser_open_async (self->analyser, file, self->cancellable, recording_heard, opening_new (self, document, file));
}

static void
project_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtProject) project = ct_project_file_open_finish (opening->document, result, &error);
  g_autoptr (CtSession) session = NULL;

  if (!is_wanted (opening))
    return;
  if (!project)
    {
      tell_error (opening->window, error);
      return;
    }
  session = ct_session_new (opening->document);
  ct_window_set_session (opening->window, session);
  ct_project_show (project, session);
  ct_window_add_recent (opening->file);
  ct_window_find_recording (opening->window);
}

static void
open_project (CtWindow *self, GFile *file)
{
  g_autoptr (CtDocument) document = ct_document_new ();

  ct_project_file_open_async (document, file, self->cancellable, project_read, opening_new (self, document, file));
}

static void
midi_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtSession) session = NULL;
  g_autofree char *name = NULL;

  if (!ct_midi_import_finish (opening->document, result, NULL, NULL, &error))
    {
      if (is_wanted (opening))
        tell_error (opening->window, error);
      return;
    }
  if (!is_wanted (opening))
    return;
  name = ct_file_display_name (g_file_peek_path (opening->file));
  ct_document_set_name (opening->document, name);
  session = ct_session_new (opening->document);
  ct_window_set_session (opening->window, session);
  ct_window_add_recent (opening->file);
}

static void
open_midi (CtWindow *self, GFile *file)
{
  g_autoptr (CtDocument) document = ct_document_new ();

  ct_midi_import_async (document, file, self->cancellable, midi_read, opening_new (self, document, file));
}

void
ct_window_open (CtWindow *self, GFile *file)
{
  GtkApplication *application;
  CtWindow *target;
  g_autoptr (GError) error = NULL;
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
  path = ct_file_dup_local_path (file, &error);
  if (!path)
    {
      tell_error (self, error);
      return;
    }
  target = ct_window_get_free (self);
  gtk_window_present (GTK_WINDOW (target));
  if (ct_project_file_is_project (path))
    open_project (target, file);
  else if (ct_midi_import_is_midi (path))
    open_midi (target, file);
  else
    open_recording (target, file);
}

void
ct_window_open_demo (CtWindow *self)
{
  g_autofree char *path = ct_paths_dup_data_file ("demo.flac");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ct_window_open (self, file);
}

static void
file_chosen (CtWindow *self, GFile *file)
{
  if (file)
    ct_window_open (self, file);
}

void
ct_window_choose_file (CtWindow *self)
{
  static const char *const known[] = { "audio/*", "video/*", "coloratura", "mid", "midi", "flac", "wav",
                                       "mp3",     "ogg",     "opus",       "m4a", "aiff", NULL };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *chooser = ct_window_make_chooser (self, _ ("Open a Recording or Project"),
                                                          GTK_FILE_CHOOSER_ACTION_OPEN);

  if (!chooser)
    return;
  ct_window_add_filter (chooser, _ ("Recordings, Projects and MIDI Files"), known);
  ct_window_add_filter (chooser, _ ("All Files"), all);
  ct_window_run_chooser (self, file_chosen);
}
