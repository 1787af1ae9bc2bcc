/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_TOAST (ct_toast_get_type ())
G_DECLARE_FINAL_TYPE (CtToast, ct_toast, CT, TOAST, GtkWidget)

/* Shows its child, and over it, briefly, what ct_toast_send() says. It is one label whose text changes, so messages may
 * come as fast as keys repeat: the overlay of libadwaita 1.2 animates each toast with one clock for showing and one for
 * hiding, and frees a toast that was dismissed in its first 200 ms while it is still being shown.
 *
 * Property: child (GtkWidget or NULL). */
GtkWidget *ct_toast_new (GtkWidget *child);

/* Shows @text, plain and of any length, in the CtToast around @from, if there is one, in place of what is said there.
 * @offers_undo: with a button that undoes the last step (action win.undo). */
void ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo);

G_END_DECLS
