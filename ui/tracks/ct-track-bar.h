/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The buttons above the tracks, which add, remove, merge and split them: the actions that ct_track_actions_new() made
 * for the panel around them. */
GtkWidget *ct_track_bar_new (void);

G_END_DECLS
