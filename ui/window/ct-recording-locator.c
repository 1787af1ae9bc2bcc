/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-recording-locator.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording-finder.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"
#include "ui/widgets/ct-message.h"
#include "ui/widgets/ct-notice.h"

struct _CtRecordingLocator
{
  GObject parent_instance;
  CtNotice *notice;
  CtWorkspace *workspace;
  CtFileChooser *chooser;
};

G_DEFINE_FINAL_TYPE (CtRecordingLocator, ct_recording_locator, G_TYPE_OBJECT)

/* A search on behalf of a document, which may have been replaced when it is over. */
typedef struct
{
  CtRecordingLocator *locator;
  CtDocument *document;
  CtRecording *found; /* the user is asked about it; else NULL */
} Search;

static Search *
search_new (CtRecordingLocator *self, CtRecording *found)
{
  Search *search = g_new0 (Search, 1);

  *search = (Search){ g_object_ref (self), g_object_ref (ct_workspace_get_document (self->workspace)),
                      found ? ct_recording_ref (found) : NULL };
  return search;
}

static void
search_free (Search *search)
{
  g_object_unref (search->locator);
  g_object_unref (search->document);
  g_clear_pointer (&search->found, ct_recording_unref);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static gboolean
is_wanted (Search *search)
{
  return ct_workspace_get_document (search->locator->workspace) == search->document;
}

static void
attached (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;

  if (ct_analyser_attach_finish (CT_ANALYSER (source), result, &error) || !is_wanted (search)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ct_notice_show (search->locator->notice, error->message, _ ("_Locate…"), NULL);
}

static void
use (CtRecordingLocator *self, CtRecording *recording)
{
  g_autoptr (GFile) file = g_file_new_for_path (recording->path);

  ct_notice_hide (self->notice);
  ct_document_set_recording (ct_workspace_get_document (self->workspace), recording);
  ct_analyser_attach_async (ct_workspace_get_analyser (self->workspace), file,
                            ct_workspace_get_cancellable (self->workspace), attached, search_new (self, NULL));
}

static void
answered (AdwMessageDialog *dialog, const char *response, Search *search)
{
  if (is_wanted (search))
    {
      if (g_str_equal (response, "use"))
        use (search->locator, search->found);
      else
        ct_notice_show (search->locator->notice, _ ("This project was opened without its recording."), _ ("_Locate…"),
                        NULL);
    }
  search_free (search);
}

/* Until the user says so, another recording is neither played nor isolated in place of the document's. */
static void
set_aside (CtRecordingLocator *self)
{
  CtDocument *document = ct_workspace_get_document (self->workspace);
  CtRecording *recording = ct_document_get_recording (document);
  g_autoptr (CtRecording) lost = recording->path ? ct_recording_with_path (recording, NULL) : NULL;

  if (lost)
    ct_document_set_recording (document, lost);
}

/* The file differs from the recording the project was made from. */
static void
ask_about_changed (CtRecordingLocator *self, CtRecording *recording)
{
  g_autofree char *name = ct_file_display_name (recording->path);
  /* Translators: %s is the name of a sound file */
  g_autofree char *body = g_strdup_printf (
      _ ("“%s” differs from the recording this project was made from. The notes may not match it."), name);
  AdwMessageDialog *dialog = ct_message_new (GTK_WIDGET (self->notice), _ ("Use a Different Recording?"), body);

  set_aside (self);
  adw_message_dialog_add_response (dialog, "use", _ ("_Use Anyway"));
  g_signal_connect (dialog, "response", G_CALLBACK (answered), search_new (self, recording));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_where (CtRecordingLocator *self, CtRecording *recording)
{
  g_autofree char *name = ct_file_display_name (recording->name);
  /* Translators: %s is the name of a sound file */
  g_autofree char *text = g_strdup_printf (_ ("The recording “%s” was not found. You can edit the notes without it."),
                                           name);

  ct_document_set_recording (ct_workspace_get_document (self->workspace), recording);
  ct_notice_show (self->notice, text, _ ("_Locate…"), NULL);
}

static void
looked_for (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CtRecording) recording = NULL;
  CtRecordingOutcome outcome;
  CtRecordingLocator *self = search->locator;
  gboolean done = ct_recording_finder_finish (result, &outcome, &recording, &error);

  if (!is_wanted (search))
    return;
  if (!done)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        ct_notice_show (self->notice, error->message, _ ("_Locate…"), NULL);
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
ct_recording_locator_find (CtRecordingLocator *self)
{
  CtDocument *document = ct_workspace_get_document (self->workspace);
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  g_return_if_fail (CT_IS_RECORDING_LOCATOR (self));
  if (recording)
    ct_recording_finder_find_async (recording, ct_document_get_file (document),
                                    ct_workspace_get_cancellable (self->workspace), looked_for,
                                    search_new (self, NULL));
}

static void
located (GFile *file, gpointer data)
{
  CtRecordingLocator *self = data;
  CtDocument *document = ct_workspace_get_document (self->workspace);
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;

  if (!recording)
    return;
  if (file)
    ct_recording_finder_check_async (recording, file, ct_workspace_get_cancellable (self->workspace), looked_for,
                                     search_new (self, NULL));
  else if (!recording->path)
    ask_where (self, recording);
}

static void
choose (CtRecordingLocator *self)
{
  static const char *const sounds[] = {
    "audio/*", "video/*", "flac", "wav", "mp3", "ogg", "opus", "m4a", "aiff", NULL
  };

  if (!ct_workspace_get_document (self->workspace)
      || !ct_file_chooser_prepare (self->chooser, _ ("Locate the Recording"), GTK_FILE_CHOOSER_ACTION_OPEN))
    return;
  ct_file_chooser_add_filter (self->chooser, _ ("Recordings"), sounds);
  ct_file_chooser_add_all_files (self->chooser);
  ct_file_chooser_show (self->chooser, located, self);
}

static void
forget (CtRecordingLocator *self)
{
  ct_notice_hide (self->notice);
}

static void
ct_recording_locator_finalize (GObject *object)
{
  CtRecordingLocator *self = CT_RECORDING_LOCATOR (object);

  g_object_unref (self->notice);
  g_object_unref (self->workspace);
  g_object_unref (self->chooser);
  G_OBJECT_CLASS (ct_recording_locator_parent_class)->finalize (object);
}

static void
ct_recording_locator_class_init (CtRecordingLocatorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_recording_locator_finalize;
}

static void
ct_recording_locator_init (CtRecordingLocator *self)
{
}

CtRecordingLocator *
ct_recording_locator_new (CtNotice *notice, CtWorkspace *workspace, CtFileChooser *chooser)
{
  CtRecordingLocator *self = g_object_new (CT_TYPE_RECORDING_LOCATOR, NULL);

  self->notice = g_object_ref (notice);
  self->workspace = g_object_ref (workspace);
  self->chooser = g_object_ref (chooser);
  g_signal_connect_object (notice, "accepted", G_CALLBACK (choose), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::document", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  return self;
}
