/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-exchange.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/document/ct-document.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window-private.h"
#include "ui/window/ct-workspace.h"

typedef struct
{
  CtWindow *window;
  CtDocument *document;
} Import;

static void
imported (GObject *source, GAsyncResult *result, gpointer data)
{
  Import *import = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_notes, n_tracks;
  gboolean done = ct_midi_import_finish (import->document, result, &n_notes, &n_tracks, &error);

  if (ct_workspace_get_document (ct_window_get_workspace (import->window)) == import->document && done)
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Imported %u note", "Imported %u notes", n_notes), n_notes);
      ct_window_toast (import->window, text, TRUE);
    }
  else if (!done && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ct_message_show_error (GTK_WIDGET (import->window), _ ("Could Not Import File"), error->message);
  g_object_unref (import->window);
  g_object_unref (import->document);
  g_free (import);
}

static void
import_file (CtWindow *self, GFile *file)
{
  CtWorkspace *workspace = ct_window_get_workspace (self);
  CtDocument *document = ct_workspace_get_document (workspace);
  Import *import;

  if (!document)
    {
      ct_window_open (self, file);
      return;
    }
  import = g_new0 (Import, 1);
  *import = (Import){ g_object_ref (self), g_object_ref (document) };
  ct_midi_import_async (document, file, ct_workspace_get_cancellable (workspace), imported, import);
}

static void
file_chosen (GFile *file, gpointer window)
{
  if (file)
    import_file (window, file);
}

void
ct_window_choose_import (CtWindow *self)
{
  static const char *const midi[] = { "audio/midi", "mid", "midi", NULL };
  CtFileChooser *chooser = ct_window_get_chooser (self);

  if (!ct_file_chooser_prepare (chooser, _ ("Import a MIDI File"), GTK_FILE_CHOOSER_ACTION_OPEN))
    return;
  ct_file_chooser_add_filter (chooser, _ ("MIDI Files"), midi);
  ct_file_chooser_add_all_files (chooser);
  ct_file_chooser_show (chooser, file_chosen, self);
}
