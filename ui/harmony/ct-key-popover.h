/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CT_TYPE_KEY_POPOVER (ct_key_popover_get_type ())
G_DECLARE_FINAL_TYPE (CtKeyPopover, ct_key_popover, CT, KEY_POPOVER, GtkPopover)

/* The key at the playhead, and how sure it is. Another tonic or mode is set at once, for the whole piece or from the
 * bar at the playhead on; and so is what is found.
 *
 * Properties (readable, writable): session (CtSession or NULL); semitones (double), by which playback transposes: keys
 * are those that are heard, in whole semitones. */
GtkWidget *ct_key_popover_new (void);

G_END_DECLS
