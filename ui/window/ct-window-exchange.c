/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MIDI files and tables: imported onto tracks, exported. */
#include "ui/window/ct-window-private.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/document/ct-document.h"
#include "ui/exchange/ct-midi-import.h"
#include "ui/widgets/ct-message.h"
#include "ui/window/ct-window.h"

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

  if (ct_window_get_document (import->window) == import->document && done)
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

void
ct_window_import (CtWindow *self, GFile *file)
{
  CtDocument *document = ct_window_get_document (self);
  Import *import;

  if (!document)
    {
      ct_window_open (self, file);
      return;
    }
  import = g_new0 (Import, 1);
  *import = (Import){ g_object_ref (self), g_object_ref (document) };
  ct_midi_import_async (document, file, self->cancellable, imported, import);
}

static void
import_chosen (CtWindow *self, GFile *file)
{
  if (file)
    ct_window_import (self, file);
}

void
ct_window_choose_import (CtWindow *self)
{
  static const char *const midi[] = { "audio/midi", "mid", "midi", NULL };
  static const char *const all[] = { "*", NULL };
  GtkFileChooserNative *chooser = ct_window_make_chooser (self, _ ("Import a MIDI File"), GTK_FILE_CHOOSER_ACTION_OPEN);

  if (!chooser)
    return;
  ct_window_add_filter (chooser, _ ("MIDI Files"), midi);
  ct_window_add_filter (chooser, _ ("All Files"), all);
  ct_window_run_chooser (self, import_chosen);
}
