/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the recording of a project is: found by itself, or asked for. */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording-finder.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/widgets/ct-notice.h"
#include "ui/window/ct-window.h"

/* A search on behalf of a document; it may be gone when the search is over. */
typedef struct
{
  CtWindow *window;
  CtDocument *document;
  CtRecording *found; /* what a person is asked about */
} Search;

static Search *
search_new (CtWindow *self, CtRecording *found)
{
  Search *search = g_new0 (Search, 1);

  *search = (Search){ g_object_ref (self), g_object_ref (ct_window_get_document (self)),
                      found ? ct_recording_ref (found) : NULL };
  return search;
}

static void
search_free (Search *search)
{
  g_object_unref (search->window);
  g_object_unref (search->document);
  g_clear_pointer (&search->found, ct_recording_unref);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static gboolean
is_wanted (Search *search)
{
  return ct_window_get_document (search->window) == search->document;
}

static void
attached (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;

  if (ct_analyser_attach_finish (CT_ANALYSER (source), result, &error) || !is_wanted (search)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ct_notice_show (search->window->recording_notice, error->message, _ ("_Locate…"), NULL);
}

static void
use (CtWindow *self, CtRecording *recording)
{
  g_autoptr (GFile) file = g_file_new_for_path (recording->path);

  ct_notice_hide (self->recording_notice);
  ct_document_set_recording (ct_window_get_document (self), recording);
  ct_analyser_attach_async (self->analyser, file, self->cancellable, attached, search_new (self, NULL));
}

static void
answered (AdwMessageDialog *dialog, const char *response, Search *search)
{
  if (is_wanted (search))
    {
      if (g_str_equal (response, "use"))
        use (search->window, search->found);
      else
        ct_notice_show (search->window->recording_notice, _ ("This project was opened without its recording."),
                        _ ("_Locate…"), NULL);
    }
  search_free (search);
}

/* The file that is there is another one than the project was made from. */
static void
ask_about_changed (CtWindow *self, CtRecording *recording)
{
  g_autofree char *name = ct_file_display_name (recording->path);
  /* Translators: %s is the name of a sound file */
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” differs from the recording this project was made from. The notes may not match it."), name);
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (self), _ ("Use a Different Recording?"), body);

  adw_message_dialog_add_response (dialog, "use", _ ("_Use Anyway"));
  g_signal_connect (dialog, "response", G_CALLBACK (answered), search_new (self, recording));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_where (CtWindow *self, CtRecording *recording)
{
  g_autofree char *name = ct_file_display_name (recording->name);
  /* Translators: %s is the name of a sound file */
  g_autofree char *text = g_strdup_printf (_ ("The recording “%s” was not found. You can edit the notes without it."),
                                           name);

  ct_document_set_recording (ct_window_get_document (self), recording);
  ct_notice_show (self->recording_notice, text, _ ("_Locate…"), NULL);
}

static void
looked_for (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtRecording) recording = NULL;
  CtRecordingOutcome outcome;
  CtWindow *self = search->window;
  gboolean done = ct_recording_finder_finish (result, &outcome, &recording, &error);

  if (!is_wanted (search))
    return;
  if (!done)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        ct_notice_show (self->recording_notice, error->message, _ ("_Locate…"), NULL);
      return;
    }
  if (outcome == CT_RECORDING_MISSING)
    ask_where (self, recording);
  else if (outcome == CT_RECORDING_CHANGED)
    ask_about_changed (self, recording);
  else
    use (self, recording);
}

void
ct_window_find_recording (CtWindow *self)
{
  CtDocument *document = ct_window_get_document (self);
  CtRecording *recording = ct_document_get_recording (document);

  if (recording)
    ct_recording_finder_find_async (recording, ct_document_get_file (document), self->cancellable, looked_for,
                                    search_new (self, NULL));
}

static void
located (CtWindow *self, GFile *file)
{
  CtDocument *document = ct_window_get_document (self);
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  if (!recording)
    return;
  if (file)
    ct_recording_finder_check_async (recording, file, self->cancellable, looked_for, search_new (self, NULL));
  else if (!recording->path)
    ask_where (self, recording);
}

void
ct_window_locate_recording (CtWindow *self)
{
  static const char *const sounds[] = {
    "audio/*", "video/*", "flac", "wav", "mp3", "ogg", "opus", "m4a", "aiff", NULL
  };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *chooser;

  if (!ct_window_get_document (self))
    return;
  chooser = ct_window_make_chooser (self, _ ("Locate the Recording"), GTK_FILE_CHOOSER_ACTION_OPEN);
  if (!chooser)
    return;
  ct_window_add_filter (chooser, _ ("Recordings"), sounds);
  ct_window_add_filter (chooser, _ ("All Files"), all);
  ct_window_run_chooser (self, located);
}
