/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_DISPLAY_POPOVER (ct_display_popover_get_type ())
G_DECLARE_FINAL_TYPE (CtDisplayPopover, ct_display_popover, CT, DISPLAY_POPOVER, GtkPopover)

/* How spectrogram and notes look: gain, contrast, color map and the rest of a session's display properties.
 * Property "session" (CtSession or NULL). */
void ct_display_popover_set_session (CtDisplayPopover *self, CtSession *session);

/* The names of what the enumerations stand for, translated, by value, ended by NULL. */
const char *const *ct_display_popover_color_map_names (void);
const char *const *ct_display_popover_note_opacity_names (void);
const char *const *ct_display_popover_follow_names (void);

G_END_DECLS
