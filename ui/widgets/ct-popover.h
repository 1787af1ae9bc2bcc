/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Closes @popover where it is open, and takes it from its parent, which may free it. GTK 4.8 still looks for the
 * pointer in an open one that is just taken away, and whoever waits for its end is not told. */
void ct_popover_drop (GtkWidget *popover);

/* Makes a context menu of @parent, empty as yet, to be shown again and again: GTK 4.8 may look for the pointer in a
 * menu that is gone, to show a tooltip. End it with ct_popover_drop(). */
GtkWidget *ct_popover_new_menu (GtkWidget *parent);

/* Closes the menu where it is open, and opens it below @rectangle of its parent with what @model holds. */
void ct_popover_show_menu (GtkWidget *menu, GMenuModel *model, const GdkRectangle *rectangle);

G_END_DECLS
