/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_KEY_BUTTON (ct_key_button_get_type ())
G_DECLARE_FINAL_TYPE (CtKeyButton, ct_key_button, CT, KEY_BUTTON, GtkWidget)

/* The key at the playhead; opens the popover of the key. It is hidden as long as none is known, and where there is no
 * room.
 *
 * Property (readable, writable): session (CtSession or NULL). */
GtkWidget *ct_key_button_new (void);

/* What it shows; "": no key. */
const char *ct_key_button_get_text (CtKeyButton *self);

G_END_DECLS
