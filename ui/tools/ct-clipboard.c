/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-clipboard.h"

#include <glib-object.h>
#include <glib/gi18n.h>

#include "ui/session/ct-clipboard-text.h"

#define CHUNK_BYTES 65536

void
ct_clipboard_set (GtkWidget *widget, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
chunk_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GTask) task = data;
  GByteArray *text = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);

  if (!bytes)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      g_task_return_pointer (task, g_bytes_new (text->data, text->len), (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (text->len + g_bytes_get_size (bytes) > CT_CLIPBOARD_MAX_BYTES)
    {
      g_task_return_new_error (task, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_TOO_MANY,
                               _ ("There is too much text on the clipboard."));
      return;
    }
  g_byte_array_append (text, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), chunk_read,
                                   g_object_ref (task));
}

static void
stream_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (stream)
    g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), chunk_read,
                                     g_object_ref (task));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, CT_CLIPBOARD_ERROR, CT_CLIPBOARD_ERROR_NO_NOTES,
                             _ ("There are no notes on the clipboard."));
}

void
ct_clipboard_get_async (GtkWidget *widget, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  static const char *types[] = { "text/plain;charset=utf-8", "text/plain", NULL };
  GTask *task = g_task_new (widget, cancellable, callback, data);

  g_task_set_task_data (task, g_byte_array_new (), (GDestroyNotify) g_byte_array_unref);
  gdk_clipboard_read_async (gtk_widget_get_clipboard (widget), types, G_PRIORITY_DEFAULT, cancellable, stream_opened,
                            task);
}

GBytes *
ct_clipboard_get_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
