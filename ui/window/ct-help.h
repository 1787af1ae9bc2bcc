/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the help over @parent: transcribing a song step by step, and what the mouse does where. Not modal; one for each
 * window. */
void ct_help_show (GtkWindow *parent);

G_END_DECLS
