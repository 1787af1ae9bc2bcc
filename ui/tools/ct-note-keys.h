/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of the action group "notes", for the widget that has the group. They act while it has the focus, so that no
 * text entry ever loses one to them. The caller adds the controller to the widget. */
GtkEventController *ct_note_keys_new (void);

G_END_DECLS
