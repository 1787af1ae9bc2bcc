/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Closes @popover where it is open, and takes it from its parent, which may free it. GTK 4.8 still looks for the
 * pointer in an open one that is just taken away, and whoever waits for its end is not told. */
void ct_popover_drop (GtkWidget *popover);

G_END_DECLS
