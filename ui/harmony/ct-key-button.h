/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_KEY_BUTTON (ct_key_button_get_type ())
G_DECLARE_FINAL_TYPE (CtKeyButton, ct_key_button, CT, KEY_BUTTON, GtkWidget)

/* The key at the playhead, abbreviated where there is no room for more; opens the popover of the key. It is hidden as
 * long as none is known.
 *
 * Properties (readable, writable): session (CtSession or NULL); semitones (double), by which playback transposes: the
 * key is the one that is heard, in whole semitones. */
GtkWidget *ct_key_button_new (void);

/* What it shows, or would with enough room. */
const char *ct_key_button_get_text (CtKeyButton *self);

G_END_DECLS
