/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the About window: version, authors, licences, and credits for sounds and colors. */
void ct_about_show (GtkWindow *parent);

G_END_DECLS
