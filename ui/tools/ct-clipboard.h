/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Text on the system clipboard. */

/* Puts @text on the clipboard of @widget. */
void ct_clipboard_set (GtkWidget *widget, const char *text);

/* Reads the text on the clipboard of @widget: more than CT_CLIPBOARD_MAX_BYTES is an error, as is no text
 * (CT_CLIPBOARD_ERROR). */
void ct_clipboard_get_async (GtkWidget *widget, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GBytes *ct_clipboard_get_finish (GAsyncResult *result, GError **error);

G_END_DECLS
