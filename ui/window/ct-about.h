/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows what the program is, by whom, under which licences, and whose sounds and colors it is made of. */
void ct_about_show (GtkWindow *parent);

G_END_DECLS
