/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in the AdwToastOverlay around @from, if there is one. With @offers_undo it has a button that undoes the
 * last step (action win.undo). A text that is already on show is not queued a second time. */
void ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo);

G_END_DECLS
