/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which window opens a file, and what there is to say of it. */
#include "ui/window/ct-window-open.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-note.h"
#include "core/transcribe/ct-length-limit.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-file-error.h"
#include "ui/support/ct-value-text.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-part-dialog.h"
#include "ui/window/ct-paths.h"
#include "ui/window/ct-stream-dialog.h"
#include "ui/window/ct-tour-guide.h"
#include "ui/window/ct-window-private.h"
#include "ui/window/ct-workspace.h"

CtWindow *
ct_window_find (GtkApplication *application, GFile *file)
{
  for (GList *item = gtk_application_get_windows (application); item; item = item->next)
    if (CT_IS_WINDOW (item->data) && ct_workspace_shows (ct_window_get_workspace (item->data), file))
      return item->data;
  return NULL;
}

/* The window that a file which is asked for in @self goes into. */
static CtWindow *
present_free (CtWindow *self)
{
  CtWindow *target = ct_window_get_free (self);

  ct_window_set_asker (target, target == self ? NULL : GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (target));
  return target;
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
      ct_message_show_error (GTK_WIDGET (self), _ ("Could Not Open File"), error->message);
      return;
    }
  target = present_free (self);
  ct_workspace_open (ct_window_get_workspace (target), file, path);
}

/* The window to speak in of a file that did not come to be shown in @self: where it was asked for. Closes @self if it
 * was made for that file, after which nothing holds it. */
static GtkWidget *
go_back_to_asker (CtWindow *self)
{
  GtkWindow *asker = ct_window_get_asker (self);

  if (!asker)
    return GTK_WIDGET (self);
  gtk_window_close (GTK_WINDOW (self));
  return GTK_WIDGET (asker);
}

void
ct_window_say_failed (CtWindow *self, const char *message)
{
  ct_message_show_error (go_back_to_asker (self), _ ("Could Not Open File"), message);
}

/* A recording that is too long, and the window where a part of it is offered. */
typedef struct
{
  CtWindow *window; /* a weak pointer: a window that is held does not take its dialogs with it when it closes */
  GFile *file;
  int stream;
} TooLong;

static void
too_long_free (gpointer data)
{
  TooLong *self = data;

  g_clear_weak_pointer (&self->window);
  g_object_unref (self->file);
  g_free (self);
}

static void
part_chosen (const CtTimeSpan *span, gpointer data)
{
  TooLong *self = data;
  CtWindow *target = self->window ? present_free (self->window) : NULL;

  if (target)
    ct_workspace_open_part (ct_window_get_workspace (target), self->file, span, self->stream);
}

void
ct_window_offer_part (CtWindow *self, GFile *file, const char *message)
{
  TooLong *recording = g_new0 (TooLong, 1);
  int stream = ct_workspace_get_stream (ct_window_get_workspace (self));
  GtkWidget *from = go_back_to_asker (self);

  *recording = (TooLong){ NULL, g_object_ref (file), stream };
  g_set_weak_pointer (&recording->window, CT_WINDOW (from));
  ct_part_dialog_show (from, message, ct_length_limit_s (TRUE), part_chosen, recording, too_long_free);
}

/* Whether a recording, which was not opened as part of a project, has neither notes nor drums. */
static gboolean
is_heard_in_vain (CtDocument *document)
{
  const CtEditScore *score = ct_document_get_score (document);

  return ct_document_get_evidence (document) && !ct_document_get_file (document) && score->n_notes == 0
         && score->percussion.n_hits == 0;
}

void
ct_window_warn (CtWindow *self)
{
  CtDocument *document = ct_workspace_get_document (ct_window_get_workspace (self));
  const CtEvidence *evidence = ct_document_get_evidence (document);
  const CtRecording *recording = ct_document_get_recording (document);
  unsigned warnings = evidence && evidence->analysis ? evidence->analysis->warnings : 0;
  g_autofree char *text = NULL;

  if (warnings & CT_AUDIO_STOPPED)
    {
      g_autofree char *end = ct_value_text_dup_time (evidence->analysis->start_s + evidence->analysis->duration_s);

      /* Translators: a time, such as 1:02.345 */
      text = g_strdup_printf (_ ("The file could only be read up to %s."), end);
    }
  else if (warnings & CT_AUDIO_MENDED)
    text = g_strdup (_ ("The file gives a wrong length. The recording was read to its end."));
  else if (recording && recording->n_streams > 1)
    /* Translators: the number of a sound stream (as a film has one for each language), and how many there are. “Sound
     * Stream” is the item of the main menu. */
    text = g_strdup_printf (_ ("This is sound stream %d of %d. “Sound Stream” in the main menu opens another."),
                            recording->stream, recording->n_streams);
  else if (is_heard_in_vain (document))
    text = g_strdup (_ ("No notes were found in this recording."));
  if (text)
    ct_window_toast (self, text, FALSE);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
stream_chosen (int stream, gpointer window)
{
  g_autoptr (CtWindow) self = g_weak_ref_get (window);
  CtDocument *document = self ? ct_workspace_get_document (ct_window_get_workspace (self)) : NULL;
  CtRecording *recording = document ? ct_document_get_recording (document) : NULL;
  g_autoptr (GFile) file = recording && recording->path ? g_file_new_for_path (recording->path) : NULL;

  if (file)
    ct_workspace_open_part (ct_window_get_workspace (present_free (self)), file, &(CtTimeSpan){ 0, INFINITY }, stream);
}

void
ct_window_choose_stream (CtWindow *self)
{
  CtDocument *document = ct_workspace_get_document (ct_window_get_workspace (self));
  const CtRecording *recording = ct_document_get_recording (document);
  GWeakRef *window = g_new0 (GWeakRef, 1);

  g_weak_ref_init (window, self);
  ct_stream_dialog_show (GTK_WIDGET (self), recording->stream, recording->n_streams, stream_chosen, window,
                         free_weak_ref);
}

static GFile *
demo_file (void)
{
  g_autofree char *path = ct_paths_dup_data_file ("demo.flac");

  return g_file_new_for_path (path);
}

void
ct_window_open_demo (CtWindow *self)
{
  g_autoptr (GFile) file = demo_file ();

  ct_window_open (self, file);
}

void
ct_window_start_tour (CtWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GFile) file = demo_file ();
  CtWindow *target;

  ct_window_open (self, file);
  target = application ? ct_window_find (application, file) : NULL;
  if (target)
    ct_tour_guide_start (ct_window_get_guide (target));
}

static void
file_chosen (GFile *file, gpointer window)
{
  if (file)
    ct_window_open (window, file);
}

void
ct_window_choose_file (CtWindow *self)
{
  static const char *const known[] = { "audio/*", "video/*", "coloratura", "mid", "midi", "flac", "wav",
                                       "mp3",     "ogg",     "opus",       "m4a", "aiff", NULL };
  CtFileChooser *chooser = ct_window_get_chooser (self);

  if (!ct_file_chooser_prepare (chooser, _ ("Open a Recording or Project"), GTK_FILE_CHOOSER_ACTION_OPEN))
    return;
  ct_file_chooser_add_filter (chooser, _ ("Recordings, Projects and MIDI Files"), known);
  ct_file_chooser_add_all_files (chooser);
  ct_file_chooser_show (chooser, file_chosen, self);
}
