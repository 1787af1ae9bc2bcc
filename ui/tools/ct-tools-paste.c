/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes to the clipboard and back. */
#include "ui/tools/ct-tools-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-clipboard-text.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-snap.h"
#include "ui/tools/ct-clipboard.h"
#include "ui/tools/ct-tools.h"

void
ct_tools_copy (CtTools *self, const guint64 *ids, guint n, gboolean cut)
{
  CtDocument *document = ct_tools_get_document (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = ct_clipboard_text_format (document, ids, n, &error);
  if (!text)
    {
      ct_tools_toast (self, error->message, FALSE);
      return;
    }
  ct_clipboard_set (self->stage, text);
  if (cut)
    ct_note_edits_cut (document, ids, n);
}

typedef struct
{
  GWeakRef tools;
  GCancellable *cancellable;
  double time_s;
} Paste;

static void
free_paste (Paste *paste)
{
  g_weak_ref_clear (&paste->tools);
  g_object_unref (paste->cancellable);
  g_free (paste);
}

static void
paste_notes (CtTools *self, GArray *notes, double time_s)
{
  g_autofree guint64 *made = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (time_s >= 0)
    ct_snap_notes (self->session, notes, time_s);
  made = ct_note_edits_paste (ct_tools_get_document (self), notes, 0, &n);
  if (made)
    {
      const CtEditNote first = *ct_document_get_note (ct_tools_get_document (self), made[0]);

      ct_selection_set (ct_session_get_selection (self->session), made, n);
      ct_session_reveal (self->session, first.onset_s, first.midi);
      if (n == notes->len)
        return;
    }
  n = notes->len - n;
  text = g_strdup_printf (ngettext ("%u note was not pasted: its track is locked or it lies past the end.",
                                    "%u notes were not pasted: their tracks are locked or they lie past the end.", n),
                          n);
  ct_tools_toast (self, text, FALSE);
}

static void
text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Paste *paste = data;
  g_autoptr (CtTools) self = g_weak_ref_get (&paste->tools);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = ct_clipboard_get_finish (result, &error);
  g_autoptr (GArray) notes = NULL;

  if (self && self->session && !g_cancellable_is_cancelled (paste->cancellable))
    {
      if (text)
        notes = ct_clipboard_text_parse (self->session, g_bytes_get_data (text, NULL), g_bytes_get_size (text), &error);
      if (notes)
        paste_notes (self, notes, paste->time_s);
      else
        ct_tools_toast (self, error->message, FALSE);
    }
  free_paste (paste);
}

void
ct_tools_paste (CtTools *self, double time_s)
{
  Paste *paste = g_new0 (Paste, 1);

  if (!self->pasting)
    self->pasting = g_cancellable_new ();
  g_weak_ref_init (&paste->tools, self);
  paste->cancellable = g_object_ref (self->pasting);
  paste->time_s = time_s;
  ct_clipboard_get_async (self->stage, self->pasting, text_read, paste);
}
