/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drop-down of @choices, which it takes, that is called @name. */
GtkDropDown *ct_drop_down_new (GtkStringList *choices, const char *name);

/* Lets the button inside a drop-down, which is what the focus is on in GTK 4.8, be called as the drop-down is: by the
 * label whose mnemonic leads to it, if there is one by now, else by the name that it has or will be given. For one that
 * ct_drop_down_new() did not make. */
void ct_drop_down_name_button (GtkDropDown *self);

G_END_DECLS
