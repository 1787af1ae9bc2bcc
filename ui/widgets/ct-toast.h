/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text, plain and of any length, in the AdwToastOverlay around @from, if there is one, in place of the toast
 * that is on show there. @offers_undo: with a button that undoes the last step (action win.undo). */
void ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo);

G_END_DECLS
