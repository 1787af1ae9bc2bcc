/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Undoes what the drag that goes on has done. */
typedef void (*CtDragCancel) (GtkWidget *widget);

/* Lets Escape cancel a drag of @drag, a gesture of a widget that need not have the focus, and whatever else cancels the
 * gesture, but for a motion that only tells that its button is up: that ends the drag. */
void ct_drag_escape_attach (GtkGesture *drag, CtDragCancel cancel);

G_END_DECLS
