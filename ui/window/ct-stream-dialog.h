/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Called with the sound stream that was chosen, from 1. */
typedef void (*CtStreamFunc) (int stream, gpointer data);

/* Asks, over the window of @from, which of @n_streams sound streams of a recording is to be opened beside @shown.
 * @func is called unless the question is cancelled; @data is freed with @destroy. */
void ct_stream_dialog_show (GtkWidget *from,
                            int shown,
                            int n_streams,
                            CtStreamFunc func,
                            gpointer data,
                            GDestroyNotify destroy);

G_END_DECLS
