/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the help over @parent: how a song is transcribed, step by step, and what the pointer does where. It is not
 * modal, and a window has one only. */
void ct_help_show (GtkWindow *parent);

G_END_DECLS
