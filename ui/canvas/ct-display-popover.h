/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_TYPE_DISPLAY_POPOVER (ct_display_popover_get_type ())
G_DECLARE_FINAL_TYPE (CtDisplayPopover, ct_display_popover, CT, DISPLAY_POPOVER, GtkPopover)

/* The controls of a session's display options: gain, contrast, color map and the others.
 * Property "session" (CtSession or NULL). */
void ct_display_popover_set_session (CtDisplayPopover *self, CtSession *session);

/* The translated names of the values of each enumeration, in their order, terminated by NULL. */
const char *const *ct_display_popover_color_map_names (void);
const char *const *ct_display_popover_note_opacity_names (void);
const char *const *ct_display_popover_follow_names (void);

G_END_DECLS
